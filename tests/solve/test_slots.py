"""The fixed slots are the one best choice, and the reduction that leaves slots out is exact."""

from __future__ import annotations

import random
from itertools import product

import pytest

from koppeling.errors import SolveError
from koppeling.model.problem import SlotProblem, SlotRow
from koppeling.solve.date_choice import choose_slots


def random_problem(rng: random.Random) -> SlotProblem:
    """Pose some items that want the same few cells."""
    num_items, num_cells = rng.randint(1, 4), rng.randint(2, 4)
    cells: list[int] = []
    options: list[tuple[int, ...]] = []
    kept: list[int] = []
    common: list[int] = []
    for _ in range(num_items):
        mine = sorted(rng.sample(range(num_cells), rng.randint(1, num_cells)))
        options.append(tuple(range(len(cells), len(cells) + len(mine))))
        cells += mine
        stays = rng.choice([*mine, None])
        kept += [int(cell == stays) for cell in mine]
        common += [rng.randint(5, 8) for _ in mine]
    rows = []
    for cell in range(num_cells):
        covering = tuple(o for o, c in enumerate(cells) if c == cell)
        uses = tuple(rng.choice((3, 6, 7)) for _ in covering)
        rows.append(SlotRow(options=covering, uses=uses, capacity=rng.choice((7, 13))))
    return SlotProblem(
        options=tuple(options), kept=tuple(kept), common=tuple(common), rows=tuple(rows)
    )


def best_by_trying(problem: SlotProblem) -> tuple[int, ...] | None:
    """Try every combination."""
    best: tuple[int, int, tuple[int, ...]] | None = None
    for chosen in product(*problem.options):
        fits = all(
            sum(u for o, u in zip(row.options, row.uses, strict=True) if o in chosen)
            <= row.capacity
            for row in problem.rows
        )
        if fits:
            kept = sum(problem.kept[o] for o in chosen)
            common = sum(problem.common[o] for o in chosen)
            candidate = (-kept, -common, chosen)
            best = candidate if best is None or candidate < best else best
    return None if best is None else best[2]


def test_slots_agree_with_trying_every_combination() -> None:
    """Kept slots first, then common dates, then the earliest list; no room is an error."""
    rng = random.Random(7)
    num_solved = num_impossible = 0
    for _ in range(150):
        problem = random_problem(rng)
        best = best_by_trying(problem)
        if best is None:
            num_impossible += 1
            with pytest.raises(SolveError):
                choose_slots(problem)
        else:
            num_solved += 1
            assert choose_slots(problem) == best
    assert num_solved > 50
    assert num_impossible > 10
