"""A first answer by hand: what was running stays, the rest where there is most room."""

from __future__ import annotations

from collections import defaultdict

from koppeling.model.problem import AssignmentProblem


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
