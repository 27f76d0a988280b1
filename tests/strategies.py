"""
Whole small practices for Hypothesis, with every feature that shapes the answer.

Simple values come first, so that a failing practice shrinks to one that a
person can work out by hand: full-time people at Noord without anything special.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from koppeling.domain.instance import (
    DEFAULT_WEIGHTS,
    Capacity,
    Component,
    DiscRule,
    Escalation,
    Group,
    HeldMeeting,
    Instance,
    Level,
    PairingRow,
    PairingStatus,
    Preference,
    Settings,
)
from koppeling.domain.people import (
    Absence,
    DiscProfile,
    Junior,
    MeetingWindow,
    Senior,
    WorkingHours,
)
from koppeling.domain.period import Slot, Weeks
from koppeling.domain.trajectory import (
    JUNIOR_TRAJECTORY,
    Phase,
    Registration,
    TrajectoryType,
    Unit,
)
from tests.builders import QUARTER, hours

T = TypeVar("T")
Draw = st.DrawFn

SITES = ("Noord", "Zuid", "Oost")
STYLES = ("D", "Di", "iD", "i", "iS", "Si", "S", "SC", "CS", "C", "CD", "DC")
LETTERS = ("D", "i", "S", "C")
#: The year that is planned, and how far back things may begin.
BEFORE, FIRST, LAST = date(2026, 9, 1), date(2027, 1, 1), date(2027, 12, 31)


def rarely(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw nothing five times out of six."""
    return st.integers(0, 5).flatmap(lambda n: strategy if n == 5 else st.none())


@st.composite
def stretches(draw: Draw, weekday: int, weeks: Weeks) -> tuple[WorkingHours, ...]:
    """Draw one stretch of work on a weekday, or two that may touch but never overlap."""
    start = draw(st.sampled_from([540, 525, 545, 570, 780]))
    end = start + draw(st.sampled_from([180, 30, 60, 65, 95]))
    common: dict[str, Any] = {
        "weekday": weekday,
        "weeks": weeks,
        "valid_from": draw(rarely(st.dates(BEFORE, date(2027, 6, 1)))),
        "valid_to": draw(rarely(st.dates(date(2027, 6, 2), LAST))),
    }
    sites = st.sampled_from([None, *SITES])
    first = WorkingHours(start_minute=start, end_minute=end, site=draw(sites), **common)
    gap = draw(rarely(st.sampled_from([0, 30])))
    if gap is None:
        return (first,)
    again = end + gap
    length = draw(st.sampled_from([45, 20, 90]))
    site = draw(st.just(first.site) | sites)
    return (
        first,
        WorkingHours(start_minute=again, end_minute=again + length, site=site, **common),
    )


@st.composite
def patterns(draw: Draw) -> tuple[WorkingHours, ...]:
    """Draw a working pattern: a whole week, or a few days, some in even or odd weeks only."""
    if draw(st.integers(0, 2)) < 2:
        return hours(end=draw(st.sampled_from([12, 17])))
    parts: list[WorkingHours] = []
    for weekday in draw(st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True)):
        halves = draw(st.sampled_from([(Weeks.EVERY,), (Weeks.EVEN,), (Weeks.EVEN, Weeks.ODD)]))
        for weeks in halves:
            parts.extend(draw(stretches(weekday, weeks)))
    return tuple(parts)


@st.composite
def absences(draw: Draw) -> tuple[Absence, ...]:
    """Draw up to two absences, some followed at once by another or without an end."""
    found: list[Absence] = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        first = draw(st.dates(BEFORE, LAST))
        length = draw(st.sampled_from([1, 6, 21, 41, 42, 61, None]))
        last = None if length is None else first + timedelta(days=length - 1)
        found.append(Absence(first, last))
        if last is not None and draw(st.booleans()):
            found.append(Absence(last + timedelta(days=1), last + timedelta(days=30)))
    return tuple(found)


def windows() -> st.SearchStrategy[tuple[MeetingWindow, ...]]:
    """Draw no meeting windows, or one on each working day."""
    every_day = st.sampled_from([570, 600, 720]).map(
        lambda end: tuple(
            MeetingWindow(weekday=day, start_minute=540, end_minute=end) for day in range(5)
        )
    )
    return rarely(every_day).map(lambda drawn: drawn or ())


def discs() -> st.SearchStrategy[DiscProfile | None]:
    """Draw no profile, a style, or scores."""
    score = st.integers(0, 100).map(float)
    return (
        st.none()
        | st.sampled_from(STYLES).map(lambda style: DiscProfile(style=style))
        | st.tuples(score, score, score, score).map(lambda scores: DiscProfile(scores=scores))
    )


@st.composite
def people(draw: Draw, number: str) -> dict[str, Any]:
    """Draw what juniors and seniors have in common."""
    return {
        "number": number,
        "name": f"Person {number}",
        "sites": tuple(draw(st.lists(st.sampled_from(SITES), min_size=1, max_size=2, unique=True))),
        "hours": draw(patterns()),
        "absences": draw(absences()),
        "windows": draw(windows()),
        "in_service_from": draw(rarely(st.dates(BEFORE, date(2027, 3, 1)))),
        "out_of_service_from": draw(rarely(st.dates(date(2027, 2, 1), LAST))),
        "domains": tuple(draw(st.sampled_from([(), (), ("jeugd",), ("ggz",), ("GGZ", "jeugd")]))),
        "disc": draw(discs()),
        "is_remote": draw(rarely(st.just(value=True))) is True,
    }


@st.composite
def juniors(draw: Draw, number: str, groups: Sequence[Group]) -> Junior:
    """Draw a junior who started in the last three years, or will this year."""
    start = draw(st.dates(date(2024, 1, 1), date(2027, 9, 1)))
    names = st.sampled_from([group.name for group in groups]) if groups else st.none()
    return Junior(
        start=start,
        trajectory=draw(st.sampled_from(["junior", "junior", "short"])),
        guided_from=draw(rarely(st.dates(start, date(2028, 1, 1)))),
        trajectory_end=draw(rarely(st.dates(date(2027, 2, 1), LAST))),
        promoted_from=draw(rarely(st.dates(date(2027, 2, 1), LAST))),
        budget_minutes=draw(rarely(st.sampled_from([240, 120, 60]))),
        goals=draw(st.sampled_from([(), ("a",), ("a", "b", "C")])),
        group=draw(st.none() | names),
        **draw(people(number)),
    )


@st.composite
def seniors(draw: Draw, number: str) -> Senior:
    """Draw a senior, most of them able to guide anybody."""
    return Senior(
        coaches=draw(rarely(st.just(value=False))) is None,
        cap_minutes=draw(st.sampled_from([None, 720, 300, 240, 120])),
        max_juniors=draw(st.sampled_from([None, None, 3, 2, 1])),
        trained_until=draw(rarely(st.dates(BEFORE, LAST))),
        registrations=draw(st.sampled_from([(), ("NVO-OG",), ("kj/nip", "diploma")])),
        academic_years=draw(st.sampled_from([None, 4.5, 5.0])),
        has_motivation=draw(st.booleans()),
        specialisations=draw(st.sampled_from([(), ("A",), ("b", "x")])),
        **draw(people(number)),
    )


@st.composite
def trajectories(draw: Draw) -> dict[str, TrajectoryType]:
    """Draw the types: the built-in one, and one with other lengths and perhaps a demand."""
    phases = (
        Phase(
            from_month=0,
            count=20,
            every=draw(st.sampled_from([1, 2])),
            unit=Unit.WEEKS,
            minutes=draw(st.sampled_from([None, 45, 60])),
        ),
        Phase(from_month=11, count=5, every=40, unit=Unit.DAYS, minutes=30),
    )
    demand = draw(st.sampled_from([None, Registration.SKJ, Registration.POSTMASTER]))
    short = TrajectoryType(name="short", phases=phases, demand=demand)
    return {"junior": JUNIOR_TRAJECTORY, "short": short}


@st.composite
def pairings(
    draw: Draw, of_juniors: Sequence[Junior], of_seniors: Sequence[str]
) -> tuple[PairingRow, ...]:
    """Draw at most one open row a junior, and some that forbid or are history."""
    rows: list[PairingRow] = []
    slots = st.builds(Slot, st.integers(0, 4), st.integers(18, 21))
    open_status = st.sampled_from([PairingStatus.RUNNING, PairingStatus.LOCKED])
    other_status = st.sampled_from([PairingStatus.FORBIDDEN, PairingStatus.ENDED])
    for status, untils in (
        (open_status, [None, date(2027, 1, 1), date(2026, 12, 31)]),
        (other_status, [None, date(2026, 12, 31)]),
    ):
        for someone in of_juniors:
            drawn = draw(rarely(status))
            if drawn is not None:
                rows.append(
                    PairingRow(
                        junior=someone.number,
                        senior=draw(st.sampled_from(of_seniors)),
                        status=drawn,
                        slot=draw(st.none() | slots),
                        until=draw(st.sampled_from(untils)),
                    )
                )
    return tuple(rows)


@st.composite
def preferences(
    draw: Draw, of_juniors: Sequence[str], of_seniors: Sequence[str]
) -> tuple[Preference, ...]:
    """Draw wishes and vetoes, either way round, at most one about each."""
    both_ways = [(j, s) for j in of_juniors for s in of_seniors if j != s]
    both_ways += [(s, j) for j, s in both_ways]
    if not both_ways:
        return ()
    chosen = draw(st.lists(st.sampled_from(both_ways), max_size=6, unique=True))
    return tuple(
        Preference(
            source=source,
            target=target,
            rank=draw(st.sampled_from([1, 2, 3, 4, None])),
            veto=draw(rarely(st.just(value=True))) is True,
        )
        for source, target in chosen
    )


@st.composite
def capacities(draw: Draw, of_seniors: Sequence[str]) -> tuple[Capacity, ...]:
    """Draw rows of Capaciteit: general, of an earlier quarter, or of one in the horizon."""
    keys = [(s, n) for s in of_seniors for n in (None, -2, 0, 1)]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))
    return tuple(
        Capacity(
            senior=number,
            quarter=None if shift is None else QUARTER.shift(shift),
            minutes=draw(st.sampled_from([600, 400, 240, 239, 150, 0])),
            max_juniors=draw(st.sampled_from([None, 2, 1])),
        )
        for number, shift in chosen
    )


@st.composite
def escalations(draw: Draw, of_juniors: Sequence[Junior]) -> tuple[Escalation, ...]:
    """Draw escalations, none before its junior's start."""
    found: list[Escalation] = []
    for someone in of_juniors:
        first = draw(rarely(st.dates(FIRST, date(2027, 9, 1))))
        if first is not None:
            found.append(
                Escalation(
                    junior=someone.number,
                    first=max(first, someone.start),
                    last=draw(st.sampled_from([None, date(2027, 10, 15)])),
                    every_weeks=draw(st.integers(1, 3)),
                )
            )
    return tuple(found)


@st.composite
def held_meetings(
    draw: Draw, of_juniors: Sequence[str], of_seniors: Sequence[str]
) -> tuple[HeldMeeting, ...]:
    """Draw meetings that were held in or shortly before the planning quarter."""
    return tuple(
        HeldMeeting(
            junior=draw(st.sampled_from(of_juniors)),
            senior=draw(st.sampled_from(of_seniors)),
            day=draw(st.dates(date(2026, 12, 1), date(2027, 3, 31))),
            minutes=draw(st.sampled_from([30, 60])),
        )
        for _ in range(draw(st.sampled_from([0, 0, 1, 3])))
    )


@st.composite
def settings(draw: Draw) -> Settings:
    """Draw settings for a run in 2027-Q1."""
    return Settings(
        quarter=QUARTER,
        horizon_length=draw(st.sampled_from([4, 1, 2, 5])),
        reference_date=draw(rarely(st.dates(date(2026, 12, 1), date(2027, 3, 31)))),
        meeting_minutes=draw(st.sampled_from([30, 30, 45])),
        comfort_permille=draw(st.sampled_from([850, 700, 875])),
        keep_running=draw(rarely(st.just(value=True))) is True,
        default_cap_minutes=draw(st.sampled_from([720, 240])),
        even_weeks_from=draw(rarely(st.sampled_from([date(2026, 12, 30), date(2027, 3, 1)]))),
        disc_rule=draw(st.sampled_from(list(DiscRule))),
    )


def level_orders() -> st.SearchStrategy[tuple[Level, ...]]:
    """Draw the goals in force: the first and the last fixed, the others in any order or off."""
    middle = list(Level)[1:-1]
    return st.just(tuple(Level)) | st.lists(st.sampled_from(middle), unique=True).map(
        lambda chosen: (Level.PLACED, *chosen, Level.DRAW)
    )


def weights() -> st.SearchStrategy[Mapping[Component, int]]:
    """Draw the weights of the points: the default ones, or any small ones."""
    drawn = st.fixed_dictionaries({part: st.integers(0, 40) for part in Component})
    return st.just(DEFAULT_WEIGHTS) | drawn


@st.composite
def instances(draw: Draw) -> Instance:
    """Draw a practice of one to five juniors and one to three seniors, valid as read."""
    kinds = draw(trajectories())
    senior_numbers = [f"S{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    if draw(rarely(st.just(value=True))):
        senior_numbers[0] = "J1"  # somebody in a trajectory who guides others
    groups = tuple(
        Group(
            name="A",
            trajectory=draw(st.sampled_from(list(kinds))),
            start=draw(st.dates(date(2026, 1, 1), date(2027, 6, 1))),
            senior=draw(rarely(st.sampled_from(senior_numbers))),
        )
        for _ in range(draw(st.sampled_from([0, 0, 1])))
    )
    junior_numbers = [f"J{n}" for n in range(1, draw(st.integers(1, 5)) + 1)]
    of_juniors = tuple(draw(juniors(number, groups)) for number in junior_numbers)
    matrix = st.dictionaries(
        st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), st.integers(0, 1000)
    )
    summer = draw(rarely(st.just(Absence(date(2027, 8, 2), date(2027, 8, 13)))))
    return Instance(
        settings=draw(settings()),
        juniors=of_juniors,
        seniors=tuple(draw(seniors(number)) for number in sorted(senior_numbers)),
        capacities=draw(capacities(senior_numbers)),
        pairings=draw(pairings(of_juniors, senior_numbers)),
        preferences=draw(preferences(junior_numbers, senior_numbers)),
        escalations=draw(escalations(of_juniors)),
        groups=groups,
        held=draw(held_meetings(junior_numbers, senior_numbers)),
        closures=() if summer is None else (summer,),
        holidays=draw(st.frozensets(st.dates(FIRST, LAST), max_size=6)),
        trajectories=kinds,
        weights=draw(weights()),
        levels=draw(level_orders()),
        disc_matrix=draw(matrix),
    )
