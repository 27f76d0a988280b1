"""A published workbook says the same as the published JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from koppeling.locale import LANGUAGES, Language, language
from koppeling.report.document import to_document
from koppeling.report.result_workbook import to_bytes
from koppeling.verify import published
from koppeling.verify.claims import Claims
from koppeling.verify.published import (
    PublishedError,
    _value,
    read_published,
    tell_other_files,
)
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.read.intake import Intake
from koppeling.workbook.schema.results import PROPOSAL
from tests.report.builders import make_instance, make_outcome, make_provenance, make_reading


def publish(folder: Path, **outcome: Any) -> dict[str, Any]:
    """Write a made-up result as a workbook and read it back."""
    path = folder / "uit.xlsx"
    path.write_bytes(
        to_bytes(make_outcome(**outcome), make_instance(), make_reading(), make_provenance())
    )
    return read_published(path)


def expected(**outcome: Any) -> dict[str, Any]:
    """Say what the JSON of the same result says, the parts that a check looks at."""
    made = make_outcome(**outcome)
    said = to_document(made)
    minutes = {detail.pairing.junior: list(detail.minutes) for detail in made.pairings}
    for pair in said["pairings"]:
        del pair["need"]
        pair["minutes"] = minutes[pair["junior"]]
    return said


def handed_over(said: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    """Add up the minutes by pair and quarter: rows may be meetings or totals."""
    total: Counter[tuple[str, str, str]] = Counter()
    for row in said["handover"]:
        total[row["junior"], row["senior"], row["quarter"]] += row["minutes"]
    return total


def without_order(rows: list[dict[str, Any]], keys: str) -> list[list[Any]]:
    """Keep some fields of each row, in an order of their own."""
    return sorted([[row[key] for key in keys.split()] for row in rows], key=str)


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_workbook_and_json_say_the_same(tmp_path: Path, chosen: Language) -> None:
    """Whatever the language it was written in, and whatever the one it is read in."""
    with language(chosen):
        found = publish(tmp_path)
    said = expected()
    for name in ("schema", "status", "quarter", "horizon", "idle"):
        assert found[name] == said[name]
    for name, keys in {
        "levels": "id value bound proven",
        "pairings": "junior senior status slot minutes points components",
        "unplaced": "junior reasons",
        "load": "senior quarter used_minutes cap_minutes juniors",
    }.items():
        assert without_order(found[name], keys) == without_order(said[name], keys)
        assert found[name]
    assert handed_over(found) == handed_over(said)
    assert not Claims.from_json(found).flaws


def test_unproven_result_is_read_as_such(tmp_path: Path) -> None:
    """Values without a bound come back without one."""
    found = publish(tmp_path, proven=False)
    assert found["status"] == "feasible"
    levels = {level["id"]: (level["bound"], level["proven"]) for level in found["levels"]}
    assert levels["quality"] == (1738, False)
    assert levels["draw"] == (None, False)
    assert not Claims.from_json(found).flaws


def test_sheets_that_have_nothing_to_say_may_be_absent(tmp_path: Path) -> None:
    """With everyone placed, nobody idle and nobody away these lists are empty."""
    found = publish(tmp_path, unplaced=(), handovers=(), idle=())
    assert (found["unplaced"], found["handover"], found["idle"]) == ([], [], [])


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A file that is no workbook, and a workbook that is no result, give a clear message."""
    (tmp_path / "kapot.xlsx").write_bytes(b"PK nonsense")
    with pytest.raises(PublishedError, match=r"kapot\.xlsx is damaged or is not a workbook"):
        read_published(tmp_path / "kapot.xlsx")
    (tmp_path / "junioren.csv").write_text("personeelsnummer;naam\n0012;Anouk\n", encoding="utf-8")
    with pytest.raises(PublishedError, match="is not a result: the sheet “Proposal” is missing"):
        read_published(tmp_path / "junioren.csv")


def test_what_someone_typed_over_is_read_for_what_it_says() -> None:
    """A number typed as a number is still somebody's; hours as text are refused later."""
    hours, number = PROPOSAL.column("hours"), PROPOSAL.column("senior")
    assert _value(Cell(Tag.NUMBER, 12.0), number) == "12"
    assert _value(Cell(Tag.NUMBER, 1.75), hours) == 105
    assert _value(Cell(Tag.TEXT, "veel"), hours) == "veel"
    assert _value(Cell(Tag.TEXT, "wie weet"), PROPOSAL.column("status")) == "wie weet"


def test_sentences_are_for_people_only(tmp_path: Path) -> None:
    """Whatever Herkomst says, the keys count; a result without keys is told to be an old one."""
    said = publish(tmp_path)
    path = tmp_path / "uit.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["Provenance"].iter_rows(min_row=2):
        row[0].value = "niets"
        if str(row[2].value).startswith(("status", "idle")):
            row[1].value = "niets"
    book.save(path)
    assert read_published(path) == said
    keys = [cell for (cell,) in book["Provenance"].iter_rows(min_row=2, min_col=3, max_col=3)]
    for cell in keys:
        cell.value = "planned_by"  # a plan gives an old result the column, not what is asked
    book.save(path)
    with pytest.raises(PublishedError, match="by an earlier version"):
        read_published(path)
    book["Provenance"].delete_cols(3)
    book.save(path)
    with pytest.raises(PublishedError, match="by an earlier version"):
        read_published(path)


def test_a_result_is_opened_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it back and comparing its origin share one opening; another file is another."""
    opened: list[Path] = []

    class Counted(Intake):
        def __init__(self, files: Sequence[Path]) -> None:
            opened.extend(files)
            super().__init__(files)

    monkeypatch.setattr(published, "Intake", Counted)
    said = publish(tmp_path)
    path = tmp_path / "uit.xlsx"
    assert tell_other_files(path, [path])
    assert read_published(path) == said
    assert opened == [path]
    assert publish(tmp_path, idle=())["idle"] != said["idle"]
    assert opened == [path, path]
