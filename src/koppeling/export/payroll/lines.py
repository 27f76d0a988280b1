"""From hours to lines: with code, cost centre and employer, or a list of what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from koppeling.domain.finding import Finding
from koppeling.export.payroll.hours import HourKind, Role, WorkedHours
from koppeling.export.payroll.profile import SAFE, Profile
from koppeling.export.payroll.staff import PayFacts, WageCodes, error, sheet_name
from koppeling.locale import _
from koppeling.workbook.schema import sheet_by_key

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
    role: Role
    kind: HourKind
    day: date
    minutes: int
    code: str
    cost_centre: str
    employer: str
    in_file: bool
    is_assumed: bool = False

    @property
    def who(self) -> tuple[str, str, Role]:
        """What is paid once: a person in a meeting."""
        return self.meeting, self.person, self.role

    @property
    def booking(self) -> Line:
        """Where the minutes are booked: the line without how long, when and how sure."""
        return replace(self, minutes=0, day=date.min, is_assumed=False)


class Booked(Protocol):
    """What was booked before."""

    def standing(self, who: tuple[str, str, Role]) -> Line | None:
        """Return where the minutes of a person in a meeting stand now; None when nowhere."""
        ...


@dataclass(frozen=True)
class Lines:
    """Lines, and what stands in the way of a file."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def assign(
    hours: Iterable[WorkedHours],
    staff: Mapping[tuple[str, Role], PayFacts],
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
        one=sheet_name(Role.JUNIOR), other=sheet_name(Role.SENIOR)
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
