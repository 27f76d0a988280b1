"""What the sheets say about pay: who has which employer and cost centre, and the wage codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from koppeling.domain.finding import Finding, Severity
from koppeling.locale import _
from koppeling.payroll.hours import HourKind, PaidRole
from koppeling.payroll.profile import Profile
from koppeling.workbook.read.reader import Reading
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.registry import normalise, sheet_by_key

_SHEETS = {PaidRole.JUNIOR: "juniors", PaidRole.SENIOR: "seniors"}
_KIND_WORDS = {
    HourKind.GUIDANCE: ("begeleiding", "guidance", "werkbegeleiding", "extra begeleiding"),
    HourKind.TALK: ("kwartaalgesprek", "gesprek", "quarterly talk", "talk"),
    HourKind.GROUP: ("groep", "group", "groepsbegeleiding", "group guidance"),
    HourKind.COCKPIT: ("cockpit", "cockpitoverleg", "cockpit meeting"),
}
_NO_CODE = ("geen", "none", "niet", "nee", "no")


@dataclass(frozen=True, kw_only=True)
class PayFacts:
    """What a sheet says about one person; `places` has the cell of each fact."""

    on_payroll: bool
    cost_centre: str
    employer: str
    places: Mapping[str, tuple[str, str]]

    @property
    def employer_number(self) -> str:
        """The employer's number; of `4001/1` the part after the slash."""
        return self.employer.rpartition("/")[2].strip()

    @property
    def client_number(self) -> str:
        """The client's number: the part before the slash, where there is one."""
        return self.employer.rpartition("/")[0].strip()


@dataclass(frozen=True, kw_only=True)
class WageCode:
    """The code of a kind of hours; `code` empty means: deliberately in no file."""

    code: str
    cost_centre: str = ""
    place: tuple[str, str] = ("", "")


def read_staff(reading: Reading) -> dict[tuple[str, PaidRole], PayFacts]:
    """
    Read what is known of each person's pay, by number and role.

    Somebody on both sheets may have an employer on one of them only; the
    other one is then asked.
    """
    found: dict[tuple[str, PaidRole], PayFacts] = {}
    for role, key in _SHEETS.items():
        table = reading.table(key)
        for row in table.rows if table is not None else ():
            if table is not None and row.text("number"):
                found[row.text("number"), role] = _facts(table, row)
    for (number, role), facts in list(found.items()):
        other = PaidRole.SENIOR if role is PaidRole.JUNIOR else PaidRole.JUNIOR
        found.setdefault((number, other), facts)
    return found


def _facts(table: Table, row: Row) -> PayFacts:
    keys = ("number", "employer_number", "cost_centre", "on_payroll")
    places = {key: table.place(row, key) for key in keys}
    return PayFacts(
        on_payroll=row["on_payroll"] is not False,
        cost_centre=row.text("cost_centre").strip(),
        employer=row.text("employer_number").strip(),
        places={key: (place.sheet, place.cell) for key, place in places.items()},
    )


class WageCodes:
    """
    Which code each kind of hours has: the sheet Looncodes, then the profile.

    There is no default: hours that are no pay would be paid twice.
    """

    def __init__(self, reading: Reading, profile: Profile) -> None:
        self._wrong: dict[str, dict[str, tuple[str, str]]] = {}
        self._codes: dict[tuple[HourKind, PaidRole], WageCode] = {}
        for row in profile.codes:
            self._add(row, (profile.name, ""))
        from_profile = dict(self._codes)
        self._codes = {}
        table = reading.table("wage_codes")
        for line in table.rows if table is not None else ():
            if table is not None:
                place = table.place(line, "kind")
                texts = {key: line.text(key) for key in ("kind", "role", "code", "cost_centre")}
                self._add(texts, (place.sheet, place.cell))
        self._codes = from_profile | self._codes

    def __bool__(self) -> bool:
        return any(code.code for code in self._codes.values())

    def of(self, kind: HourKind, role: PaidRole) -> WageCode | None:
        """Return the code of these hours; None when nobody named one."""
        return self._codes.get((kind, role))

    def all(self) -> Iterator[WageCode]:
        """Give every code that was named."""
        return iter(self._codes.values())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the rows: one finding for one mistake, with its cells."""
        return tuple(self._tell(code, places) for code, places in self._wrong.items())

    def _add(self, row: Mapping[str, str], place: tuple[str, str]) -> None:
        wanted = normalise(row.get("kind", ""))
        kinds = [kind for kind, names in _KIND_WORDS.items() if wanted in map(normalise, names)]
        roles = _roles(row.get("role", ""))
        if not kinds or not roles:
            self._report("unknown-kind-of-hours", place)
            return
        code = row.get("code", "").strip()
        if not code:
            self._report("no-code", place)
            return
        code = "" if normalise(code) in _NO_CODE else code
        new = WageCode(code=code, cost_centre=row.get("cost_centre", "").strip(), place=place)
        for role in roles:
            if (kinds[0], role) in self._codes:
                self._report("two-codes", place, f"{kinds[0]}, {role}")
            self._codes[kinds[0], role] = new

    def _report(self, code: str, place: tuple[str, str], of: str = "") -> None:
        where = " ".join(filter(None, (place[1] or place[0], f"({of})" if of else "")))
        self._wrong.setdefault(code, {}).setdefault(where, place)

    @staticmethod
    def _tell(code: str, places: Mapping[str, tuple[str, str]]) -> Finding:
        message, remedy = {
            "unknown-kind-of-hours": (
                _("It is not said for which hours the code is: {cells}."),
                _("Kind: {kinds}. Role: junior, senior, or empty for both.").format(
                    kinds=", ".join(HourKind)
                ),
            ),
            "no-code": (
                _("There is no wage code in the row of {cells}."),
                _("Fill in the code, or “geen” when these hours belong in no file."),
            ),
            "two-codes": (
                _("There is a code for these hours already: {cells}."),
                _("Keep one of the rows."),
            ),
        }[code]
        return error(
            next(iter(places.values())), code, message.format(cells=", ".join(places)), remedy
        )


def _roles(text: str) -> tuple[PaidRole, ...]:
    wanted = normalise(text)
    if not wanted:
        return tuple(PaidRole)
    return tuple(role for role in PaidRole if wanted in (role, f"{role}s", f"{role}en"))


def error(place: tuple[str, str], code: str, message: str, remedy: str = "") -> Finding:
    """Make a finding that stops the export."""
    return Finding(
        severity=Severity.ERROR,
        sheet=place[0],
        cell=place[1],
        code=code,
        message=message,
        remedy=remedy,
    )


def sheet_name(role: PaidRole) -> str:
    """Return the name of the sheet with people of this role."""
    return sheet_by_key(_SHEETS[role]).words.local
