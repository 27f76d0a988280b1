"""What the tests of the check share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from koppeling.locale import language
from tests.verify.practices import VARIED_PAIRS, VARIED_SLOTS, honest, varied


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with language("en"):
        yield


@pytest.fixture(scope="session")
def result() -> dict[str, Any]:
    """Make an honest result of the varied practice; copy it before changing it."""
    return honest(varied(), VARIED_PAIRS, VARIED_SLOTS)
