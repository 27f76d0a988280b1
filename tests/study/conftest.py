"""One solver process for all tests that need one."""

from __future__ import annotations

from tests.solve.conftest import solver

__all__ = ["solver"]
