"""Values of each level for a given choice, and bounds that need no solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from koppeling.model.problem import EVEN_SCALE, AssignmentProblem

MINIMISED = frozenset({"peak", "even", "draw"})


def weights_of(problem: AssignmentProblem, level: str) -> tuple[int, ...]:
    """Return the weight per pair of a linear level (all but peak and even)."""
    return {
        "placed": problem.placed,
        "kept": problem.kept,
        "served": problem.served,
        "quality": problem.points,
        "draw": problem.draw,
    }[level]


def peak_of(problem: AssignmentProblem, chosen: Collection[int]) -> int:
    """Return the step that the highest utilisation of a measured resource falls under, in ‰."""
    chosen = set(chosen)
    for step in problem.peak_steps:
        if all(
            1000 * used <= step * resource.capacity
            for resource in problem.resources
            if resource.is_measured
            and (used := _used(resource.pairs, resource.amounts, resource.charge, chosen))
        ):
            return step
    raise ValueError("a capacity is exceeded")


def _used(
    pairs: Sequence[int], amounts: Sequence[int], charge: int, chosen: Collection[int]
) -> int:
    used = sum(a for p, a in zip(pairs, amounts, strict=True) if p in chosen)
    return used + charge if used else 0


def unevenness_of(problem: AssignmentProblem, chosen: Collection[int]) -> int:
    """Return Σ ⌊10⁶·(used/cap)²⌋ over bins."""
    chosen = set(chosen)
    cost = 0
    for total in problem.totals:
        used = sum(a for p, a in zip(total.pairs, total.amounts, strict=True) if p in chosen)
        used += sum(charge for charge, pairs in total.charges if not chosen.isdisjoint(pairs))
        cost += EVEN_SCALE * used**2 // total.capacity**2
    return cost


def value_of(problem: AssignmentProblem, level: str, chosen: Collection[int]) -> int:
    """Return the value of any level for the chosen pairs."""
    if level == "peak":
        return peak_of(problem, chosen)
    if level == "even":
        return unevenness_of(problem, chosen)
    weights = weights_of(problem, level)
    return sum(weights[p] for p in chosen)


def trivial_bound(problem: AssignmentProblem, level: str) -> int:
    """
    Bound a level by arithmetic alone: each item takes its own best pair.

    For *peak* the floor, for *even* and *draw* zero.
    """
    if level == "peak":
        return problem.peak_floor
    if level in MINIMISED:
        return 0
    best: dict[int, int] = defaultdict(int)
    for item, weight in zip(problem.pair_item, weights_of(problem, level), strict=True):
        best[item] = max(best[item], weight)
    return sum(best.values())


def greedy_start(problem: AssignmentProblem) -> frozenset[int]:
    """
    Choose pairs one by one, never going back.

    Locked pairs first, then running ones, then the items with the fewest
    pairs, each at the bin where most points are to be had. Keeps every
    resource; slots are left to whoever uses this as a hint. Without it a search
    that is stopped early would give up running pairs it never looked at.

    Returns
    -------
    frozenset of int
        The pairs chosen; at most one an item.
    """
    left = [resource.capacity for resource in problem.resources]
    touched: set[int] = set()
    uses: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r, resource in enumerate(problem.resources):
        for p, amount in zip(resource.pairs, resource.amounts, strict=True):
            uses[p].append((r, amount))

    def cost(r: int, amount: int) -> int:
        return amount + (0 if r in touched else problem.resources[r].charge)

    locked = set(problem.locked)
    num_pairs = [0] * problem.num_items
    for item in problem.pair_item:
        num_pairs[item] += 1
    order = sorted(
        range(problem.num_pairs),
        key=lambda p: (
            p not in locked,
            -problem.kept[p],
            num_pairs[problem.pair_item[p]],
            problem.pair_item[p],
            -problem.points[p],
            p,
        ),
    )
    chosen: set[int] = set()
    placed: set[int] = set()
    for p in order:
        if problem.pair_item[p] in placed:
            continue
        if all(cost(r, amount) <= left[r] for r, amount in uses[p]):
            for r, amount in uses[p]:
                left[r] -= cost(r, amount)
                touched.add(r)
            chosen.add(p)
            placed.add(problem.pair_item[p])
    return frozenset(chosen)
