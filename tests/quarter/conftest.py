"""A practice that is decided upon, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from koppeling import practice as app
from koppeling.practice.decide import decide
from tests.practice.results import BY, write_practice
from tests.quarter.turning import PRACTICE


@pytest.fixture(scope="session")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Match the practice and agree with everything, once."""
    folder = tmp_path_factory.mktemp("next")
    proposal = app.match([write_practice(folder / "praktijk.xlsx", PRACTICE)]).written
    assert proposal is not None
    done = decide(proposal, by=BY, everything=True)
    assert done.written is not None
    return done.written
