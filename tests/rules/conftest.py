"""What the tests of the rules share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from koppeling.locale import language


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English, so that sentences can be compared with their ids."""
    with language("en"):
        yield
