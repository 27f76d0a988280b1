"""The cells of docs/python.md run, in order, as in a notebook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.tools import ROOT

PAGE = ROOT / "docs" / "python.md"


@pytest.mark.slow
def test_the_cells_of_the_python_page_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every cell does what it says and writes nothing."""
    cells = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    before = files()
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for cell in cells:
        exec(cell, names)  # noqa: S102 - our own page
    assert len(cells) >= 4
    assert len(names["ahead"].quarters) == 4
    assert len(names["result"].pairings) == 6
    assert "2027-Q" in capsys.readouterr().out
    assert files() == before


def files() -> set[Path]:
    """List what stands in the folder of koppeling and in its data."""
    return {*ROOT.glob("*"), *(ROOT / "data").glob("*")}
