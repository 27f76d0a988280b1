"""Scenarios beside the practice as it is: each one solved again, many at once (domain.md §8)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import date

from koppeling.domain.instance import Instance
from koppeling.domain.result import Outcome, Pairing, Unplaced
from koppeling.domain.scenario import Scenario
from koppeling.errors import KoppelingError
from koppeling.locale import _, language
from koppeling.report.document import to_document
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.changing import change
from koppeling.rules.checking import LevelChange
from koppeling.solve.asking import find_fixes, solve_all, solve_case
from koppeling.solve.messages import Answered
from koppeling.solve.questions import Case, FixAnswer, FixQuestion, SolveOptions
from koppeling.verify.check import verify
from koppeling.verify.claims import Claims
from koppeling.what_if.answer import Comparison, LevelShift, Minutes, Move, Trial, Turn

#: Told how many are done, out of how many, and the name of the latest.
ProgressListener = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    A practice, and what one wonders about it.

    `options` are of each scenario by itself. Of the juniors who have no senior
    by a scenario, the first `num_fixed` get what would place them, which takes
    about as long as the scenario itself for each.
    """

    instance: Instance
    scenarios: tuple[Scenario, ...]
    options: SolveOptions
    num_fixed: int = 0


def compare(
    questions: Sequence[Question],
    executor: Executor,
    on_done: ProgressListener | None = None,
) -> tuple[Comparison, ...]:
    """
    Solve practices and all their scenarios, everything at once.

    Parameters
    ----------
    questions : sequence of Question
        One for each practice; thousands of scenarios are no objection.
    executor : Executor
        See `koppeling.solve.asking.open_executor`.
    on_done : callable, optional
        Told of each one that ends, whichever ends first.

    Returns
    -------
    tuple of Comparison
        One for each question, its trials in the order asked. What cannot be,
        or gave no answer, says so in its place; every answer was found sound
        by the independent check.
    """
    trials = [_prepare(q.instance, s) for q in questions for s in (_base(), *q.scenarios)]
    options = [q.options for q in questions for _one in (None, *q.scenarios)]
    asked = [at for at, trial in enumerate(trials) if trial.instance is not None]
    cases = [
        Case(instance=instance, options=options[at], is_told=True)
        for at in asked
        if (instance := trials[at].instance) is not None
    ]
    num_done = len(trials) - len(asked)

    def tell(index: int, _answered: Answered) -> None:
        nonlocal num_done
        num_done += 1
        if on_done is not None:
            on_done(num_done, len(trials), trials[asked[index]].scenario.name)

    answers = solve_all(cases, executor, tell, ask=answer_checked)
    for at, answered in zip(asked, answers, strict=True):
        trials[at] = _answer(trials[at], answered)
    found = _comparisons(questions, trials)
    return tuple(
        replace(comparison, trials=_with_fixes(question, comparison.trials, executor))
        for question, comparison in zip(questions, found, strict=True)
    )


def answer_checked(case: Case) -> Answered:
    """Answer a case, and let the independent check judge the answer: a failure if not sound."""
    answered = solve_case(case)
    if answered.outcome is None:
        return answered
    published = json.loads(json.dumps(to_document(answered.outcome)))
    problems = verify(case.instance, Claims.from_json(published))
    if not problems:
        return answered
    with language(case.language):
        told = _("The answer did not pass its own check ({problem}). Please report this.")
        return Answered(None, told.format(problem=problems[0].message))


def _base() -> Scenario:
    return Scenario(name=_("As it is now"), changes=())


def _prepare(instance: Instance, scenario: Scenario) -> Trial:
    """Make the changes; what cannot be changed is a failure of that scenario alone."""
    try:
        changed = change(instance, scenario.changes)
    except KoppelingError as error:
        return Trial(scenario=scenario, instance=None, outcome=None, failure=str(error))
    return Trial(scenario=scenario, instance=changed, outcome=None)


def _answer(trial: Trial, answered: Answered) -> Trial:
    failure = answered.failure
    if answered.outcome is None and not failure:
        failure = _("No answer was found in time. Allow more with --time-limit.")
    return measure(
        Trial(
            scenario=trial.scenario,
            instance=trial.instance,
            outcome=answered.outcome,
            failure=failure,
        )
    )


def _comparisons(questions: Sequence[Question], trials: Sequence[Trial]) -> list[Comparison]:
    at, found = 0, []
    for question in questions:
        base, *others = trials[at : at + 1 + len(question.scenarios)]
        found.append(
            Comparison(base=base, trials=tuple(set_beside(base, trial) for trial in others))
        )
        at += 1 + len(question.scenarios)
    return found


def _with_fixes(
    question: Question, trials: Sequence[Trial], executor: Executor
) -> tuple[Trial, ...]:
    """Add what would place the juniors who have no senior by a scenario, all sought at once."""
    sought = {
        (at, unplaced.junior): executor.submit(find_fixes, _ask_fixes(question, trial, unplaced))
        for at, trial in enumerate(trials)
        for unplaced in trial.newly_unplaced[: question.num_fixed]
    }
    return tuple(
        _fixed(trial, {junior: future for (n, junior), future in sought.items() if n == at})
        for at, trial in enumerate(trials)
    )


def _ask_fixes(question: Question, trial: Trial, unplaced: Unplaced) -> FixQuestion:
    return FixQuestion(
        instance=trial.instance or question.instance,
        junior=unplaced.junior,
        placed=len(trial.outcome.pairings) if trial.outcome else 0,
        options=question.options,
    )


def _fixed(trial: Trial, sought: dict[str, Future[FixAnswer]]) -> Trial:
    """Put the fixes found with those they place; without an answer nobody knows of any."""
    if trial.outcome is None or not sought:
        return trial
    answers = {n: f.result() for n, f in sought.items() if f.exception() is None}
    known = {n: a.fixes for n, a in answers.items() if a.fixes or a.is_complete}

    def told(every: tuple[Unplaced, ...]) -> tuple[Unplaced, ...]:
        return tuple(replace(one, fixes=known.get(one.junior)) for one in every)

    return replace(
        trial,
        newly_unplaced=told(trial.newly_unplaced),
        outcome=replace(trial.outcome, unplaced=told(trial.outcome.unplaced)),
    )


#: Below this capacity a single talk fills much of a quarter; domain.md §5, *piek*.
_LEAST_CAP_MINUTES = 240


def measure(trial: Trial) -> Trial:
    """Add what an answer takes: minutes, and how busy the busiest senior is."""
    if trial.outcome is None:
        return trial
    juniors = trial.instance.juniors if trial.instance is not None else ()
    return replace(
        trial,
        minutes=_minutes(trial.outcome, {j.number: j.group for j in juniors if j.group}),
        peak_permille=_peak_permille(trial.outcome),
    )


def set_beside(base: Trial, trial: Trial) -> Trial:
    """Add how a scenario differs from the base; nothing where either has no answer."""
    if base.outcome is None or trial.outcome is None:
        return trial
    before = {unplaced.junior for unplaced in base.outcome.unplaced}
    return replace(
        trial,
        shifts=_shifts(base.outcome, trial.outcome),
        moves=_moves(base.outcome, trial.outcome),
        newly_unplaced=tuple(u for u in trial.outcome.unplaced if u.junior not in before),
    )


def _shifts(base: Outcome, after: Outcome) -> tuple[LevelShift, ...]:
    found = {result.level: result for result in base.solution.levels}
    return tuple(
        LevelShift(
            base=found[result.level],
            after=result,
            is_worse=found[result.level].value is not None
            and result.value is not None
            and LevelChange(
                level=result.level,
                proposed=found[result.level].value or 0,
                decided=result.value,
            ).is_worse,
        )
        for result in after.solution.levels
        if result.level in found
    )


def _moves(base: Outcome, after: Outcome) -> tuple[Move, ...]:
    """List everyone whose pairing differs, in order of number."""
    old = {pairing.junior: pairing for pairing in base.solution.pairings}
    new = {pairing.junior: pairing for pairing in after.solution.pairings}
    unplaced = {one.junior for one in after.unplaced}
    return tuple(
        Move(
            junior=junior,
            turn=_turn(old.get(junior), new.get(junior), is_due=junior in unplaced),
            before=old.get(junior),
            after=new.get(junior),
        )
        for junior in sorted(old.keys() | new.keys())
        if old.get(junior) != new.get(junior)
    )


def _turn(before: Pairing | None, after: Pairing | None, *, is_due: bool) -> Turn:
    if after is None:
        return Turn.LOST if is_due else Turn.ENDED
    if before is None:
        return Turn.PLACED
    return Turn.RESLOTTED if before.senior == after.senior else Turn.MOVED


def _minutes(outcome: Outcome, group_of: Mapping[str, str]) -> Minutes:
    by_senior: dict[str, tuple[int | None, ...]] = {}
    for load in outcome.loads:
        used = None if load.is_out else load.used_minutes
        by_senior[load.senior] = (*by_senior.get(load.senior, ()), used)
    seniors = sum(load.used_minutes for load in outcome.loads if not load.is_out)
    talks = sum(load.has_talk for load in outcome.loads if not load.is_out)
    return Minutes(
        guidance=seniors - TALK_MINUTES * talks,
        seniors=seniors,
        juniors=sum(sum(detail.minutes) for detail in outcome.pairings),
        handover=_handed_over(outcome, group_of),
        by_senior=by_senior,
    )


def _handed_over(outcome: Outcome, group_of: Mapping[str, str]) -> int:
    """Sum what colleagues take over: of the members of a group it is one meeting a day."""
    longest: dict[tuple[str, date, str], int] = {}
    for handover in outcome.handovers:
        whose = group_of.get(handover.junior)
        who = f"group {whose}" if whose else f"junior {handover.junior}"
        key = (handover.senior, handover.day, who)
        longest[key] = max(handover.minutes, longest.get(key, 0))
    return sum(longest.values())


def _peak_permille(outcome: Outcome) -> int | None:
    shares = [
        round(1000 * load.used_minutes / load.cap_minutes)
        for load in outcome.loads
        if not load.is_out and load.cap_minutes >= _LEAST_CAP_MINUTES
    ]
    return max(shares, default=None)
