"""The best of all answers with something that must be, found by trying every one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from koppeling.domain.instance import Level
from koppeling.rules.situation import Item, Situation
from tests.reference import MINIMISED, answers, value

Chosen = dict[str, list[Item]]


class Everything:
    """All answers of a tiny practice, each with its value on every level."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.answers: list[tuple[Chosen, dict[Level, int]]] = [
            (chosen, {level: value(situation, chosen, level) for level in Level})
            for chosen in answers(situation)
        ]

    def best(
        self,
        allows: Callable[[Chosen, Mapping[Level, int]], bool] = lambda _chosen, _values: True,
        levels: Sequence[Level] | None = None,
    ) -> tuple[dict[str, str], dict[Level, int]] | None:
        """
        Return senior by junior, and the values, of the best answer that is allowed.

        Only the `levels` asked for (those in force) decide, and have a value.
        """
        order = self.situation.instance.levels if levels is None else levels
        found = [(c, v) for c, v in self.answers if allows(c, v)]
        if not found:
            return None
        chosen, values = min(
            found, key=lambda one: [one[1][x] * (1 if x in MINIMISED else -1) for x in order]
        )
        return seniors(chosen), {level: values[level] for level in order}


def seniors(chosen: Chosen) -> dict[str, str]:
    """Return senior by junior."""
    return {
        one.number: number for number, items in chosen.items() for i in items for one in i.members
    }


def has(pairs: Iterable[tuple[str, str]]) -> Callable[[Chosen, Mapping[Level, int]], bool]:
    """Allow answers that have these pairs of (junior, senior)."""
    wanted = dict(pairs)
    return lambda chosen, _values: wanted.items() <= seniors(chosen).items()
