"""
Whole small practices for Hypothesis, with every feature that shapes the answer.

Every choice is one small integer whose 0 is the plainest option, which keeps
drawing fast and makes a failing practice shrink to one that a person can work
out by hand: full-time people at Noord without anything special.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def pick(draw: Draw, *options: T) -> T:
    """Draw one of `options`, the first being the plainest."""
    return options[draw(st.integers(0, len(options) - 1))]


def rarely(draw: Draw) -> bool:
    """Draw True one time out of ten."""
    return draw(st.integers(0, 9)) == 9


def day(draw: Draw, first: date, last: date) -> date:
    """Draw a day, the earliest being the plainest."""
    return first + timedelta(days=draw(st.integers(0, (last - first).days)))


def maybe_day(draw: Draw, first: date, last: date) -> date | None:
    """Draw a day one time out of ten."""
    return day(draw, first, last) if rarely(draw) else None


def some(draw: Draw, options: Sequence[T], at_most: int) -> tuple[T, ...]:
    """Draw some of `options`, each at most once, in any order."""
    left = list(options)
    count = draw(st.integers(0, min(at_most, len(left))))
    return tuple(left.pop(draw(st.integers(0, len(left) - 1))) for _ in range(count))


def stretches(draw: Draw, weekday: int, weeks: Weeks) -> tuple[WorkingHours, ...]:
    """Draw one stretch of work on a weekday, or two that may touch but never overlap."""
    start = pick(draw, 540, 525, 545, 570, 780)
    end = start + pick(draw, 180, 30, 60, 65, 95)
    site = pick(draw, None, *SITES)
    common: dict[str, Any] = {
        "weekday": weekday,
        "weeks": weeks,
        "valid_from": maybe_day(draw, BEFORE, date(2027, 6, 1)),
        "valid_to": maybe_day(draw, date(2027, 6, 2), LAST),
    }
    first = WorkingHours(start_minute=start, end_minute=end, site=site, **common)
    if not rarely(draw):
        return (first,)
    again = end + pick(draw, 0, 30)
    length, other_site = pick(draw, 45, 20, 90), pick(draw, site, None, *SITES)
    return (
        first,
        WorkingHours(start_minute=again, end_minute=again + length, site=other_site, **common),
    )


def pattern(draw: Draw) -> tuple[WorkingHours, ...]:
    """Draw a working pattern: a whole week, or a few days, some in even or odd weeks only."""
    if pick(draw, True, True, True, False):
        return hours(end=pick(draw, 12, 17))
    halves = ((Weeks.EVERY,), (Weeks.EVEN,), (Weeks.EVEN, Weeks.ODD))
    return tuple(
        part
        for weekday in some(draw, range(7), 4)
        for weeks in pick(draw, *halves)
        for part in stretches(draw, weekday, weeks)
    )


def absences(draw: Draw) -> tuple[Absence, ...]:
    """Draw up to two absences, some followed at once by another or without an end."""
    found: list[Absence] = []
    for _ in range(pick(draw, 0, 0, 0, 1, 2)):
        first = day(draw, BEFORE, LAST)
        length = pick(draw, 1, 6, 21, 41, 42, 61, None)
        last = None if length is None else first + timedelta(days=length - 1)
        found.append(Absence(first, last))
        if last is not None and rarely(draw):
            found.append(Absence(last + timedelta(days=1), last + timedelta(days=30)))
    return tuple(found)


def windows(draw: Draw) -> tuple[MeetingWindow, ...]:
    """Draw no meeting windows, or one on each working day."""
    if not rarely(draw):
        return ()
    end = pick(draw, 720, 600, 570)
    return tuple(MeetingWindow(weekday=n, start_minute=540, end_minute=end) for n in range(5))


def disc(draw: Draw) -> DiscProfile | None:
    """Draw no profile, a style, or scores."""
    kind = pick(draw, "none", "style", "scores")
    if kind == "style":
        return DiscProfile(style=pick(draw, *STYLES))
    if kind == "scores":
        d, i, s, c = (float(draw(st.integers(0, 100))) for _ in range(4))
        return DiscProfile(scores=(d, i, s, c))
    return None


def person(draw: Draw, number: str) -> dict[str, Any]:
    """Draw what juniors and seniors have in common."""
    return {
        "number": number,
        "name": f"Person {number}",
        "sites": pick(draw, ("Noord",), ("noord", "Oost"), ("Zuid", "Noord"), ("Oost",)),
        "hours": pattern(draw),
        "absences": absences(draw),
        "windows": windows(draw),
        "in_service_from": maybe_day(draw, BEFORE, date(2027, 3, 1)),
        "out_of_service_from": maybe_day(draw, date(2027, 2, 1), LAST),
        "domains": pick(draw, (), (), (), ("jeugd",), ("GGZ", "jeugd"), ("ggz",)),
        "disc": disc(draw),
        "is_remote": rarely(draw),
    }


def junior(draw: Draw, number: str, group: str | None) -> Junior:
    """Draw a junior who started in the last three years, or will this year."""
    start = day(draw, date(2024, 1, 1), date(2027, 9, 1))
    return Junior(
        start=start,
        trajectory=pick(draw, "junior", "junior", "short"),
        guided_from=maybe_day(draw, start, date(2028, 1, 1)),
        trajectory_end=maybe_day(draw, date(2027, 2, 1), LAST),
        promoted_from=maybe_day(draw, date(2027, 2, 1), LAST),
        budget_minutes=pick(draw, None, None, None, 240, 120, 60),
        goals=pick(draw, (), ("a",), ("a", "b", "C")),
        group=pick(draw, None, group, group),
        **person(draw, number),
    )


def senior(draw: Draw, number: str) -> Senior:
    """Draw a senior, most of them able to guide anybody."""
    return Senior(
        coaches=not rarely(draw),
        role=pick(draw, "senior", "senior", "coach"),
        cap_minutes=pick(draw, 720, None, 300, 240, 120),
        max_juniors=pick(draw, None, None, 3, 2, 1),
        trained_until=maybe_day(draw, BEFORE, LAST),
        registrations=pick(draw, (), ("NVO-OG",), ("kj/nip", "diploma")),
        academic_years=pick(draw, None, 4.5, 5.0),
        has_motivation=pick(draw, False, True),
        specialisations=pick(draw, (), ("A",), ("b", "x")),
        **person(draw, number),
    )


def trajectories(draw: Draw) -> dict[str, TrajectoryType]:
    """Draw the types: the built-in one, and one with other lengths and perhaps a demand."""
    every, minutes = pick(draw, 1, 2), pick(draw, None, 45, 60)
    phases = (
        Phase(from_month=0, count=20, every=every, unit=Unit.WEEKS, minutes=minutes),
        Phase(from_month=11, count=5, every=40, unit=Unit.DAYS, minutes=30),
    )
    demand = pick(draw, None, None, Registration.SKJ, Registration.POSTMASTER)
    guide = pick(draw, None, None, None, "senior", "coach")
    short = TrajectoryType(name="short", phases=phases, demand=demand, guide=guide)
    return {"junior": JUNIOR_TRAJECTORY, "short": short}


def pairings(draw: Draw, juniors: Sequence[str], seniors: Sequence[str]) -> list[PairingRow]:
    """Draw at most one open row a junior, and some that forbid or are history."""
    rows = []
    for statuses in (
        (None, None, PairingStatus.RUNNING, PairingStatus.LOCKED),
        (None, None, None, PairingStatus.FORBIDDEN, PairingStatus.ENDED),
    ):
        for number in juniors:
            status = pick(draw, *statuses)
            if status is not None:
                row = PairingRow(
                    junior=number,
                    senior=pick(draw, *seniors),
                    status=status,
                    slot=pick(draw, None, Slot(0, 18), Slot(3, 19)),
                    until=pick(draw, None, date(2027, 1, 1), date(2026, 12, 31)),
                )
                rows.append(row)
    return rows


def preferences(draw: Draw, juniors: Sequence[str], seniors: Sequence[str]) -> list[Preference]:
    """Draw wishes and vetoes, either way round, at most one about each."""
    pairs = [(j, s) for j in juniors for s in seniors if j != s]
    return [
        Preference(
            source=source, target=target, rank=pick(draw, 1, 2, 3, 4, None), veto=rarely(draw)
        )
        for source, target in some(draw, [*pairs, *((s, j) for j, s in pairs)], 5)
    ]


def capacities(draw: Draw, seniors: Sequence[str]) -> list[Capacity]:
    """Draw rows of Capaciteit: general, of an earlier quarter, or of one in the horizon."""
    keys = [(number, shift) for number in seniors for shift in (None, -2, 0, 1)]
    return [
        Capacity(
            senior=number,
            quarter=None if shift is None else QUARTER.shift(shift),
            minutes=pick(draw, 600, 400, 240, 239, 150, 0),
            max_juniors=pick(draw, None, 2, 1),
        )
        for number, shift in some(draw, keys, 3)
    ]


def escalations(draw: Draw, juniors: Sequence[Junior]) -> list[Escalation]:
    """Draw escalations, none before its junior's start."""
    return [
        Escalation(
            junior=someone.number,
            first=max(someone.start, day(draw, FIRST, date(2027, 9, 1))),
            last=pick(draw, None, date(2027, 10, 15)),
            every_weeks=pick(draw, 1, 2, 3),
        )
        for someone in juniors
        if rarely(draw)
    ]


def held_meetings(draw: Draw, juniors: Sequence[str], seniors: Sequence[str]) -> list[HeldMeeting]:
    """Draw meetings that were held in or shortly before the planning quarter."""
    return [
        HeldMeeting(
            junior=pick(draw, *juniors),
            senior=pick(draw, *seniors),
            day=day(draw, date(2026, 12, 1), QUARTER.last_day),
            minutes=pick(draw, 30, 60),
        )
        for _ in range(pick(draw, 0, 0, 1, 3))
    ]


def settings(draw: Draw) -> Settings:
    """Draw settings for a run in 2027-Q1."""
    return Settings(
        quarter=QUARTER,
        horizon_length=pick(draw, 4, 1, 2, 5),
        reference_date=maybe_day(draw, date(2026, 12, 1), QUARTER.last_day),
        meeting_minutes=pick(draw, 30, 30, 45),
        comfort_permille=pick(draw, 850, 700, 875),
        keep_running=rarely(draw),
        default_cap_minutes=pick(draw, 720, 240),
        even_weeks_from=pick(draw, None, None, date(2026, 12, 30), date(2027, 3, 1)),
        disc_rule=pick(draw, *DiscRule),
    )


def level_order(draw: Draw) -> tuple[Level, ...]:
    """Draw the goals in force: the first and the last fixed, the others in any order or off."""
    if not rarely(draw):
        return tuple(Level)
    return (Level.PLACED, *some(draw, list(Level)[1:-1], 5), Level.DRAW)


def groups(draw: Draw, seniors: Sequence[str]) -> tuple[Group, ...]:
    """Draw no group, or one, perhaps with a senior of its own."""
    if pick(draw, True, False):
        return ()
    return (
        Group(
            name="A",
            trajectory=pick(draw, "junior", "short"),
            start=day(draw, date(2026, 1, 1), date(2027, 6, 1)),
            senior=pick(draw, *seniors) if rarely(draw) else None,
        ),
    )


@st.composite
def instances(draw: Draw) -> Instance:
    """Draw a practice of one to five juniors and one to three seniors, valid as read."""
    numbers = [f"J{n}" for n in range(1, draw(st.integers(1, 5)) + 1)]
    guides = [f"S{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    if rarely(draw):
        guides[0] = "J1"  # somebody in a trajectory who guides others
    in_groups = groups(draw, guides)
    group = in_groups[0].name if in_groups else None
    juniors = tuple(junior(draw, number, group) for number in numbers)
    drawn_weights = {part: pick(draw, 10, 0, 37) for part in Component} if rarely(draw) else None
    letters = [(ours, theirs) for ours in LETTERS for theirs in LETTERS]
    return Instance(
        settings=settings(draw),
        juniors=juniors,
        seniors=tuple(senior(draw, number) for number in guides),
        capacities=tuple(capacities(draw, guides)),
        pairings=tuple(pairings(draw, numbers, guides)),
        preferences=tuple(preferences(draw, numbers, guides)),
        escalations=tuple(escalations(draw, juniors)),
        groups=in_groups,
        held=tuple(held_meetings(draw, numbers, guides)),
        closures=(Absence(date(2027, 8, 2), date(2027, 8, 13)),) if rarely(draw) else (),
        holidays=frozenset(day(draw, FIRST, LAST) for _ in range(draw(st.integers(0, 5)))),
        trajectories=trajectories(draw),
        weights=drawn_weights or DEFAULT_WEIGHTS,
        levels=level_order(draw),
        disc_matrix={key: pick(draw, 0, 900, 1000) for key in some(draw, letters, 3)},
    )
