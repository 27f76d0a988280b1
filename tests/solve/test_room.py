"""Every figure of room is what fresh solves of whole cases say, one more being impossible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import cast

from koppeling.domain.instance import Instance, Level
from koppeling.domain.people import Junior
from koppeling.domain.scenario import Hire, Leave
from koppeling.model.compiling import Compiler
from koppeling.rules.changing import change
from koppeling.rules.situation import Situation
from koppeling.solve.answer import LibrarySolver, answer
from koppeling.solve.capacity import measure_room
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import Case, Room, RoomQuestion
from tests.builders import QUARTER, hours, junior, locked, practice, running, senior
from tests.random_practices import random_practice
from tests.samples import each_seed

KINDS = (("Noord", (0, 1)), ("Zuid", (0, 1, 2)))


def hire(kind: int, count: int = 1) -> Hire:
    """Hire newcomers of a kind on the first day of the quarter."""
    site, days = KINDS[kind]
    return Hire(start=QUARTER.first_day, hours=hours(days, 9, 12), sites=(site,), count=count)


def num_placed(instance: Instance) -> int:
    """Place as many as can be, by a fresh solve of the whole case."""
    case = Case(instance=replace(instance, levels=(Level.PLACED,)))
    solution = answer(case, LibrarySolver(lambda _search: None)).solution
    assert solution is not None
    assert solution.levels[0].proven
    return cast("int", solution.levels[0].value)


def ask(instance: Instance) -> Room:
    """Ask how many newcomers of each kind fit."""
    groups = []
    for kind in range(len(KINDS)):
        before = {j.number for j in instance.juniors}
        instance = change(instance, [hire(kind)])
        groups.append(tuple(j.number for j in instance.juniors if j.number not in before))
    return measure_room(RoomQuestion(instance=instance, groups=tuple(groups), is_many=True))


def mixes(total: int) -> Iterator[tuple[int, ...]]:
    """List every way to divide newcomers over the two kinds."""
    return ((first, total - first) for first in range(total + 1))


@each_seed(4, 14)
def test_room_is_what_trying_every_number_gives(seed: int) -> None:
    """For each kind and every mix: the number fits, one more does not, by fresh solves."""
    instance = random_practice(seed, 4, 3)

    @cache
    def fits(*counts: int) -> bool:
        hires = [hire(kind, count) for kind, count in enumerate(counts)]
        return num_placed(change(instance, hires)) == base + sum(counts)

    base = num_placed(instance)
    room = ask(instance)
    assert room.rest == base
    for kind, number in enumerate(room.alone):
        assert number is not None
        for count in range(number + 2):  # monotone as well
            assert fits(*(count if k == kind else 0 for k in range(2))) is (count <= number)
    assert room.together is not None
    assert sum(room.mix) == room.together
    assert fits(*room.mix)
    assert not any(fits(*mix) for mix in mixes(room.together + 1))


def test_the_random_practices_have_room_and_lack_it() -> None:
    """Among them some have no room at all, some take one newcomer, some take more."""
    seen = {ask(random_practice(seed, 4, 3)).together for seed in range(14)}
    assert {0, 1} < seen


@each_seed(3, 10)
def test_orphans_placed_again_are_what_trying_every_set_gives(seed: int) -> None:
    """Of those who lose their senior, the most that find another while the others keep theirs."""
    instance = random_practice(seed, 5, 3)
    solution = answer(Case(instance=instance), LibrarySolver(lambda _search: None)).solution
    assert solution is not None
    tried = 0
    for gone in instance.seniors:
        orphans = tuple(p.junior for p in solution.pairings if p.senior == gone.number)
        others = len(solution.pairings) - len(orphans)
        after = change(instance, [Leave(who=gone.number, day=QUARTER.first_day)])
        room = measure_room(RoomQuestion(instance=after, groups=(orphans,)))
        assert room.rest == others
        again = [
            len(found)
            for size in range(len(orphans) + 1)
            for found in combinations(orphans, size)
            if num_placed(without(after, set(orphans) - set(found))) == others + size
        ]
        assert room.together == max(again)
        tried += len(again)
    assert tried


def without(instance: Instance, numbers: Iterable[str]) -> Instance:
    """Leave some juniors out."""
    gone = set(numbers)
    return replace(
        instance,
        juniors=tuple(j for j in instance.juniors if j.number not in gone),
        pairings=tuple(row for row in instance.pairings if row.junior not in gone),
    )


@each_seed(3, 8)
def test_counting_those_alike_loses_nothing(seed: int) -> None:
    """One item that counts to three gives the same as three juniors who are alike."""
    instance = random_practice(seed, 3, 2, num_days=1)
    three = change(instance, [hire(0, 3)])
    apart = [j.number for j in three.juniors if j.number.startswith("nieuw")]
    one = change(instance, [hire(0)])
    assert max(Compiler(Situation(one), {apart[0]: 3}).problem.copies) == 3
    fresh = measure_room(RoomQuestion(instance=three, groups=(tuple(apart),))).together
    most = measure_room(RoomQuestion(instance=one, groups=((apart[0],),), is_many=True)).together
    assert fresh is not None
    assert most is not None
    assert fresh == min(most, 3)


def test_a_limit_counts_every_newcomer_alike() -> None:
    """With hours for fourteen: a limit of two takes two, else every half hour of theirs one."""
    instance = practice([], [senior(cap_minutes=3000, max_juniors=2)])
    assert ask(instance).alone[0] == 2
    free = practice([], [senior(cap_minutes=3000)])
    assert ask(free).alone[0] == 2 * 6  # Monday and Tuesday, 9 to 12


def test_moments_run_out_before_hours_do() -> None:
    """A senior with two half hours on Monday has room for two, whatever the hours."""
    instance = practice([], [senior(cap_minutes=3000, hours=hours([0], 9, 10))])
    assert ask(instance).alone[0] == 2


def test_locks_that_cannot_hold_give_no_figures() -> None:
    """Where what must be cannot be, nothing is claimed."""
    instance = practice(
        [junior("J01"), junior("J02")],
        [senior(max_juniors=1)],
        pairings=[locked("J01", "S01"), locked("J02", "S01")],
    )
    assert ask(instance) == Room(num_rest=2)


def test_the_process_gives_the_same(solver: SolverProcess) -> None:
    """Asked through the solver process the answer is that of the library."""
    instance = practice(
        [junior("J01")], [senior("S01"), senior("S02")], pairings=[running("J01", "S01")]
    )
    question = RoomQuestion(instance=change(instance, [hire(0)]), groups=(("nieuw-01",),))
    assert solver.measure(question) == measure_room(question)
    assert measure_room(question).num_unplaced == 0


def test_a_junior_type_is_what_the_question_is_about() -> None:
    """A newcomer without need is not placed: the question counts nobody."""
    nobody = practice([junior("J01", trajectory_end=QUARTER.first_day)], [senior()])
    assert isinstance(nobody.juniors[0], Junior)
    room = measure_room(RoomQuestion(instance=nobody, groups=(("J01",),)))
    assert (room.rest, room.together) == (0, 0)
