"""Why a proposal is as it is: one junior, or everyone, by solving again (domain.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from koppeling.domain.fix import Fix
from koppeling.domain.result import Outcome, Status
from koppeling.errors import KoppelingError
from koppeling.explain.answer import JuniorReasons, Reasons
from koppeling.explain.frontier import find_gains, price_goals
from koppeling.explain.prices import (
    Baseline,
    Listener,
    find_moved,
    hold_moved,
    is_all_kept,
    is_newcomer,
    pose_forcing,
    pose_without,
    price_pairs,
    settle_forcing,
    unmoved,
    weigh_newcomers,
)
from koppeling.locale import _
from koppeling.solve.asking import find_fixes as ask_fixes
from koppeling.solve.asking import solve_all
from koppeling.solve.messages import Answered
from koppeling.solve.questions import Case, FixAnswer, FixQuestion

#: Told what is being worked on, how many questions are answered, out of how many.
StageListener = Callable[[str, int, int], None]


def explain_junior(  # noqa: PLR0913 - the proposal, the question, and how to answer it
    baseline: Baseline,
    junior: str,
    senior: str | None,
    executor: Executor,
    *,
    doubts: bool = False,
    seeks_fixes: bool = False,
) -> JuniorReasons:
    """
    Price one junior, all questions at once.

    Parameters
    ----------
    baseline : Baseline
        The proposal.
    junior : str
        Who needs guidance in its horizon.
    senior : str or None
        Whom to force; None is nobody.
    executor : Executor
        See `koppeling.solve.asking`.
    doubts : bool
        Whether to make sure, by solving once more, that the proposal is what
        its practice gives.
    seeks_fixes : bool
        Whether to seek what would place the junior.

    Raises
    ------
    KoppelingError
        When it is not: the practice was changed since.
    """
    sought = executor.submit(ask_fixes, _question(baseline, junior)) if seeks_fixes else None
    forcing = None if senior is None else pose_forcing(baseline, junior, senior)
    is_new = junior in baseline.senior_of and is_newcomer(baseline, junior)
    asks_without = is_new and not is_all_kept(baseline)
    cases: dict[str, Case] = {"confirm": baseline.case()} if doubts else {}
    if forcing is not None and forcing.case is not None:
        cases["force"] = forcing.case
    if asks_without:
        cases["without"] = pose_without(baseline, junior)
    told = dict(zip(cases, solve_all(list(cases.values()), executor), strict=True))
    if doubts:
        baseline = _trust(baseline, told["confirm"])
    price = None if forcing is None else settle_forcing(baseline, forcing, told.get("force"))
    newcomer = unmoved(baseline, junior) if is_new else None
    if asks_without:
        found = find_moved(baseline, junior, told["without"])
        (newcomer,) = hold_moved(baseline, [found], executor)
    fixes = None if sought is None else _known(sought.result())
    return JuniorReasons(price=price, newcomer=newcomer, fixes=fixes)


def _question(baseline: Baseline, junior: str) -> FixQuestion:
    return FixQuestion(
        instance=baseline.instance,
        junior=baseline.situation.item_of[junior].key,
        placed=len(baseline.pairings),
        options=baseline.options,
    )


def _known(answer: FixAnswer) -> tuple[Fix, ...] | None:
    """Return the fixes; None when there was no time to tell that there are none."""
    return answer.fixes if answer.fixes or answer.is_complete else None


def find_fixes(
    baseline: Baseline, juniors: Sequence[str], executor: Executor, on_done: Listener | None = None
) -> dict[str, tuple[Fix, ...]]:
    """
    Seek what would place each of these juniors; the members of a group have its fixes.

    Whoever there was no time for is absent.
    """
    key_of = {one: baseline.situation.item_of[one].key for one in juniors}
    keys = list(dict.fromkeys(key_of.values()))
    sought = [executor.submit(ask_fixes, _question(baseline, key)) for key in keys]
    found: dict[str, tuple[Fix, ...]] = {}
    for done, (key, one) in enumerate(zip(keys, sought, strict=True), 1):
        fixes = _known(one.result())
        if fixes is not None:
            found[key] = fixes
        if on_done is not None:
            on_done(done, len(keys))
    return {one: found[key] for one, key in key_of.items() if key in found}


def confirm(baseline: Baseline, executor: Executor) -> Baseline:
    """
    Solve once more, to be sure that a proposal is what its practice gives.

    Raises
    ------
    KoppelingError
        When it is not: the practice was changed since.
    """
    return _trust(baseline, *solve_all([baseline.case()], executor))


def _trust(baseline: Baseline, answered: Answered) -> Baseline:
    solution = answered.solution
    if solution is None or solution.status is Status.NO_SOLUTION:
        raise KoppelingError(
            answered.failure or _("No answer was found in time, so nothing can be explained.")
        )
    is_proven = solution.status is Status.OPTIMAL
    if is_proven and any(price.difference for price in baseline.prices(solution)):
        raise KoppelingError(
            _(
                "This proposal is not what its people and hours give any more: they were changed "
                "since, or there was no time for a better one. Make a new proposal first, with "
                "`koppeling match`."
            )
        )
    return replace(baseline, is_proven=is_proven)


def explain_everything(
    baseline: Baseline, outcome: Outcome, executor: Executor, on_done: StageListener | None = None
) -> Reasons:
    """
    Price every pair, every newcomer and the goals; when everyone is placed, what would help.

    Parameters
    ----------
    baseline : Baseline
        The proposal.
    outcome : Outcome
        Its story.
    executor : Executor
        See `koppeling.solve.asking`.
    on_done : callable, optional
        Told of each answer.
    """

    def tell(stage: str) -> Listener:
        return lambda done, total: on_done(stage, done, total) if on_done is not None else None

    pairs = list(_second_choices(outcome))
    unplaced = [one.junior for one in outcome.unplaced if not one.told_fixes]
    fixes = find_fixes(baseline, unplaced, executor, tell(_("Ways out")))
    newcomers = [
        detail.pairing.junior
        for detail in outcome.pairings
        if is_newcomer(baseline, detail.pairing.junior)
    ]
    prices = price_pairs(baseline, pairs, executor, tell(_("Second choices")))
    weighed = weigh_newcomers(baseline, newcomers, executor, tell(_("Newcomers")))
    goals = price_goals(baseline, executor, tell(_("Price of the goals"))) if pairs else None
    gains = (
        find_gains(baseline, executor, tell(_("Small steps")))
        if outcome.pairings and not outcome.unplaced
        else ()
    )
    return Reasons(
        prices={price.junior: price for price in prices},
        newcomers={one.junior: one for one in weighed},
        goals=goals,
        gains=gains,
        fixes=fixes,
    )


def _second_choices(outcome: Outcome) -> Iterator[tuple[str, str]]:
    for detail in outcome.pairings:
        if detail.runner_up is not None:
            yield detail.pairing.junior, detail.runner_up
