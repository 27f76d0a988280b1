"""A buddy for every working day of a junior (B20): beside the guidance, never in the 35 hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from koppeling.domain.meeting import BuddyDay
from koppeling.domain.people import Junior, Person
from koppeling.report import phrases
from koppeling.report.result_workbook import ExtraSheet
from koppeling.rules.needs import start_of
from koppeling.rules.situation import Situation
from koppeling.workbook.schema.results import BUDDIES
from koppeling.workbook.write.columns import Column, in_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.domain.instance import Instance


def assign_buddies(situation: Situation) -> tuple[BuddyDay, ...]:
    """
    Give every junior a buddy on every working day of the planning quarter.

    Day by day, whoever has least choice first: the colleague with the fewest
    juniors that day, then with the fewest turns so far, then the lowest
    number. So turns spread evenly, if not provably as evenly as can be, and the
    answer is always the same.
    """
    return tuple(_Roster(situation).days())


@dataclass(frozen=True)
class _Roster:
    situation: Situation

    @cached_property
    def juniors(self) -> tuple[Junior, ...]:
        """Everyone in a trajectory."""
        return tuple(
            j for j in self.situation.instance.juniors if j.number in self.situation.item_of
        )

    def days(self) -> Iterator[BuddyDay]:
        quarter = self.situation.calendar.quarters[self.situation.quarters[0]]
        turns: Counter[str] = Counter()
        meetings = {junior.number: self._days_with(junior) for junior in self.juniors}
        for day in self.situation.calendar.days(quarter):
            bit = self.situation.calendar.of_dates([day])
            choice = {
                junior.number: sorted(
                    (c, site) for c, site, days in meetings[junior.number] if days & bit
                )
                for junior in self.juniors
                if self._site_on(junior, bit) is not None
            }
            today: Counter[str] = Counter()
            found = {}
            for number in sorted(choice, key=lambda n: (len(choice[n]), n)):
                best = min(
                    choice[number], key=lambda c: (today[c[0]], turns[c[0]], c), default=None
                )
                found[number] = best
                if best is not None:
                    today[best[0]] += 1
                    turns[best[0]] += 1
            for junior in self.juniors:
                if junior.number in found:
                    buddy, site = found[junior.number] or (None, self._site_on(junior, bit) or "")
                    yield BuddyDay(day=day, junior=junior.number, buddy=buddy, site=site)

    def _colleagues(self, junior: Junior) -> Iterator[Person]:
        """List who could stand by: seniors, and juniors who started earlier."""
        instance = self.situation.instance
        seen = {junior.number}
        own = start_of(junior, instance)
        earlier = (j for j in instance.juniors if start_of(j, instance) < own)
        for person in (*instance.seniors, *earlier):
            if person.number not in seen:
                seen.add(person.number)
                yield person

    def _days_with(self, junior: Junior) -> list[tuple[str, str, int]]:
        """List colleague, site and the days on which they are there together for a while."""
        own = self.situation.presence(junior).by_site
        together = []
        for colleague in self._colleagues(junior):
            theirs = self.situation.presence(colleague).by_site
            for site in sorted(own.keys() & theirs.keys()):
                cells = zip(own[site], theirs[site], strict=True)
                days = reduce(int.__or__, (a & b for a, b in cells))
                if days:
                    together.append((colleague.number, site, days))
        return together

    def _site_on(self, junior: Junior, bit: int) -> str | None:
        """Return the first site a junior is at on a day; None when not at work."""
        at = self.situation.presence(junior).by_site
        return next((site for site in sorted(at) if any(c & bit for c in at[site])), None)


def buddy_sheet(days: Sequence[BuddyDay], instance: Instance) -> ExtraSheet:
    """Make the sheet, in order of day and junior."""
    names = phrases.names_by_number(instance)
    sites = {
        site.casefold(): site
        for person in (*instance.juniors, *instance.seniors)
        for site in (*person.sites, *(part.site for part in person.hours if part.site))
    }
    rows = [
        (
            one.day,
            one.junior,
            names.get(one.junior),
            one.buddy,
            names.get(one.buddy or ""),
            sites.get(one.site, one.site),
        )
        for one in days
    ]
    return ExtraSheet(
        name=in_use(BUDDIES.words),
        columns=[Column.of(field, is_input=False) for field in BUDDIES.columns],
        rows=rows,
        frozen_columns=2,
    )
