"""The pairs that may exist, with the slots that serve them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from koppeling.rules.eligibility import binding_codes, is_locked
from koppeling.rules.moments import Alike, Moment, list_moments, serving
from koppeling.rules.situation import Item, Situation


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A pair that may exist: item and senior by index, and the slots that serve it."""

    item: int
    senior: int
    is_locked: bool
    alike: tuple[Alike, ...]

    @property
    def num_moments(self) -> int:
        """Number of slots, at least one."""
        return sum(alike.starts.bit_count() for alike in self.alike)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The slots, in order; written out at every call, as few pairs are asked for theirs."""
        return list_moments(self.alike)


class _Surroundings:
    """Who could guide whom as far as sites and locks go; the other rules come after."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._index: dict[str, list[int]] = defaultdict(list)
        self._at_site: dict[str, set[int]] = defaultdict(set)
        self._remote: set[int] = set()
        for s, senior in enumerate(situation.instance.seniors):
            self._index[senior.number].append(s)
            if senior.is_remote:
                self._remote.add(s)
            for site in senior.sites:
                self._at_site[site.casefold()].add(s)

    def seniors(self, item: Item) -> Iterable[int]:
        """List by index the seniors whom `vestiging` does not keep from the first member."""
        first = item.members[0]
        if first.is_remote:
            return range(len(self._situation.instance.seniors))
        found = set(self._remote)
        for site in first.sites:
            found |= self._at_site.get(site.casefold(), set())
        for junior in item.members:
            if row := self._situation.locked.get(junior.number):
                found.update(self._index.get(row.senior, ()))
        return sorted(found)


def find_candidates(situation: Situation) -> tuple[Candidate, ...]:
    """List every pair that may exist, in order of (junior number, senior number)."""
    surroundings = _Surroundings(situation)
    found = []
    for i, item in enumerate(situation.items):
        for s in surroundings.seniors(item):
            senior = situation.instance.seniors[s]
            if binding_codes(item, senior, situation):
                continue
            if alike := serving(item, senior, situation):
                locked = is_locked(item, senior, situation)
                found.append(Candidate(item=i, senior=s, is_locked=locked, alike=alike))
    return tuple(found)
