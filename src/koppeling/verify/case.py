"""One result beside the practice it was made for: what both halves of the check look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.verify.levels import guided_items
from koppeling.verify.moments import Moments
from koppeling.verify.practice import Practice

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.domain.period import Slot
    from koppeling.verify.claims import Claims, PairClaim
    from koppeling.verify.practice import Item


class Case:
    """
    A published result to be checked.

    Parameters
    ----------
    instance : Instance
        The input it was made from.
    claims : Claims
        What it says.

    Attributes
    ----------
    pairs : dict of str to PairClaim
        By junior; only known people with a need, and each junior's first pair.
    guided : dict of str to list of Item
        What each senior guides by those pairs, a group once.
    """

    def __init__(self, instance: Instance, claims: Claims) -> None:
        self.instance = instance
        self.claims = claims
        self.practice = Practice(instance)
        self.moments = Moments(self.practice)
        self.pairs: dict[str, PairClaim] = {}
        for pair in claims.pairings:
            if pair.junior in self.practice.item_of and pair.senior in self.practice.seniors:
                self.pairs.setdefault(pair.junior, pair)
        self.seniors_by_junior = {number: pair.senior for number, pair in self.pairs.items()}
        self.guided = guided_items(self.practice, self.seniors_by_junior)

    def slots_of(self, senior: str, items: list[Item]) -> list[tuple[Item, Slot]]:
        """List the slots in which a senior guides `items`, as published."""
        found: list[tuple[Item, Slot]] = []
        for item in items:
            for member in item.members:
                pair = self.pairs.get(member.number)
                if pair is not None and pair.senior == senior:
                    found.append((item, pair.slot))
                    break
        return found
