"""From hours to lines: with code, cost centre and employer, or a list of what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from koppeling.domain.finding import Finding
from koppeling.export.payroll.hours import HourKind, Role, WorkedHours
from koppeling.export.payroll.profile import SAFE, Profile
from koppeling.export.payroll.staff import PayFacts, WageCodes, error, sheet_name
from koppeling.locale import _
from koppeling.workbook.schema import sheet_by_key


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
    needs is a finding, each once. Who is on no sheet any more keeps what an
    earlier batch said.
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
        lines.append(line)
    return Lines(tuple(sorted(lines)), (*codes.findings, *check.findings()))


def _again(before: Line, worked: WorkedHours) -> Line:
    """Book what was worked where it was booked before."""
    return replace(before, day=worked.day, minutes=worked.minutes, is_assumed=worked.is_assumed)


class _Check:
    """Collects what stands in the way, each once, in order."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._found: dict[Finding, None] = {}
        self._codeless: dict[tuple[HourKind, Role], set[str]] = {}

    def findings(self) -> tuple[Finding, ...]:
        codes = sheet_by_key("wage_codes").words.local
        for (kind, role), people in sorted(self._codeless.items()):
            told = error(
                (codes, ""),
                "hours-without-code",
                _("There is no wage code for {kind} of a {role}; it concerns {people}.").format(
                    kind=kind, role=role, people=", ".join(sorted(people))
                ),
                _("Add a row with the code, or “geen” when these hours belong in no file."),
            )
            self._found.setdefault(told)
        return tuple(self._found)

    def unknown(self, worked: WorkedHours) -> None:
        sheet = sheet_name(worked.role)
        self._add(
            (sheet, ""),
            "unknown-person",
            _("{number} has hours in this period but is not in {sheet}.").format(
                number=worked.person or "–", sheet=sheet
            ),
            _("Add this person, or correct the number in the meeting."),
        )

    def without_code(self, worked: WorkedHours) -> None:
        self._codeless.setdefault((worked.kind, worked.role), set()).add(worked.person)

    def person(self, line: Line, facts: PayFacts) -> None:
        self.matches(facts.places["number"], "number", line.person, self.profile.number_pattern)
        if line.cost_centre:
            self.matches(facts.places["cost_centre"], "cost_centre", line.cost_centre, SAFE)
        for need in self.profile.needs:
            value = getattr(facts, need) or self.profile.set.get(need, "")
            if value:
                self.matches(facts.places["employer_number"], need, value, SAFE)
                continue
            self._add(
                facts.places["employer_number"],
                "employer-missing",
                _("{number} has no {fact}, which this profile needs.").format(
                    number=line.person, fact=fact_name(need)
                ),
                _("Fill in the column employer number, or set it in a profile of your own.")
                if need == "employer_number"
                else _(
                    "Write it before a slash in the column employer number (4001/1), or set it "
                    "in a profile of your own."
                ),
            )

    def matches(self, place: tuple[str, str], fact: str, value: str, pattern: str) -> None:
        if not re.fullmatch(pattern, value, re.ASCII) or not re.fullmatch(SAFE, value, re.ASCII):
            self._add(
                place,
                "not-for-payroll",
                _("The {fact} {value} cannot stand in a file of profile {profile}.").format(
                    fact=fact_name(fact), value=f"“{value}”", profile=self.profile.name
                ),
                _("See `koppeling payroll --describe {profile}` for what it may be.").format(
                    profile=self.profile.name
                ),
            )

    def _add(self, place: tuple[str, str], code: str, message: str, remedy: str) -> None:
        self._found.setdefault(error(place, code, message, remedy))


def fact_name(fact: str) -> str:
    """Name a fact of a profile for people."""
    return {
        "number": _("personnel number"),
        "code": _("wage code"),
        "cost_centre": _("cost centre"),
        "employer_number": _("employer number"),
        "client_number": _("client number"),
    }.get(fact, fact)
