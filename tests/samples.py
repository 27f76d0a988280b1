"""On how many cases a promise is tried: a sample of them always, all of them in the slow set."""

from __future__ import annotations

import pytest


def over_seeds(few: int, many: int) -> pytest.MarkDecorator:
    """Give a test `seeds`: the first `few` of them in the fast set, all `many` in the slow one."""
    every = pytest.param(range(many), id=f"all {many}", marks=pytest.mark.slow)
    return pytest.mark.parametrize(
        "seeds", [pytest.param(range(few), id=f"{few} of {many}"), every]
    )


def each_seed(few: int, many: int) -> pytest.MarkDecorator:
    """Make a test of each `seed`; those after the first `few` are in the slow set."""
    slow = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(few, many)]
    return pytest.mark.parametrize("seed", [*range(few), *slow])
