"""Judge an answer on the arrays it was asked of, by plain counting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.rows import MINIMISED, level_weights
from koppeling.model.problem import EVEN_SCALE, AssignmentProblem, Resource, TotalLoad


def faults(
    problem: AssignmentProblem, chosen: Sequence[int], claims: dict[str, int]
) -> tuple[str, ...]:
    """
    List what is wrong with an answer; empty means sound.

    Parameters
    ----------
    problem : AssignmentProblem
        Without items that stand for several.
    chosen : sequence of int
        The pairs of the answer.
    claims : dict
        Value claimed per level; the answer may be better, never worse.
    """
    return (*_broken_rules(problem, chosen), *_broken_claims(problem, chosen, claims))


def _broken_rules(problem: AssignmentProblem, chosen: Sequence[int]) -> Iterator[str]:
    times = Counter(problem.pair_item[pair] for pair in chosen)
    yield from (f"item {item} has {n} bins" for item, n in times.items() if n > 1)
    yield from (f"item {item} has no bin" for item in problem.required if not times[item])
    taken = set(chosen)
    yield from (f"locked pair {pair} is missing" for pair in problem.locked if pair not in taken)
    yield from (f"barred pair {pair} is chosen" for pair in problem.barred if pair in taken)
    for index, resource in enumerate(problem.resources):
        used = _used(resource, taken)
        if used > resource.capacity:
            yield f"resource {index} carries {used} of {resource.capacity}"
    if not _has_slots(problem, taken):
        yield "no slots serve all pairs"


def _has_slots(problem: AssignmentProblem, taken: set[int]) -> bool:
    """Tell whether every chosen pair can have a slot; only then is the solver asked."""
    options: dict[int, list[int]] = defaultdict(list)
    for option, pair in enumerate(problem.option_pair):
        if pair in taken:
            options[pair].append(option)
    if not options:
        return True
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    is_taken = {o: model.new_bool_var("") for of_pair in options.values() for o in of_pair}
    for of_pair in options.values():
        model.add_exactly_one(is_taken[option] for option in of_pair)
    for row in problem.slot_rows:
        uses = [(o, use) for o, use in zip(row.options, row.uses, strict=True) if o in is_taken]
        if uses:
            model.add(sum(use * is_taken[option] for option, use in uses) <= row.capacity)
    return cp_model.CpSolver().solve(model) == cp_model.OPTIMAL


def _broken_claims(
    problem: AssignmentProblem, chosen: Sequence[int], claims: dict[str, int]
) -> Iterator[str]:
    for level, claimed in claims.items():
        real = level_value(problem, level, chosen)
        if real > claimed if level in MINIMISED else real < claimed:
            yield f"{level} is {real}, not {claimed}"


def level_value(problem: AssignmentProblem, level: str, chosen: Sequence[int]) -> int:
    """Return what a level is really worth."""
    taken = set(chosen)
    if level == "peak":
        return _peak(problem, taken)
    if level == "even":
        return sum(
            EVEN_SCALE * _carried(total, taken) ** 2 // total.capacity**2
            for total in problem.totals
        )
    weights = level_weights(problem, level)
    return sum(weights[pair] for pair in chosen)


def _used(resource: Resource, taken: set[int]) -> int:
    amounts = [a for p, a in zip(resource.pairs, resource.amounts, strict=True) if p in taken]
    return sum(amounts) + resource.charge if amounts else 0


def _carried(total: TotalLoad, taken: set[int]) -> int:
    amounts = (a for p, a in zip(total.pairs, total.amounts, strict=True) if p in taken)
    return sum(amounts) + sum(c for c, pairs in total.charges if not taken.isdisjoint(pairs))


def _peak(problem: AssignmentProblem, taken: set[int]) -> int:
    loads = [(_used(r, taken), r.capacity) for r in problem.resources if r.is_measured]
    for step in problem.peak_steps:
        if all(1000 * used <= step * capacity for used, capacity in loads):
            return step
    return problem.peak_steps[-1] + 1
