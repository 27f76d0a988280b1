"""
Components of a problem, solved apart and to proof.

Every level but *peak* is a sum over components, so its best is the sum of
theirs; the lowest peak of the whole is the highest of theirs. So each is
solved up to its peak, and then, with the peak of the whole, for the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.levels import LevelSearch
from koppeling.solve.messages import LevelOutcome
from koppeling.solve.neighbourhoods import Map

#: Makes the search of one component, for a share of the time left, from an answer if there is one.
Begin = Callable[[AssignmentProblem, float, tuple[int, ...] | None], LevelSearch]


def components_of(problem: AssignmentProblem) -> list[list[int]]:
    """List the bins of each component of the pairs; bins without pairs are in none."""
    root = list(range(problem.num_bins))

    def find(bin_: int) -> int:
        while root[bin_] != bin_:
            root[bin_] = bin_ = root[root[bin_]]
        return bin_

    first: dict[int, int] = {}
    for item, bin_ in zip(problem.pair_item, problem.pair_bin, strict=True):
        root[find(bin_)] = find(first.setdefault(item, bin_))
    together: dict[int, list[int]] = defaultdict(list)
    for bin_ in sorted(set(problem.pair_bin)):
        together[find(bin_)].append(bin_)
    return list(together.values())


class Components:
    """
    The components of one problem.

    Parameters
    ----------
    problem : AssignmentProblem
        The whole.
    components : sequence of sequence of int
        The bins of each; see `components_of`.
    begin : callable
        Makes the search of a component.

    Attributes
    ----------
    chosen : tuple of int or None
        The answer to the whole, as far as levels have been solved.
    """

    def __init__(
        self,
        problem: AssignmentProblem,
        components: Sequence[Sequence[int]],
        begin: Begin,
    ) -> None:
        self._levels = problem.levels
        self._begin = begin
        self.chosen: tuple[int, ...] | None = None
        whole = Map(problem)
        self._parts = [
            whole.carve(
                (), bins, {problem.pair_item[p] for b in bins for p in whole.pairs_of_bin[b]}
            )
            for bins in components
        ]
        self._held: list[dict[str, int]] = [{} for _ in self._parts]
        self._known: list[tuple[int, ...] | None] = [None for _ in self._parts]

    def run(self) -> tuple[LevelOutcome, ...] | None:
        """Solve all levels; None when a component has no answer within its time, or none at all."""
        cut = self._levels.index("peak") + 1 if "peak" in self._levels else 0
        outcomes: list[LevelOutcome] = []
        for levels, rest in ((self._levels[:cut], 0.5), (self._levels[cut:], 1.0)):
            if not levels:
                continue
            done = self._solve(levels, rest)
            if done is None:
                return None
            outcomes.extend(
                _added(level, [one[i] for one in done]) for i, level in enumerate(levels)
            )
            for held in self._held:
                if "peak" in held:
                    held["peak"] = max(one["peak"] for one in self._held)
        return tuple(outcomes)

    def _solve(
        self, levels: tuple[str, ...], share: float
    ) -> list[tuple[LevelOutcome, ...]] | None:
        """Solve some levels of every component, each given its share of the time left."""
        chosen: list[int] = []
        done = []
        left = sum(len(part.pair) for part in self._parts)
        for n, (part, held) in enumerate(zip(self._parts, self._held, strict=True)):
            asked = replace(part.problem, levels=levels, held=tuple(held.items()))
            search = self._begin(asked, share * len(part.pair) / left, self._known[n])
            left -= len(part.pair)
            done.append(search.run())
            if search.chosen is None:
                return None
            self._known[n] = search.chosen
            chosen.extend(part.back(search.chosen))
            held.update((one.level, one.value) for one in done[-1] if one.value is not None)
        self.chosen = tuple(sorted(chosen))
        return done


def _added(level: str, parts: Sequence[LevelOutcome]) -> LevelOutcome:
    """Return what a level is over all components."""
    gather = max if level == "peak" else sum
    return LevelOutcome(
        level=level,
        value=gather(part.value or 0 for part in parts),
        bound=gather(part.bound or 0 for part in parts),
        proven=all(part.proven for part in parts),
        seconds=sum(part.seconds for part in parts),
    )
