"""Dates for meetings in each other's way, goal by goal, in the solver's own process."""

from __future__ import annotations

from koppeling.model.dates import DateAnswer, DateOption, DateProblem
from koppeling.solve.date_choice import choose_dates
from koppeling.solve.process import SolverProcess


def option(meeting: int, day: int, *costs: int, tie: int = 0, taken: int = 0) -> DateOption:
    """Make a moment at which nobody is missed; `taken` is what it occupies."""
    return DateOption(
        meeting=meeting, day=day, cell=18, costs=(0, *costs), tie=tie, resources=(taken or day,)
    )


def problem(*options: DateOption, limit: tuple[int, ...] = (9, 9, 9)) -> DateProblem:
    """Make a problem of two meetings in order."""
    return DateProblem(weights=(1, 1), options=options, chains=((0, 1),), limit=limit)


def test_an_earlier_goal_beats_any_amount_of_a_later_one() -> None:
    """One less of the first goal is worth a hundred of the second."""
    answer = choose_dates(
        problem(option(0, 1, 1, 0), option(0, 2, 0, 100), option(1, 3, 0, 0), limit=(9, 9, 999))
    )
    assert answer == DateAnswer((1, 2), is_proven=True)


def test_a_meeting_goes_without_when_nothing_is_left() -> None:
    """As many meetings as can be get a date; the other has none."""
    answer = choose_dates(problem(option(0, 1, 0, 5), option(1, 1, 0, 1)))
    assert answer == DateAnswer((None, 1), is_proven=True)


def test_of_two_meetings_the_one_of_more_people_gets_the_moment() -> None:
    """A group of three goes before a junior, whatever else that costs."""
    options = (option(0, 1, 0, 5), option(1, 1, 0, 1))
    crowded = DateProblem(weights=(3, 1), options=options, chains=(), limit=(9, 9, 9))
    assert choose_dates(crowded) == DateAnswer((0, None), is_proven=True)


def test_order_is_kept() -> None:
    """The second meeting never comes before the first, however cheap."""
    answer = choose_dates(
        problem(option(0, 5, 0, 0), option(1, 3, 0, 0), option(1, 7, 0, 8), limit=(0, 0, 9))
    )
    assert answer == DateAnswer((0, 2), is_proven=True)


def test_nothing_better_than_what_is_known_says_so() -> None:
    """A plan that only equals the known one is no answer, and that is proven."""
    same = problem(option(0, 1, 0, 2), option(1, 2, 0, 3), limit=(0, 0, 5))
    assert choose_dates(same) == DateAnswer(None, is_proven=True)
    assert choose_dates(problem()) == DateAnswer(None, is_proven=True)


def test_ties_decide_between_equal_plans() -> None:
    """Of plans that cost the same the one with the least tie is taken, in any order of options."""
    options = [option(0, d, 0, 1, tie=(d * 7) % 5 + 1) for d in range(1, 6)] + [option(1, 9, 0, 0)]
    best = choose_dates(problem(*options))
    turned = choose_dates(problem(*options[::-1]))
    assert best.chosen is not None
    assert turned.chosen is not None
    assert options[best.chosen[0] or 0].tie == 1
    assert options[best.chosen[0] or 0] == options[::-1][turned.chosen[0] or 0]


def test_the_process_answers_problem_by_problem() -> None:
    """The solver's process gives what the solver gives."""
    problems = (
        problem(option(0, 1, 0, 5), option(1, 1, 0, 1)),
        problem(option(0, 1, 1, 0), option(0, 2, 0, 9), option(1, 3, 0, 0), limit=(9, 9, 99)),
    )
    with SolverProcess() as solver:
        answers = solver.choose_dates(problems)
    assert answers == tuple(choose_dates(p) for p in problems)
