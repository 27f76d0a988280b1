"""From hours to lines: with code, cost centre and employer, or a list of what is missing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Protocol
from uuid import NAMESPACE_OID, uuid5

from koppeling.domain.finding import Finding
from koppeling.locale import _
from koppeling.payroll.hours import HourKind, PaidRole, WorkedHours
from koppeling.payroll.periods import PayPeriod
from koppeling.payroll.profile import SAFE, Profile
from koppeling.payroll.staff import PayFacts, WageCodes, error, sheet_name
from koppeling.workbook.schema.registry import sheet_by_key

#: Sheet and cell; either may be empty.
Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True, order=True)
class Line:
    """
    One line of the ledger: minutes of a person in a meeting, and where they go.

    `minutes` is negative where an earlier line is taken back. `in_file` is
    false for who is not on the payroll, and for hours that belong in no file;
    these count in the totals all the same. `is_assumed` says that the meeting
    was still planned, and taken as held.
    """

    meeting: str
    person: str
    role: PaidRole
    kind: HourKind
    day: date
    minutes: int
    code: str
    cost_centre: str
    employer: str
    in_file: bool
    is_assumed: bool = False

    @property
    def who(self) -> tuple[str, str, PaidRole]:
        """What is paid once: a person in a meeting."""
        return self.meeting, self.person, self.role

    @property
    def booking(self) -> Line:
        """Where the minutes are booked: the line without how long, when and how sure."""
        return replace(self, minutes=0, day=date.min, is_assumed=False)


class Booked(Protocol):
    """What was booked before."""

    def standing(self, who: tuple[str, str, PaidRole]) -> Line | None:
        """Return where the minutes of a person in a meeting stand now; None when nowhere."""
        ...


@dataclass(frozen=True)
class Lines:
    """Lines, and what stands in the way of a file."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def assign(
    hours: Iterable[WorkedHours],
    staff: Mapping[tuple[str, PaidRole], PayFacts],
    codes: WageCodes,
    profile: Profile,
    ledger: Booked,
) -> Lines:
    """
    Give every hour its code, cost centre and employer.

    Nothing is guessed: who is unknown, has no code or lacks what the profile
    needs is told, one finding for one mistake with all whom it concerns. Who
    is on no sheet any more keeps what an earlier batch said.
    """
    check = _Check(profile)
    lines = []
    for worked in sorted(hours, key=lambda each: (each.role, each.person, each.day, each.meeting)):
        facts = staff.get((worked.person, worked.role))
        if facts is None:
            before = ledger.standing(worked.who)
            if before is None:
                check.unknown(worked)
            else:
                lines.append(_again(before, worked))
            continue
        code = codes.of(worked.kind, worked.role)
        if code is None and facts.on_payroll:
            check.without_code(worked)
        in_file = facts.on_payroll and code is not None and bool(code.code)
        line = Line(
            meeting=worked.meeting,
            person=worked.person,
            role=worked.role,
            kind=worked.kind,
            day=worked.day,
            minutes=worked.minutes,
            code=code.code if code is not None else "",
            cost_centre=(code.cost_centre if code is not None else "") or facts.cost_centre,
            employer=facts.employer,
            in_file=in_file,
            is_assumed=worked.is_assumed,
        )
        if in_file and code is not None:
            check.person(line, facts)
            check.matches(code.place, "code", line.code, profile.code_pattern)
            if code.cost_centre:
                check.matches(code.place, "cost_centre", code.cost_centre, SAFE)
        lines.append(line)
    return Lines(tuple(sorted(lines)), (*codes.findings, *check.findings()))


def _again(before: Line, worked: WorkedHours) -> Line:
    """Book what was worked where it was booked before."""
    return replace(before, day=worked.day, minutes=worked.minutes, is_assumed=worked.is_assumed)


class _Check:
    """Collects what stands in the way: one finding for one mistake, however many have it."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._found: dict[tuple[str, ...], dict[str, Place]] = {}
        self._whole: dict[int, dict[str, Place]] = {}

    def findings(self) -> tuple[Finding, ...]:
        """List them in the order in which they were met, missing codes last."""
        for same in self._whole.values():
            for number, place in same.items() if len(same) > 1 else ():
                self._add(("same-whole-number",), place, number)
        found = sorted(self._found.items(), key=lambda item: item[0][0] == "hours-without-code")
        return tuple(
            error(next(iter(items.values())), kind, *self._tell(kind, facts, ", ".join(items)))
            for (kind, *facts), items in found
        )

    def unknown(self, worked: WorkedHours) -> None:
        sheet = sheet_name(worked.role)
        self._add(("unknown-person", sheet), (sheet, ""), worked.person or "–")

    def without_code(self, worked: WorkedHours) -> None:
        place = (sheet_by_key("wage_codes").words.local, "")
        self._add(("hours-without-code", worked.kind, worked.role), place, worked.person)

    def person(self, line: Line, facts: PayFacts) -> None:
        number = facts.places["number"]
        self.matches(number, "number", line.person, self.profile.number_pattern)
        if self.profile.needs_whole_numbers:
            self._whole_number(line.person, number)
        if line.cost_centre and line.cost_centre == facts.cost_centre:
            place = facts.places["cost_centre"]
            self.matches(place, "cost_centre", line.cost_centre, SAFE, of=line.person)
        for need in self.profile.needs:
            value = getattr(facts, need) or self.profile.set.get(need, "")
            place = facts.places["employer_number"]
            if value:
                self.matches(place, need, value, self.profile.employer_pattern, of=line.person)
            else:
                self._add(("employer-missing", need), place, line.person)

    def matches(self, place: Place, fact: str, value: str, pattern: str, *, of: str = "") -> None:
        if not re.fullmatch(pattern, value, re.ASCII) or not re.fullmatch(SAFE, value, re.ASCII):
            where = "!".join(filter(None, place))
            named = " ".join(filter(None, (of, f"“{value}”", f"({where})" if where else "")))
            self._add(("not-for-payroll", fact), place, named)

    def _whole_number(self, number: str, place: Place) -> None:
        if number.isascii() and number.isdigit():
            self._whole.setdefault(int(number), {}).setdefault(number, place)
        else:
            self._add(("no-whole-number",), place, f"“{number}” ({'!'.join(filter(None, place))})")

    def _add(self, key: tuple[str, ...], place: Place, item: str) -> None:
        self._found.setdefault(key, {}).setdefault(item, place)

    def _tell(self, kind: str, facts: Sequence[str], people: str) -> tuple[str, str]:
        """Give the message and the remedy of one kind of mistake."""
        profile = self.profile.name
        match kind, *facts:
            case "unknown-person", sheet:
                return (
                    _("Hours in this period of somebody who is not in {sheet}: {people}.").format(
                        sheet=sheet, people=people
                    ),
                    _("Add whom you miss, or correct the number in the meeting."),
                )
            case "hours-without-code", hours, role:
                return (
                    _("There is no wage code for {kind} of a {role}; it concerns {people}.").format(
                        kind=hours, role=role, people=people
                    ),
                    _("Add a row with the code, or “geen” when these hours belong in no file."),
                )
            case "employer-missing", need:
                message = _("Profile {profile} needs the {fact}, which is missing for {people}.")
                return (
                    message.format(profile=profile, fact=fact_name(need), people=people),
                    _remedy_of_employer(need),
                )
            case "not-for-payroll", fact:
                message = _("This {fact} cannot stand in a file of profile {profile}: {values}.")
                remedy = _("See `koppeling payroll --describe {profile}` for what it may be.")
                return (
                    message.format(fact=fact_name(fact), values=people, profile=profile),
                    remedy.format(profile=profile),
                )
            case "no-whole-number", *_none:
                message = _(
                    "Profile {profile} takes whole numbers only, and this is none: {values}."
                )
            case _:
                message = _(
                    "Profile {profile} takes whole numbers, and without the zeros in front these "
                    "are the same: {values}."
                )
        return (
            message.format(profile=profile, values=people),
            _("Give this person, on every sheet, the number that the payroll package has."),
        )


def _remedy_of_employer(need: str) -> str:
    sheets = _("{one} and {other}").format(
        one=sheet_name(PaidRole.JUNIOR), other=sheet_name(PaidRole.SENIOR)
    )
    own = f'[set] {need} = "…"'
    if need == "employer_number":
        return _(
            "Fill in the column employer number of {sheets}; where it is the same for all, a "
            "profile of your own with {own} will do."
        ).format(sheets=sheets, own=own)
    return _(
        "Write it before a slash in the column employer number (4001/1) of {sheets}; where it is "
        "the same for all, a profile of your own with {own} will do."
    ).format(sheets=sheets, own=own)


def fact_name(fact: str) -> str:
    """Name a fact of a profile for people."""
    return {
        "number": _("personnel number"),
        "code": _("wage code"),
        "cost_centre": _("cost centre"),
        "employer_number": _("employer number"),
        "client_number": _("client number"),
    }.get(fact, fact)


SCHEMA = 1
MANIFEST = "batch.json"
#: Kind and role → minutes in the file, and minutes that are in no file.
Totals = Mapping[tuple[HourKind, PaidRole], tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """
    What was sent at once.

    Parameters
    ----------
    id : str
        First 16 hexadecimal digits of the SHA-256 of all that follows, and of
        the id of the batch before it: batches form a chain.
    sequence : int
        1, 2, 3 … within the ledger.
    previous : str
        Id of the batch before it; empty for the first.
    profile, profile_digest, period, first, last
        Which layout, and of when.
    correction : int
        0 for the first of a period, then 1, 2 ….
    is_full : bool
        The file holds the whole period again, not the difference only.
    lines : tuple of Line
        What this batch adds to the ledger, the difference in a correction.
    """

    id: str
    sequence: int
    previous: str
    profile: str
    profile_digest: str
    period: str
    first: date
    last: date
    correction: int
    is_full: bool
    lines: tuple[Line, ...]


def make_batch(  # noqa: PLR0913 - what a batch is made of
    before: Batch | None,
    *,
    profile: str,
    profile_digest: str,
    period: PayPeriod,
    correction: int,
    is_full: bool,
    lines: Sequence[Line],
) -> Batch:
    """Make the batch that follows `before` in the ledger."""
    parts: dict[str, Any] = {
        "sequence": 1 if before is None else before.sequence + 1,
        "previous": "" if before is None else before.id,
        "profile": profile,
        "profile_digest": profile_digest,
        "period": str(period),
        "first": period.first,
        "last": period.last,
        "correction": correction,
        "is_full": is_full,
        "lines": tuple(sorted(lines)),
    }
    return Batch(id=_digest(parts), **parts)


def is_sound(batch: Batch) -> bool:
    """Tell whether the id of a batch still fits what it says."""
    parts = {key: value for key, value in vars(batch).items() if key != "id"}
    return batch.id == _digest(parts)


def _digest(parts: Mapping[str, Any]) -> str:
    canonical = json.dumps(_plain(parts), sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()[:16]


def _plain(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [_line(line) for line in value]
        if key == "lines"
        else value.isoformat()
        if isinstance(value, date)
        else value
        for key, value in parts.items()
    }


def _line(line: Line) -> dict[str, Any]:
    return {**vars(line), "day": line.day.isoformat()}


def ledger_id(first_batch: str) -> str:
    """Return the id of the ledger that begins with this batch."""
    return str(uuid5(NAMESPACE_OID, f"koppeling-grootboek:{first_batch}"))


def to_manifest(batch: Batch, ledger: str, files: Mapping[str, bytes]) -> bytes:
    """
    Write a batch as JSON: all that the ledger knows of it, and the files' SHA-256.

    Personnel numbers, meeting ids, codes and minutes; no name, nothing else.
    """
    document = {
        "schema": SCHEMA,
        "ledger": ledger,
        "batch": _plain(vars(batch)),
        "files": {name: sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def from_manifest(content: bytes) -> tuple[Batch, str, Mapping[str, str]]:
    """
    Read a manifest back: the batch, the id of its ledger, and its files' SHA-256.

    Raises
    ------
    ValueError
        If it is no manifest, or was changed since.
    """
    try:
        document = json.loads(content)
        if document["schema"] != SCHEMA:
            raise ValueError(document["schema"])
        batch = batch_from_plain(document["batch"])
        ledger, files = str(document["ledger"]), dict(document["files"])
    except (KeyError, TypeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not is_sound(batch):
        raise ValueError("changed")
    return batch, ledger, files


def batch_from_plain(plain: Mapping[str, Any]) -> Batch:
    """Rebuild a batch from plain values."""
    values = dict(plain)
    values["lines"] = tuple(line_from_plain(line) for line in values["lines"])
    values["first"] = date.fromisoformat(values["first"])
    values["last"] = date.fromisoformat(values["last"])
    return Batch(**values)


def line_from_plain(plain: Mapping[str, Any]) -> Line:
    """Rebuild a line from plain values."""
    values = dict(plain)
    values["role"], values["kind"] = PaidRole(values["role"]), HourKind(values["kind"])
    values["day"] = date.fromisoformat(values["day"])
    values["in_file"], values["is_assumed"] = bool(values["in_file"]), bool(values["is_assumed"])
    return Line(**values)


def totals(lines: Iterable[Line]) -> Totals:
    """Add up minutes by kind and role: in the file, and in no file."""
    sums: dict[tuple[HourKind, PaidRole], tuple[int, int]] = {}
    for line in lines:
        inside, outside = sums.get((line.kind, line.role), (0, 0))
        if line.in_file:
            inside += line.minutes
        else:
            outside += line.minutes
        sums[line.kind, line.role] = (inside, outside)
    order = [(kind, role) for kind in HourKind for role in PaidRole]
    return {key: sums[key] for key in order if key in sums}


def changes(
    due: Iterable[Line], ledger: Ledgered, period: Span, known: AbstractSet[str]
) -> tuple[Line, ...]:
    """
    List what a period still owes: what was worked against what was booked.

    A person in a meeting is paid once. Booked elsewhere for the same minutes
    (the day has moved since): nothing. Booked in this period: taken back where
    it is no longer so, booked where it now belongs. A meeting that the
    workbook does not have says nothing: another workbook may.

    Parameters
    ----------
    due : iterable of Line
        All that was worked according to the workbook, whatever the period.
    ledger : Ledgered
        What was booked before.
    period : Span
        The period.
    known : set of str
        The id of every meeting in the workbook, held or not.
    """
    due_by_who = {line.who: line for line in due}
    ours = ledger.booked_in(period.name)
    found: list[Line] = []
    for who in sorted(due_by_who.keys() | ours):
        line = due_by_who.get(who)
        is_here = line is not None and period.first <= line.day <= period.last
        if is_here or (who in ours and who[0] in known):
            found += _differences(line, ledger.lines(who), period.name)
    return tuple(sorted(found))


@dataclass(frozen=True)
class Span:
    """A pay period by its name and its days, both included."""

    name: str
    first: date
    last: date


class Ledgered:
    """What the ledger holds, looked up by person and meeting."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._lines: dict[tuple[str, str, PaidRole], list[tuple[str, Line]]] = {}
        self._by_period: dict[str, set[tuple[str, str, PaidRole]]] = {}
        for batch in batches:
            for line in batch.lines:
                self._lines.setdefault(line.who, []).append((batch.period, line))
                self._by_period.setdefault(batch.period, set()).add(line.who)

    def booked_in(self, period: str) -> AbstractSet[tuple[str, str, PaidRole]]:
        """Return who was booked in a period, by meeting."""
        return self._by_period.get(period, frozenset())

    def lines(self, who: tuple[str, str, PaidRole]) -> Sequence[tuple[str, Line]]:
        """Return every line about a person in a meeting, with its period."""
        return self._lines.get(who, ())

    def standing(self, who: tuple[str, str, PaidRole]) -> Line | None:
        """Return the newest line whose minutes were not taken back; None when there is none."""
        sums: Counter[tuple[str, Line]] = Counter()
        for period, line in self.lines(who):
            sums[period, line.booking] += line.minutes
        left = [
            line
            for period, line in self.lines(who)
            if line.minutes > 0 and sums[period, line.booking] > 0
        ]
        return left[-1] if left else None

    def meetings(self) -> AbstractSet[str]:
        """Return every meeting of which anything was sent."""
        return {meeting for meeting, _person, _role in self._lines}

    def assumed(self) -> AbstractSet[str]:
        """Return the meetings that were sent while they were still planned, and stand."""
        standing = (self.standing(who) for who in self._lines)
        return {line.meeting for line in standing if line is not None and line.is_assumed}


def _differences(line: Line | None, booked: Sequence[tuple[str, Line]], period: str) -> list[Line]:
    """
    Compare booking by booking; a day that moved is no difference.

    A period bears what no other period bears yet, and never less than nothing:
    each takes back its own bookings only, so no file of a whole period can
    fall below zero.
    """
    sums: dict[Line, int] = {}
    shown: dict[Line, Line] = {}
    elsewhere = 0
    for where, each in booked:
        if where != period:
            elsewhere += each.minutes
            continue
        sums[each.booking] = sums.get(each.booking, 0) + each.minutes
        shown[each.booking] = each
    goal: dict[Line, int] = {}
    if line is not None:
        goal[line.booking] = max(0, line.minutes - elsewhere)
        shown[line.booking] = line
    return [
        replace(shown[key], minutes=goal.get(key, 0) - sums.get(key, 0))
        for key in sorted(goal.keys() | sums.keys())
        if goal.get(key, 0) != sums.get(key, 0)
    ]
