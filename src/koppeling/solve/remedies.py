"""What it would take to place those who have no senior (domain.md §8)."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from dataclasses import replace

from koppeling.domain.fix import Fix
from koppeling.domain.instance import Instance, Level
from koppeling.domain.result import Outcome, Status
from koppeling.rules.situation import Situation
from koppeling.solve.asking import find_fixes as ask
from koppeling.solve.asking import open_executor, solve_all
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import NUM_FIXES, Case, FixQuestion, SolveOptions

#: Seconds for the fixes of one junior, when nobody says how long.
SECONDS = 60.0
#: Seconds for each of those for whom `match` seeks fixes.
SECONDS_EACH = 20.0
#: Juniors times seniors of the largest practice in which `match` seeks fixes.
MAX_PAIRS = 2500
#: For how many juniors without a senior `match` seeks fixes: the first, by number.
NUM_SOUGHT = 10


def find_fixes(  # noqa: PLR0913 - each says something else about the question
    instance: Instance,
    junior: str,
    executor: Executor,
    *,
    placed: int | None = None,
    number: int = NUM_FIXES,
    options: SolveOptions | None = None,
) -> tuple[Fix, ...]:
    """
    Find the cheapest different fixes for a junior without a senior.

    Parameters
    ----------
    instance : Instance
        The practice, with the costs of each kind of change.
    junior : str
        Number; of a group any member.
    executor : Executor
        Where solving is done; see `koppeling.solve.asking.open_executor`.
    placed : int, optional
        How many juniors are placed now; worked out when not given.
    number : int
        How many fixes, three by default.
    options : SolveOptions, optional
        Time for them together.

    Returns
    -------
    tuple of Fix
        Cheapest first, each confirmed by solving the changed practice; fewer
        where there are no more, or time was up.
    """
    options = options or SolveOptions(seconds=SECONDS)
    if placed is None:
        placed = count_placed(instance, executor, options)
    if placed is None:
        return ()
    question = FixQuestion(
        instance=instance, junior=junior, placed=placed, number=number, options=options
    )
    return executor.submit(ask, question).result().fixes


def count_placed(instance: Instance, executor: Executor, options: SolveOptions) -> int | None:
    """Count how many juniors can be placed as things are; None when that is not proven."""
    case = Case(instance=replace(instance, levels=(Level.PLACED,)), options=options)
    (answered,) = solve_all((case,), executor)
    if answered.solution is None or answered.solution.status is not Status.OPTIMAL:
        return None
    return len(answered.solution.pairings)


def with_fixes(
    outcome: Outcome, instance: Instance, seconds_left: float, solver: SolverProcess
) -> Outcome:
    """
    Add fixes to the first of those who are not placed, as far as there is time.

    Parameters
    ----------
    outcome : Outcome
        Of a run.
    instance : Instance
        Its input.
    seconds_left : float
        How long the run may still take.
    solver : SolverProcess
        A running solver; enough when it is about one junior.

    Returns
    -------
    Outcome
        Members of a group have the fixes of the group. `fixes` stays None for
        whoever was not reached, and for all in a practice too large for it.
    """
    is_proven = any(r.level is Level.PLACED and r.proven for r in outcome.solution.levels)
    is_small = len(instance.juniors) * len(instance.seniors) <= MAX_PAIRS
    if not (outcome.unplaced and is_proven and is_small):
        return outcome
    key_of = {n: item.key for n, item in Situation(instance).item_of.items()}
    keys = list(dict.fromkeys(key_of[one.junior] for one in outcome.unplaced))
    workers = min(os.cpu_count() or 1, len(keys))
    reached = keys[: min(NUM_SOUGHT, workers * int(seconds_left // SECONDS_EACH))]
    if not reached:
        return outcome
    questions = [
        FixQuestion(
            instance=instance,
            junior=key,
            placed=len(outcome.pairings),
            options=SolveOptions(seconds=SECONDS_EACH),
        )
        for key in reached
    ]
    if len(questions) == 1:
        answers = [solver.find_fixes(questions[0])]
    else:
        with open_executor(workers) as executor:
            answers = list(executor.map(ask, questions))
    found = {
        key: answer.fixes
        for key, answer in zip(reached, answers, strict=True)
        if answer.fixes or answer.is_complete
    }
    unplaced = tuple(replace(one, fixes=found.get(key_of[one.junior])) for one in outcome.unplaced)
    return replace(outcome, unplaced=unplaced)
