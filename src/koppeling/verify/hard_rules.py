"""The hard rules of domain.md §§2-4, tested on the published pairs and slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import PairingStatus
from koppeling.domain.period import WEEKDAYS_NL, Weeks
from koppeling.locale import _
from koppeling.verify.eligibility import codes_of
from koppeling.verify.problem import broken
from koppeling.verify.words import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from koppeling.domain.period import Slot
    from koppeling.verify.case import Case
    from koppeling.verify.claims import PairClaim
    from koppeling.verify.practice import Item
    from koppeling.verify.problem import Problem


def moment(slot: Slot) -> str:
    """Write a slot as people do: `di 10:00`."""
    return f"{WEEKDAYS_NL[slot.weekday]} {slot.cell // 2:02d}:{slot.cell % 2 * 30:02d}"


def pair_name(junior: str, senior: str) -> str:
    """Write a pair by its personnel numbers."""
    return f"{junior} - {senior}"


def broken_rules(case: Case) -> Iterator[Problem]:
    """Yield every hard rule that fails."""
    yield from _people(case)
    yield from _groups(case)
    yield from _locks(case)
    yield from _codes(case)
    yield from _budgets(case)
    yield from _slots(case)
    yield from _rooms(case)


def _people(case: Case) -> Iterator[Problem]:
    practice = case.practice
    seen: set[str] = set()
    for pair in case.claims.pairings:
        if pair.junior not in practice.juniors:
            yield broken(pair.junior, _("There is no such junior in the input."))
        elif not practice.needs[pair.junior]:
            yield broken(pair.junior, _("This junior needs no meeting and yet is paired."))
        if pair.senior not in practice.seniors:
            yield broken(pair.senior, _("There is no such senior in the input."))
        if pair.junior in seen:
            yield broken(pair.junior, _("This junior is paired more than once."))
        seen.add(pair.junior)


def _groups(case: Case) -> Iterator[Problem]:
    for item in case.practice.items:
        if item.group is None:
            continue
        claims: list[PairClaim | None] = [case.pairs.get(one.number) for one in item.members]
        together = {None if one is None else (one.senior, one.slot) for one in claims}
        if len(together) > 1:
            yield broken(
                item.subject, _("A group has one senior and one weekly moment for all its members.")
            )


def _locks(case: Case) -> Iterator[Problem]:
    practice = case.practice
    for item in practice.items:
        for member in item.members:
            senior = practice.locked_senior(member.number)
            pair = case.pairs.get(member.number)
            if senior is None or (pair is not None and pair.senior == senior):
                continue
            rows = practice.open_rows(member.number)
            if any(row.status is PairingStatus.RUNNING for row in rows):
                message = _("This running pair must stay (setting), but it is not in the result.")
            else:
                message = _("This pair is locked, but it is not in the result.")
            yield broken(pair_name(member.number, senior), message)


def _codes(case: Case) -> Iterator[Problem]:
    for senior, items in case.guided.items():
        for item in items:
            codes = codes_of(case.moments, item, case.practice.seniors[senior])
            if codes:
                words = ", ".join(reason(code) for code in sorted(codes))
                yield broken(
                    pair_name(item.subject, senior),
                    _("This pair may not exist: {codes}.").format(codes=words),
                )


def _budgets(case: Case) -> Iterator[Problem]:
    practice = case.practice
    for number, items in case.guided.items():
        senior = practice.seniors[number]
        for quarter in practice.quarters_in(senior):
            used, cap = practice.used(items, quarter), practice.cap(senior, quarter)
            if used > cap:
                yield broken(
                    number,
                    _("{quarter}: {used} minutes are used, but there are only {cap}.").format(
                        quarter=quarter, used=used, cap=cap
                    ),
                )
            most = practice.max_juniors(senior, quarter)
            num = practice.num_juniors(items, quarter)
            if most is not None and num > most:
                yield broken(
                    number,
                    _("{quarter}: {number} juniors, but at most {most} are allowed.").format(
                        quarter=quarter, number=num, most=most
                    ),
                )


def _slots(case: Case) -> Iterator[Problem]:
    for junior, pair in case.pairs.items():
        item: Item = case.practice.item_of[junior]
        quarter = case.moments.why_not(item, case.practice.seniors[pair.senior], pair.slot)
        if quarter is not None:
            yield broken(
                pair_name(junior, pair.senior),
                _("The weekly moment {slot} does not serve them in {quarter}.").format(
                    slot=moment(pair.slot), quarter=quarter
                ),
            )


def _rooms(case: Case) -> Iterator[Problem]:
    words = {Weeks.EVERY: _("all weeks"), Weeks.EVEN: _("even weeks"), Weeks.ODD: _("odd weeks")}
    for number, items in case.guided.items():
        senior = case.practice.seniors[number]
        found = case.moments.overfull(senior, case.slots_of(number, items))
        if found is not None:
            yield broken(
                number,
                _(
                    "{quarter}, {slot}, {weeks}: {use} meetings are promised, "
                    "but this senior is there {room} times."
                ).format(
                    quarter=found.quarter,
                    slot=moment(found.slot),
                    weeks=words[found.weeks],
                    use=found.use,
                    room=found.room,
                ),
            )
