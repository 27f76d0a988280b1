"""
Parts of a problem: some bins with what is in them now, solved anew while the rest stands still.

A part is a problem of its own, small enough to be solved well. What its answer
gains, the whole gains: every level but *peak* is a sum over bins, and a peak
is kept by holding it in the part. So an answer can only become better, and is
feasible at every step.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from koppeling.model.problem import AssignmentProblem, Resource, SlotRow, TotalLoad
from koppeling.solve.columns.blending import blend
from koppeling.solve.evaluation import MINIMISED, value_of
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.questions import DETERMINISTIC_RATE, SolveOptions

#: How many times its seconds a part may take on a machine that is busy.
HANGING = 5.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    A problem of some of the bins of another one.

    Attributes
    ----------
    problem : AssignmentProblem
        The part, renumbered.
    pair : tuple of int
        Per pair of the part the pair of the whole that it is.
    chosen : tuple of int
        The answer at hand, as pairs of the part.
    """

    problem: AssignmentProblem
    pair: tuple[int, ...]
    chosen: tuple[int, ...]

    def back(self, chosen: Iterable[int]) -> tuple[int, ...]:
        """Name pairs of the part as pairs of the whole."""
        return tuple(sorted(self.pair[p] for p in chosen))


class Map:
    """
    What belongs to each bin and item of a problem; made once, to carve parts quickly.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each.

    Attributes
    ----------
    pairs_of_bin, pairs_of_item : list of list of int
        Candidate pairs.
    resources, totals, rows : dict of list
        Per bin.
    options : dict of list of int
        Slot options per pair.
    locked, barred : frozenset of int
        Pairs.
    """

    def __init__(self, problem: AssignmentProblem) -> None:
        self.problem = problem
        self.pairs_of_bin: list[list[int]] = [[] for _ in range(problem.num_bins)]
        self.pairs_of_item: list[list[int]] = [[] for _ in range(problem.num_items)]
        for p, (item, bin_) in enumerate(zip(problem.pair_item, problem.pair_bin, strict=True)):
            self.pairs_of_bin[bin_].append(p)
            self.pairs_of_item[item].append(p)
        self.resources: dict[int, list[Resource]] = defaultdict(list)
        for resource in problem.resources:
            self.resources[resource.bin].append(resource)
        self.totals: dict[int, list[TotalLoad]] = defaultdict(list)
        for total in problem.totals:
            self.totals[total.bin].append(total)
        self.options: dict[int, list[int]] = defaultdict(list)
        for option, pair in enumerate(problem.option_pair):
            self.options[pair].append(option)
        self.rows: dict[int, list[SlotRow]] = defaultdict(list)
        for row in problem.slot_rows:
            for bin_ in {problem.pair_bin[problem.option_pair[o]] for o in row.options}:
                self.rows[bin_].append(row)
        self.locked, self.barred = frozenset(problem.locked), frozenset(problem.barred)

    def neighbours(self) -> list[dict[int, int]]:
        """Count per bin, for each other bin, the items that could go to either."""
        shared: list[Counter[int]] = [Counter() for _ in self.pairs_of_bin]
        for pairs in self.pairs_of_item:
            bins = [self.problem.pair_bin[p] for p in pairs]
            for bin_ in bins:
                shared[bin_].update(bins)
        for bin_, others in enumerate(shared):
            del others[bin_]
        return [dict(others) for others in shared]

    def carve(self, chosen: Collection[int], bins: Collection[int], spare: Iterable[int]) -> Part:
        """
        Cut some bins out of the problem.

        Parameters
        ----------
        chosen : collection of int
            An answer to the whole.
        bins : collection of int
            The bins of the part, each once.
        spare : iterable of int
            Items that have no place in the whole, and may get one in the part.

        Returns
        -------
        Part
            Its items are those that `chosen` has in `bins`, and the spare ones
            that could go there; other levels and limits are those of the whole.
        """
        inside, now = set(bins), set(chosen)
        pair_item = self.problem.pair_item
        at_home = [p for bin_ in inside for p in self.pairs_of_bin[bin_] if p in now]
        items = {pair_item[p] for p in at_home} | set(spare)
        pairs = sorted(
            p for bin_ in inside for p in self.pairs_of_bin[bin_] if pair_item[p] in items
        )
        new = {p: n for n, p in enumerate(pairs)}
        return Part(
            problem=_Cut(self, sorted(inside), pairs, new).problem(),
            pair=tuple(pairs),
            chosen=tuple(sorted(new[p] for p in at_home)),
        )


class _Cut:
    """The arrays of a part: `pairs` of the whole, which are `new` in the part."""

    def __init__(
        self, whole: Map, bins: Sequence[int], pairs: Sequence[int], new: dict[int, int]
    ) -> None:
        self._whole = whole
        self._bins = {b: n for n, b in enumerate(bins)}
        self._pairs = pairs
        self._new = new

    def problem(self) -> AssignmentProblem:
        """Return the problem of the part; robustness is a question about the whole."""
        whole, pairs, new = self._whole.problem, self._pairs, self._new
        names = sorted({whole.pair_item[p] for p in pairs})
        item = {i: n for n, i in enumerate(names)}
        options = [o for p in pairs for o in self._whole.options.get(p, ())]
        return replace(
            whole,
            num_items=len(names),
            num_bins=len(self._bins),
            pair_item=tuple(item[whole.pair_item[p]] for p in pairs),
            pair_bin=tuple(self._bins[whole.pair_bin[p]] for p in pairs),
            locked=tuple(new[p] for p in pairs if p in self._whole.locked),
            barred=tuple(new[p] for p in pairs if p in self._whole.barred),
            required=tuple(item[i] for i in whole.required if i in item),
            resources=tuple(self._resources()),
            totals=tuple(self._totals()),
            option_pair=tuple(new[whole.option_pair[o]] for o in options),
            slot_rows=tuple(self._rows({o: n for n, o in enumerate(options)})),
            placed=self._only(whole.placed),
            kept=self._only(whole.kept),
            served=self._only(whole.served),
            points=self._only(whole.points),
            draw=self._only(whole.draw),
            other_points={},
        )

    def _only(self, weights: Sequence[int]) -> tuple[int, ...]:
        return tuple(weights[p] for p in self._pairs)

    def _those(
        self, pairs: Sequence[int], amounts: Sequence[int]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Keep the pairs that are in the part, renumbered, with what goes with them."""
        both = [(self._new[p], a) for p, a in zip(pairs, amounts, strict=True) if p in self._new]
        return tuple(p for p, _ in both), tuple(a for _, a in both)

    def _resources(self) -> Iterable[Resource]:
        for old, new in self._bins.items():
            for resource in self._whole.resources[old]:
                pairs, amounts = self._those(resource.pairs, resource.amounts)
                if pairs:
                    yield replace(resource, bin=new, pairs=pairs, amounts=amounts)

    def _totals(self) -> Iterable[TotalLoad]:
        for old, new in self._bins.items():
            for total in self._whole.totals[old]:
                pairs, amounts = self._those(total.pairs, total.amounts)
                charges = tuple(
                    (charge, tuple(self._new[p] for p in bringing if p in self._new))
                    for charge, bringing in total.charges
                )
                yield replace(total, bin=new, pairs=pairs, amounts=amounts, charges=charges)

    def _rows(self, options: dict[int, int]) -> Iterable[SlotRow]:
        for old in self._bins:
            for row in self._whole.rows[old]:
                both = [
                    (options[o], use)
                    for o, use in zip(row.options, row.uses, strict=True)
                    if o in options
                ]
                if both:
                    yield SlotRow(
                        options=tuple(o for o, _ in both),
                        uses=tuple(use for _, use in both),
                        capacity=row.capacity,
                    )


def carve(problem: AssignmentProblem, chosen: Collection[int], bins: Collection[int]) -> Part:
    """
    Cut some bins out of a problem, with every item that is in none of the others.

    See `Map.carve`, which does many of them quickly.
    """
    placed = {problem.pair_item[p] for p in chosen}
    spare = [item for item in range(problem.num_items) if item not in placed]
    return Map(problem).carve(chosen, bins, spare)


def divide(shared: Sequence[dict[int, int]], size: int, seed: int) -> list[tuple[int, ...]]:
    """
    Divide all bins in parts of about `size`, each grown by the items that bins share.

    Parameters
    ----------
    shared : sequence of dict
        Per bin the items it shares with others; see `Map.neighbours`.
    size : int
        Bins of a part, at most.
    seed : int
        Where parts begin; another seed gives other borders.
    """
    order = list(range(len(shared)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a seed makes it repeat
    free = set(order)
    parts = []
    for first in order:
        if first not in free:
            continue
        part: list[int] = []
        pull = Counter({first: 1})
        while pull and len(part) < size:
            best = max(pull, key=lambda b: (pull[b], -b))
            del pull[best]
            free.discard(best)
            part.append(best)
            for other, items in shared[best].items():
                if other in free:
                    pull[other] += items
        parts.append(tuple(sorted(part)))
    return parts


def share_out(
    whole: Map, chosen: Collection[int], parts: Sequence[Collection[int]], seed: int
) -> list[list[int]]:
    """Give each item without a place to one part it could go to, in turns, so that none clash."""
    pair_item, pair_bin = whole.problem.pair_item, whole.problem.pair_bin
    placed = {pair_item[p] for p in chosen}
    part_of = {bin_: n for n, part in enumerate(parts) for bin_ in part}
    spare: list[list[int]] = [[] for _ in parts]
    for item, pairs in enumerate(whole.pairs_of_item):
        if item not in placed and pairs:
            could = Counter(part_of[pair_bin[p]] for p in pairs).most_common()
            spare[could[seed % min(2, len(could))][0]].append(item)
    return spare


def rank(
    problem: AssignmentProblem, chosen: Collection[int], levels: Sequence[str]
) -> tuple[int, ...]:
    """Return what to compare answers by: the levels in order, more is better."""
    signs = [-1 if level in MINIMISED else 1 for level in levels]
    return tuple(
        sign * value_of(problem, level, chosen) for sign, level in zip(signs, levels, strict=True)
    )


def solve_part(part: Part, options: SolveOptions) -> tuple[int, ...]:
    """
    Solve a part level by level; a plain function, so that any executor can run it anywhere.

    Returns
    -------
    tuple of int
        The better answer, or the one at hand, as pairs of the whole.
    """
    # work ends it, so that it repeats; the clock only what hangs
    patient = replace(options, seconds=HANGING * options.seconds, rate=DETERMINISTIC_RATE / HANGING)
    search = LevelSearch(part.problem, patient, lambda _told: None, part.chosen)
    search.run()
    levels = [level for level in part.problem.levels if level != "peak"]
    found = search.chosen or part.chosen
    is_better = rank(part.problem, found, levels) > rank(part.problem, part.chosen, levels)
    return part.back(found if is_better else part.chosen)


def blend_part(part: Part, options: SolveOptions) -> tuple[int, ...]:
    """Improve a part on all levels together; see `koppeling.solve.columns.blending`."""
    return part.back(blend(part.problem, part.chosen, options))
