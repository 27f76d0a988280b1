"""One solver process for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from koppeling.solve.process import SolverProcess


@pytest.fixture(scope="session")
def solver() -> Iterator[SolverProcess]:
    """Start a solver."""
    with SolverProcess() as running:
        yield running
