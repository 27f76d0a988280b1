"""What a published result says of itself: the JSON of schema 1, read with suspicion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from koppeling.domain.instance import Component, Level
from koppeling.domain.period import WEEKDAYS_NL, Quarter, Slot
from koppeling.domain.result import Code, PairStatus, Status
from koppeling.locale import _
from koppeling.verify.problem import Problem, untrue
from koppeling.verify.words import place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from koppeling.domain.instance import Instance

SCHEMA = 1
#: Every weekly moment, as written.
_SLOTS = {
    f"{name} {cell // 2:02d}:{cell % 2 * 30:02d}": Slot(weekday, cell)
    for weekday, name in enumerate(WEEKDAYS_NL)
    for cell in range(48)
}
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class LevelClaim:
    """A level: value and bound may be None where nothing is known."""

    level: Level
    value: int | None
    bound: int | None
    proven: bool


@dataclass(frozen=True, kw_only=True)
class NameClaim:
    """A name that a sheet puts beside a number; `role` is `junior` or `senior`."""

    sheet: str
    role: str
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PairClaim:
    """
    A published pair with everything said of it.

    `runner_up` is who matches best after this senior, with the points; of the
    workbook the name stands behind the number.

    Per quarter of the horizon the JSON has the number of meetings (`need`), the
    workbook their `minutes`; at least one of the two is there.
    """

    junior: str
    senior: str
    status: PairStatus
    slot: Slot
    need: tuple[int, ...] | None
    minutes: tuple[int, ...] | None
    points: int
    components: Mapping[Component, int]
    runner_up: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class UnplacedClaim:
    """A junior without a senior: number of seniors lost by code."""

    junior: str
    reasons: Mapping[Code, int]


@dataclass(frozen=True, kw_only=True)
class HandoverClaim:
    """Minutes of a junior in a quarter in which their senior is out."""

    junior: str
    senior: str
    quarter: Quarter
    minutes: int


@dataclass(frozen=True, kw_only=True)
class LoadClaim:
    """What a senior gives and can give in a quarter."""

    senior: str
    quarter: Quarter
    used_minutes: int
    cap_minutes: int
    juniors: int


class _UnreadableError(Exception):
    """A claim of the wrong shape; carries where and what was expected."""


def _fail(where: str, expected: str) -> _UnreadableError:
    return _UnreadableError(where, expected)


def _whole(value: object, where: str) -> int:
    if type(value) is not int:
        raise _fail(where, _("a whole number"))
    return value


def _maybe_whole(value: object, where: str) -> int | None:
    return None if value is None else _whole(value, where)


def _wholes(value: object, where: str) -> tuple[int, ...] | None:
    if value is None:
        return None
    return tuple(_whole(one, where) for one in _entries(value, where))


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise _fail(where, _("text"))
    return value


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _fail(where, _("true or false"))
    return value


def _entries(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _fail(where, _("a list"))
    return value


def _entry(value: object, where: str, keys: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not set(keys.split()) <= set(value):
        raise _fail(where, _("the fields {fields}").format(fields=keys.replace(" ", ", ")))
    return value


def _one_of(kind: Callable[[str], T], value: object, where: str) -> T:
    try:
        return kind(_text(value, where))
    except ValueError:
        raise _fail(where, _("one of the known words")) from None


def _quarter(value: object, where: str) -> Quarter:
    text = _text(value, where)
    year, _dash, number = text.partition("-Q")
    if len(year) == 4 and year.isdecimal() and number in ("1", "2", "3", "4"):
        try:
            return Quarter(int(year), int(number))
        except ValueError:
            pass
    raise _fail(where, _("a quarter such as 2027-Q1"))


def _slot(value: object, where: str) -> Slot:
    text = _text(value, where)
    if text not in _SLOTS:
        raise _fail(where, _("a weekly moment such as di 10:00"))
    return _SLOTS[text]


def _status(value: object, where: str) -> Status:
    return _one_of(Status, value, where)


def _level(value: object, where: str) -> LevelClaim:
    entry = _entry(value, where, "id value bound proven")
    return LevelClaim(
        level=_one_of(Level, entry["id"], f"{where}.id"),
        value=_maybe_whole(entry["value"], f"{where}.value"),
        bound=_maybe_whole(entry["bound"], f"{where}.bound"),
        proven=_truth(entry["proven"], f"{where}.proven"),
    )


def _pair(value: object, where: str) -> PairClaim:
    entry = _entry(value, where, "junior senior status slot points components runner_up")
    need, minutes = (_wholes(entry.get(key), f"{where}.{key}") for key in ("need", "minutes"))
    if need is None and minutes is None:
        raise _fail(where, _("the fields {fields}").format(fields="need"))
    components = _entry(entry["components"], f"{where}.components", "")
    return PairClaim(
        junior=_text(entry["junior"], f"{where}.junior"),
        senior=_text(entry["senior"], f"{where}.senior"),
        status=_one_of(PairStatus, entry["status"], f"{where}.status"),
        slot=_slot(entry["slot"], f"{where}.slot"),
        need=need,
        minutes=minutes,
        points=_whole(entry["points"], f"{where}.points"),
        components={
            _one_of(Component, name, f"{where}.components"): _whole(worth, f"{where}.{name}")
            for name, worth in components.items()
        },
        runner_up=_runner_up(entry["runner_up"], f"{where}.runner_up"),
    )


def _runner_up(value: object, where: str) -> tuple[str, int] | None:
    if value is None:
        return None
    entry = _entry(value, where, "senior points")
    return _text(entry["senior"], where), _whole(entry["points"], where)


def _name(value: object, where: str) -> NameClaim:
    entry = _entry(value, where, "sheet role number name")
    return NameClaim(
        sheet=_text(entry["sheet"], where),
        role=_text(entry["role"], where),
        number=_text(entry["number"], where),
        name=str(entry["name"] or ""),
    )


def _unplaced(value: object, where: str) -> UnplacedClaim:
    entry = _entry(value, where, "junior reasons")
    reasons = _entry(entry["reasons"], f"{where}.reasons", "")
    return UnplacedClaim(
        junior=_text(entry["junior"], f"{where}.junior"),
        reasons={
            _one_of(Code, name, f"{where}.reasons"): _whole(count, f"{where}.{name}")
            for name, count in reasons.items()
        },
    )


def _handover(value: object, where: str) -> HandoverClaim:
    entry = _entry(value, where, "junior senior quarter minutes")
    return HandoverClaim(
        junior=_text(entry["junior"], f"{where}.junior"),
        senior=_text(entry["senior"], f"{where}.senior"),
        quarter=_quarter(entry["quarter"], f"{where}.quarter"),
        minutes=_whole(entry["minutes"], f"{where}.minutes"),
    )


def _load(value: object, where: str) -> LoadClaim:
    entry = _entry(value, where, "senior quarter used_minutes cap_minutes juniors")
    return LoadClaim(
        senior=_text(entry["senior"], f"{where}.senior"),
        quarter=_quarter(entry["quarter"], f"{where}.quarter"),
        used_minutes=_whole(entry["used_minutes"], f"{where}.used_minutes"),
        cap_minutes=_whole(entry["cap_minutes"], f"{where}.cap_minutes"),
        juniors=_whole(entry["juniors"], f"{where}.juniors"),
    )


class _Reading:
    """Reads one field after another and writes down what cannot be read."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self.flaws: list[Problem] = []

    def _try(self, reader: Callable[[object, str], T], value: object, where: str) -> T | None:
        try:
            return reader(value, where)
        except _UnreadableError as error:
            path, expected = error.args
            message = _("Not readable; expected: {what}.").format(what=expected)
            self.flaws.append(untrue(place(path), message))
            return None

    def take(self, reader: Callable[[object, str], T], name: str) -> T | None:
        """Read one field."""
        return self._try(reader, self.record.get(name), name)

    def rows(self, reader: Callable[[object, str], T], name: str) -> tuple[T, ...]:
        """Read a list, entry by entry."""
        entries = self.take(_entries, name) or []
        found = [self._try(reader, one, f"{name}[{n}]") for n, one in enumerate(entries)]
        return tuple(one for one in found if one is not None)


@dataclass(frozen=True, kw_only=True)
class Claims:
    """
    A published result, as far as it can be read.

    `flaws` are the claims that could not be: with any, the rest is not to be
    relied upon, and `status` and `quarter` may be None. Only a workbook has
    `names`, and in `copies` its copy of the input, None where that has errors.
    """

    status: Status | None = None
    quarter: Quarter | None = None
    horizon: tuple[Quarter, ...] = ()
    levels: tuple[LevelClaim, ...] = ()
    pairings: tuple[PairClaim, ...] = ()
    unplaced: tuple[UnplacedClaim, ...] = ()
    idle: tuple[str, ...] = ()
    handover: tuple[HandoverClaim, ...] = ()
    load: tuple[LoadClaim, ...] = ()
    names: tuple[NameClaim, ...] = ()
    copies: tuple[Instance | None, ...] = ()
    flaws: tuple[Problem, ...] = ()

    @classmethod
    def from_json(cls, published: object) -> Claims:
        """
        Read the published JSON (design/workbook.md, schema 1).

        Parameters
        ----------
        published : object
            What `json.loads` made of it.

        Returns
        -------
        Claims
            Never an error: what has the wrong shape stands in `flaws`.
        """
        record: dict[str, Any] = published if isinstance(published, dict) else {}
        reading = _Reading(record)
        if reading.take(_whole, "schema") not in (None, SCHEMA):
            reading.flaws.append(untrue(place("schema"), _("Only schema 1 can be checked.")))
        return cls(
            status=reading.take(_status, "status"),
            quarter=reading.take(_quarter, "quarter"),
            horizon=reading.rows(_quarter, "horizon"),
            levels=reading.rows(_level, "levels"),
            pairings=reading.rows(_pair, "pairings"),
            unplaced=reading.rows(_unplaced, "unplaced"),
            idle=reading.rows(_text, "idle"),
            handover=reading.rows(_handover, "handover"),
            load=reading.rows(_load, "load"),
            names=reading.rows(_name, "names") if "names" in record else (),
            copies=tuple(record.get("copies", ())),
            flaws=tuple(reading.flaws),
        )
