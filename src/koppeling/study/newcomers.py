"""Which newcomers a practice could look for: the sites and working days it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from koppeling.domain.forecast import Newcomer
from koppeling.domain.instance import Instance
from koppeling.domain.people import Junior, WorkingHours
from koppeling.domain.period import Weeks
from koppeling.domain.scenario import Hire
from koppeling.domain.trajectory import JUNIOR_TRAJECTORY

WHOLE_WEEK = (0, 1, 2, 3, 4)
MOST_PATTERNS = 3
#: The default of the setting *standaard werktijd*, in minutes.
DEFAULT_TIMES = ((510, 750), (780, 1020))


@dataclass(frozen=True, kw_only=True)
class Recruiting:
    """
    What newcomers have in common.

    `times` are the stretches of a working day, in minutes from midnight.
    """

    times: tuple[tuple[int, int], ...] = DEFAULT_TIMES
    trajectory: str = JUNIOR_TRAJECTORY.name

    def hours(self, days: Iterable[int]) -> tuple[WorkingHours, ...]:
        """Return the working hours on these weekdays."""
        return tuple(
            WorkingHours(weekday=day, start_minute=start, end_minute=end)
            for day in days
            for start, end in self.times
        )

    def hire(self, newcomer: Newcomer, start: date, count: int = 1) -> Hire:
        """Return the change by which juniors of a kind start on a day."""
        return Hire(
            count=count,
            start=start,
            hours=self.hours(newcomer.days),
            sites=(newcomer.site,),
            trajectory=self.trajectory,
        )


def list_newcomers(instance: Instance) -> tuple[Newcomer, ...]:
    """
    List the kinds of newcomers: every site of a senior, with each of at most three patterns.

    The patterns are the two sets of weekdays that most juniors work now, and
    Monday to Friday. Sites come in order of how many seniors they have.
    """
    sites: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for senior in instance.seniors:
        for site in senior.sites:
            spelling.setdefault(site.casefold(), site)
            sites[site.casefold()] += 1
    ordered = sorted(sites, key=lambda site: (-sites[site], site))
    patterns = common_patterns(instance.juniors)
    return tuple(Newcomer(site=spelling[s], days=days) for s in ordered for days in patterns)


def common_patterns(juniors: Sequence[Junior]) -> tuple[tuple[int, ...], ...]:
    """Return the sets of weekdays most juniors work every week, Monday to Friday among them."""
    counts = Counter(days for junior in juniors if (days := _weekdays(junior)))
    counts.pop(WHOLE_WEEK, None)
    common = sorted(counts, key=lambda days: (-counts[days], days))
    return (*common[: MOST_PATTERNS - 1], WHOLE_WEEK)


def _weekdays(junior: Junior) -> tuple[int, ...]:
    return tuple(sorted({h.weekday for h in junior.hours if h.weeks is Weeks.EVERY}))
