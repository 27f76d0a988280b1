"""Everything a published result says beside its pairs, held against the practice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from koppeling.domain.instance import PairingStatus
from koppeling.domain.result import PairStatus, Status
from koppeling.locale import _
from koppeling.verify.eligibility import reasons_of
from koppeling.verify.hard_rules import pair_name
from koppeling.verify.levels import MAXIMISED, level_values
from koppeling.verify.points import components_of, points_of
from koppeling.verify.problem import untrue
from koppeling.verify.words import reason, single, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from koppeling.domain.period import Quarter
    from koppeling.verify.case import Case
    from koppeling.verify.claims import LevelClaim, LoadClaim, PairClaim
    from koppeling.verify.problem import Problem


def untrue_claims(case: Case) -> Iterator[Problem]:
    """Yield every claim that does not hold."""
    yield from _period(case)
    yield from _everyone(case)
    yield from _levels(case)
    yield from _proof(case)
    for pair in case.pairs.values():
        yield from _pair(case, pair)
    yield from _unplaced(case)
    yield from _handover(case)
    yield from _load(case)


def _differs(subject: str, what: str, said: object, found: object) -> Problem:
    return untrue(
        subject,
        _("{what}: the result says {said}, the input gives {found}.").format(
            what=what, said=said, found=found
        ),
    )


def _period(case: Case) -> Iterator[Problem]:
    claims, practice = case.claims, case.practice
    if claims.quarter != practice.settings.quarter:
        yield _differs(single("quarter"), _("quarter"), claims.quarter, practice.settings.quarter)
    if claims.horizon != practice.quarters:
        said, found = (
            ", ".join(str(quarter) for quarter in quarters)
            for quarters in (claims.horizon, practice.quarters)
        )
        yield _differs(single("horizon"), _("horizon"), said, found)


def _everyone(case: Case) -> Iterator[Problem]:
    claims, practice = case.claims, case.practice
    named = Counter(
        [pair.junior for pair in claims.pairings]
        + [one.junior for one in claims.unplaced]
        + list(claims.idle)
    )
    for junior in practice.juniors:
        if named[junior] != 1:
            yield untrue(
                junior,
                _(
                    "Every junior stands once among the pairs, the not placed or those without "
                    "need; this one stands there {number} times."
                ).format(number=named[junior]),
            )
    for junior in sorted(set(named) - set(practice.juniors)):
        yield untrue(junior, _("There is no such junior in the input."))
    for junior in claims.idle:
        if practice.needs.get(junior):
            yield untrue(junior, _("This junior is said to need no meeting, but does."))
    for one in claims.unplaced:
        if practice.needs.get(one.junior) == {}:
            message = _("This junior needs no meeting, so is not unplaced but idle.")
            yield untrue(one.junior, message)


def _levels(case: Case) -> Iterator[Problem]:
    said = [claim.level for claim in case.claims.levels]
    if said != list(case.instance.levels):
        wanted = [word(level) for level in case.instance.levels]
        yield _differs(
            single("levels"), _("goals in force"), ", ".join(map(word, said)), ", ".join(wanted)
        )
    values = level_values(case.practice, case.seniors_by_junior)
    for claim in case.claims.levels:
        if claim.value is None and not claim.proven:
            continue
        if claim.value != values[claim.level]:
            yield _differs(word(claim.level), _("value"), claim.value, values[claim.level])
        yield from _bound(claim)


def _bound(claim: LevelClaim) -> Iterator[Problem]:
    value, bound = claim.value, claim.bound
    if claim.proven:
        if bound != value:
            yield untrue(
                word(claim.level),
                _("Said to be proven, but value {value} and bound {bound} differ.").format(
                    value=value, bound=bound
                ),
            )
    elif value is not None and bound is not None:
        is_beyond = bound < value if claim.level in MAXIMISED else bound > value
        if is_beyond:
            yield untrue(
                word(claim.level),
                _("The bound {bound} is on the wrong side of the value {value}.").format(
                    value=value, bound=bound
                ),
            )


def _proof(case: Case) -> Iterator[Problem]:
    is_proven = all(claim.proven for claim in case.claims.levels)
    if (case.claims.status is Status.OPTIMAL) != is_proven:
        yield untrue(
            single("status"), _("The result is optimal when, and only when, each goal is proven.")
        )


def _pair(case: Case, pair: PairClaim) -> Iterator[Problem]:
    practice = case.practice
    subject = pair_name(pair.junior, pair.senior)
    need = tuple(practice.need(pair.junior, quarter) for quarter in practice.quarters)
    if pair.need not in (None, need):
        yield _differs(subject, _("meetings per quarter"), _row(pair.need), _row(need))
    minutes = tuple(practice.minutes(pair.junior, quarter) for quarter in practice.quarters)
    if pair.minutes not in (None, minutes):
        yield _differs(subject, _("minutes per quarter"), _row(pair.minutes), _row(minutes))
    components = components_of(
        practice, practice.juniors[pair.junior], practice.seniors[pair.senior]
    )
    # DiSC values never stand in a message, so neither does any component.
    for name, worth in components.items():
        if pair.components.get(name) != worth:
            yield untrue(subject, _("The component {name} is not right.").format(name=word(name)))
    points = points_of(practice, components)
    if pair.points != points:
        yield _differs(subject, _("points"), pair.points, points)
    status = _status(case, pair)
    if pair.status is not status:
        yield _differs(subject, _("status"), word(pair.status), word(status))


def _row(numbers: Iterable[int] | None) -> str:
    return " ".join(map(str, numbers or ()))


def _status(case: Case, pair: PairClaim) -> PairStatus:
    rows = case.practice.open_rows(pair.junior)
    own = [row.status for row in rows if row.senior == pair.senior]
    if PairingStatus.LOCKED in own:
        return PairStatus.LOCKED
    if own:
        return PairStatus.KEPT
    group = case.practice.group_of(case.practice.juniors[pair.junior])
    if group is not None and group.senior == pair.senior:
        return PairStatus.LOCKED
    return PairStatus.CHANGED if rows else PairStatus.NEW


def _unplaced(case: Case) -> Iterator[Problem]:
    counted: dict[str, dict[str, int]] = {}
    for claim in case.claims.unplaced:
        item = case.practice.item_of.get(claim.junior)
        if item is None:
            continue
        first = item.members[0].number
        if first not in counted:
            counted[first] = {code.value: n for code, n in reasons_of(case.moments, item).items()}
        said = {code.value: number for code, number in claim.reasons.items() if number}
        if said != counted[first]:
            yield _differs(
                claim.junior,
                _("seniors by reason"),
                _written(said),
                _written(counted[first]),
            )


def _written(counts: dict[str, int]) -> str:
    return ", ".join(f"{reason(code)} {number}" for code, number in sorted(counts.items())) or "-"


def _handover(case: Case) -> Iterator[Problem]:
    practice = case.practice
    said: Counter[tuple[str, str, Quarter]] = Counter()
    for claim in case.claims.handover:
        said[claim.junior, claim.senior, claim.quarter] += claim.minutes
    found: Counter[tuple[str, str, Quarter]] = Counter()
    for junior, pair in case.pairs.items():
        for quarter in practice.quarters:
            if practice.is_out(practice.seniors[pair.senior], quarter):
                found[junior, pair.senior, quarter] += practice.minutes(junior, quarter)
    for key in sorted(set(said) | set(found)):
        if said[key] != found[key]:
            junior, senior, quarter = key
            yield _differs(
                pair_name(junior, senior),
                _("{quarter}: minutes to hand over").format(quarter=quarter),
                said[key],
                found[key],
            )


def _load(case: Case) -> Iterator[Problem]:
    practice = case.practice
    said = Counter((claim.senior, claim.quarter) for claim in case.claims.load)
    due = {
        (senior.number, quarter)
        for senior in practice.seniors.values()
        for quarter in practice.quarters_in(senior)
    }
    for senior, quarter in sorted(set(said) | due):
        times = said[senior, quarter]
        if times != ((senior, quarter) in due):
            yield untrue(
                senior,
                _(
                    "{quarter}: a senior has one row of load in each quarter they are not out; "
                    "here {times}."
                ).format(quarter=quarter, times=times),
            )
    for claim in case.claims.load:
        if (claim.senior, claim.quarter) in due:
            yield from _load_row(case, claim)


def _load_row(case: Case, claim: LoadClaim) -> Iterator[Problem]:
    items = case.guided.get(claim.senior, [])
    cap = case.practice.cap(case.practice.seniors[claim.senior], claim.quarter)
    used = case.practice.used(items, claim.quarter)
    if (claim.used_minutes, claim.cap_minutes) != (used, cap):
        yield _differs(
            claim.senior,
            _("{quarter}: minutes used of minutes there are").format(quarter=claim.quarter),
            f"{claim.used_minutes}/{claim.cap_minutes}",
            f"{used}/{cap}",
        )
    heads = case.practice.num_juniors(items, claim.quarter)
    if claim.juniors != heads:
        what = _("{quarter}: juniors").format(quarter=claim.quarter)
        yield _differs(claim.senior, what, claim.juniors, heads)
