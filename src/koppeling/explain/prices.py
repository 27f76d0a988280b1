"""What it costs that a junior gets another senior, and what a newcomer costs others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property

from koppeling.domain.instance import Instance, Level
from koppeling.domain.result import Pairing, Solution, Status
from koppeling.domain.scenario import Release
from koppeling.explain.answer import LevelPrice, NewcomerPrice, Price, Switch
from koppeling.locale import _
from koppeling.rules.candidates import Candidate, find_candidates
from koppeling.rules.changing import change
from koppeling.rules.eligibility import codes
from koppeling.rules.levels import level_values
from koppeling.rules.situation import Situation
from koppeling.solve.asking import solve_all
from koppeling.solve.messages import Answered
from koppeling.solve.questions import Case, SolveOptions

#: Told how many questions are answered, out of how many.
Listener = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """
    What prices are reckoned from: a proposal and the practice it is about.

    Parameters
    ----------
    situation : Situation
        The practice.
    pairings : tuple of Pairing
        The proposal.
    is_proven : bool
        Whether it is known to be the best.
    options : SolveOptions
        For each question apart.
    """

    situation: Situation
    pairings: tuple[Pairing, ...]
    is_proven: bool = True
    options: SolveOptions = field(default_factory=SolveOptions)

    @property
    def instance(self) -> Instance:
        """The practice."""
        return self.situation.instance

    @cached_property
    def senior_of(self) -> dict[str, str]:
        """Senior by junior, of those placed."""
        return {p.junior: p.senior for p in self.pairings}

    @cached_property
    def values(self) -> Mapping[Level, int]:
        """What every level is worth, those not in force included."""
        return level_values(self.situation, self.pairings)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The pairs that may exist."""
        return find_candidates(self.situation)

    def members(self, junior: str) -> frozenset[str]:
        """Return everyone who goes with a junior: the rest of the group."""
        return frozenset(one.number for one in self.situation.item_of[junior].members)

    def case(self, **question: object) -> Case:
        """Ask something about this practice; see `Case`."""
        return Case(**({"instance": self.instance, "options": self.options} | question))  # type: ignore[arg-type]

    def prices(self, solution: Solution) -> tuple[LevelPrice, ...]:
        """Set an answer beside the proposal, level by level."""
        return tuple(
            LevelPrice(level=one.level, before=self.values[one.level], after=one.value)
            for one in solution.levels
            if one.value is not None
        )

    def switches(self, solution: Solution, apart: frozenset[str]) -> tuple[Switch, ...]:
        """List who gets another senior than in the proposal, those `apart` left out."""
        after = {p.junior: p.senior for p in solution.pairings}
        return tuple(
            Switch(junior, self.senior_of.get(junior), after.get(junior))
            for junior in sorted((self.senior_of.keys() | after.keys()) - apart)
            if self.senior_of.get(junior) != after.get(junior)
        )


@dataclass(frozen=True, kw_only=True)
class Forcing:
    """A pair to be forced: what is known beforehand, and the question if there is one."""

    price: Price
    case: Case | None


def pose_forcing(baseline: Baseline, junior: str, senior: str) -> Forcing:
    """
    Ask what it costs that `junior` gets `senior`.

    A pair that cannot exist is told by its codes, without a question. When
    management locked the junior to somebody else that lock is let go.
    """
    situation = baseline.situation
    item = situation.item_of[junior]
    before = baseline.senior_of.get(junior)
    found = codes(item, situation.senior_by_number[senior], situation)
    is_locked = any(
        (row := situation.locked.get(member)) is not None and row.senior != senior
        for member in baseline.members(junior)
    )
    price = Price(
        junior=junior,
        senior=senior,
        instead_of=before,
        codes=tuple(sorted(found)),
        is_released=is_locked,
    )
    if found and not _may_exist(baseline, junior, senior):
        return Forcing(price=price, case=None)
    instance = baseline.instance
    if is_locked:
        instance = change(instance, (Release(junior=one) for one in baseline.members(junior)))
    forced = ((junior, senior),)
    return Forcing(price=price, case=baseline.case(instance=instance, forced=forced))


def _may_exist(baseline: Baseline, junior: str, senior: str) -> bool:
    """Tell whether a lock of management lets a pair exist whatever its codes."""
    items, seniors = baseline.situation.items, baseline.instance.seniors
    return any(
        seniors[c.senior].number == senior
        and junior in {member.number for member in items[c.item].members}
        for c in baseline.candidates
    )


def settle_forcing(baseline: Baseline, forcing: Forcing, answered: Answered | None) -> Price:
    """Read the price off the answer."""
    asked = forcing.price
    if answered is None or answered.solution is None:
        return replace(asked, failure="" if answered is None else answered.failure)
    solution = answered.solution
    if solution.status is Status.NO_SOLUTION:
        return replace(asked, failure=answered.failure, is_proven=False)
    return replace(
        asked,
        levels=baseline.prices(solution),
        switches=baseline.switches(solution, baseline.members(asked.junior)),
        codes=(),
        is_proven=baseline.is_proven and solution.status is Status.OPTIMAL,
    )


def price_pairs(
    baseline: Baseline,
    pairs: Sequence[tuple[str, str]],
    executor: Executor,
    on_done: Listener | None = None,
) -> tuple[Price, ...]:
    """
    Price many pairs, each forced by itself.

    Parameters
    ----------
    baseline : Baseline
        The proposal.
    pairs : sequence of (junior, senior)
        People of the practice; the junior needs guidance.
    executor : Executor
        See `koppeling.solve.asking`.
    on_done : callable, optional
        Told of each answer.

    Returns
    -------
    tuple of Price
        In the order of the pairs.
    """
    forcings = [pose_forcing(baseline, junior, senior) for junior, senior in pairs]
    cases = [forcing.case for forcing in forcings if forcing.case is not None]
    answers = iter(solve_all(cases, executor, count(len(cases), on_done)))
    return tuple(
        settle_forcing(baseline, forcing, next(answers) if forcing.case is not None else None)
        for forcing in forcings
    )


def count(total: int, on_done: Listener | None) -> Callable[[int, Answered], None]:
    """Make a listener to single answers of one that counts them."""
    done = 0

    def tell(_index: int, _answered: Answered) -> None:
        nonlocal done
        done += 1
        if on_done is not None:
            on_done(done, total)

    return tell


def is_newcomer(baseline: Baseline, junior: str) -> bool:
    """Tell whether nobody of a junior's item has a pair that runs."""
    return not any(member in baseline.situation.running for member in baseline.members(junior))


def is_all_kept(baseline: Baseline) -> bool:
    """Tell whether every running pair that may exist is kept, so that no newcomer moves any."""
    situation, seniors = baseline.situation, baseline.instance.seniors
    could = {
        member.number
        for candidate in baseline.candidates
        for member in situation.items[candidate.item].members
        if situation.is_kept(member.number, seniors[candidate.senior].number)
    }
    return len(could) == baseline.values[Level.KEPT]


def weigh_newcomers(
    baseline: Baseline, juniors: Sequence[str], executor: Executor, on_done: Listener | None = None
) -> tuple[NewcomerPrice, ...]:
    """
    Find which running pairs move for newcomers, and what holds if those stay.

    Each newcomer apart: first the best answer without the newcomer, then, when
    pairs that would be kept there are not kept now, the best answer with those
    pairs held.

    Parameters
    ----------
    baseline : Baseline
        The proposal.
    juniors : sequence of str
        Newcomers who need guidance; see `is_newcomer`.
    executor, on_done
        As for `price_pairs`.
    """
    if is_all_kept(baseline):
        return tuple(unmoved(baseline, one) for one in juniors)
    cases = [pose_without(baseline, one) for one in juniors]
    without = solve_all(cases, executor, count(len(cases), on_done))
    found = [find_moved(baseline, one, told) for one, told in zip(juniors, without, strict=True)]
    return hold_moved(baseline, found, executor)


def pose_without(baseline: Baseline, junior: str) -> Case:
    """Ask for the best answer without a junior, and whoever goes with that junior."""
    return baseline.case(barred=tuple(sorted(baseline.members(junior))))


def hold_moved(
    baseline: Baseline, found: Sequence[NewcomerPrice], executor: Executor
) -> tuple[NewcomerPrice, ...]:
    """Add what holds when the pairs that move for each newcomer must stay."""
    moving = [newcomer for newcomer in found if newcomer.moved]
    held = solve_all([_hold(baseline, newcomer) for newcomer in moving], executor)
    settled = {
        newcomer.junior: _settle(baseline, newcomer, told)
        for newcomer, told in zip(moving, held, strict=True)
    }
    return tuple(settled.get(newcomer.junior, newcomer) for newcomer in found)


def unmoved(baseline: Baseline, junior: str) -> NewcomerPrice:
    """Return a newcomer for whom nobody moves."""
    return NewcomerPrice(junior=junior, senior=baseline.senior_of.get(junior))


def find_moved(baseline: Baseline, junior: str, told: Answered) -> NewcomerPrice:
    """Read off the answer to `pose_without` which running pairs move for a newcomer."""
    senior = baseline.senior_of.get(junior)
    if told.solution is None or told.solution.status is Status.NO_SOLUTION:
        return NewcomerPrice(junior=junior, senior=senior, is_proven=False, failure=_why(told))
    kept = {
        p.junior: p.senior
        for p in told.solution.pairings
        if baseline.situation.is_kept(p.junior, p.senior)
    }
    moved = tuple(
        Switch(one, before, baseline.senior_of.get(one))
        for one, before in sorted(kept.items())
        if baseline.senior_of.get(one) != before
    )
    proven = baseline.is_proven and told.solution.status is Status.OPTIMAL
    return NewcomerPrice(junior=junior, senior=senior, moved=moved, is_proven=proven)


def _why(told: Answered) -> str:
    """Say why there is no answer."""
    return told.failure or _("No answer was found in time.")


def _hold(baseline: Baseline, newcomer: NewcomerPrice) -> Case:
    return baseline.case(forced=tuple((s.junior, s.before) for s in newcomer.moved))


def _settle(baseline: Baseline, newcomer: NewcomerPrice, told: Answered) -> NewcomerPrice:
    if told.solution is None or told.solution.status is Status.NO_SOLUTION:
        return replace(newcomer, is_proven=False, failure=_why(told))
    of = {p.junior: p.senior for p in told.solution.pairings}
    return replace(
        newcomer,
        senior_if_held=of.get(newcomer.junior),
        levels=baseline.prices(told.solution),
        is_proven=newcomer.is_proven and told.solution.status is Status.OPTIMAL,
    )
