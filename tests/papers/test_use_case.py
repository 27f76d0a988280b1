"""Documents and registers from a workbook: decided pairs only, and nobody's work overwritten."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from koppeling.cli import commands, main
from koppeling.cli.failure import Exit
from koppeling.domain.period import Quarter
from koppeling.errors import WriteError
from koppeling.papers.use_case import documents
from koppeling.practice.decide import decide
from koppeling.practice.opening import open_result_workbook
from koppeling.registers.use_case import registers, stand
from tests.papers.words import members, text_of
from tests.practice.results import BY, ON, fill, matched
from tests.tools import DATA

TODAY = date(2027, 1, 4)


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run a command line; its exit code and what it printed."""
    group = commands.build(lambda _arguments: 0)
    result = CliRunner().invoke(group, [str(a) for a in arguments], standalone_mode=False)
    return int(result.return_value or 0), result.output


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """Give a small workbook in which all pairs were agreed."""
    written = decide(matched("klein", tmp_path), by=BY, on=ON, everything=True).written
    assert written is not None
    return written


def test_a_kind_that_nobody_needs_is_told_as_such(decided: Path) -> None:
    """With every pair decided upon, “decide first” would be wrong advice."""
    code, told = run("documents", decided, "--kind", "motivatie")
    assert code == Exit.DONE
    assert "“motivatie”" in told
    assert "beslis eerst" not in told


def test_undecided_proposals_get_no_documents(tmp_path: Path) -> None:
    """Management decides first (P23); with --concept every paper says what it is."""
    result = matched("klein", tmp_path)
    code, told = run("documents", result)
    assert code == Exit.DONE
    assert "beslis eerst" in told
    assert not list(tmp_path.glob("*.docx")) + list(tmp_path.glob("*/*.docx"))
    code, told = run("documents", result, "--concept", "--kind", "plan")
    assert code == Exit.DONE
    assert told.startswith("Concept")
    papers = sorted(tmp_path.glob("*/*.docx"))
    assert papers
    assert all("CONCEPT" in text_of(paper) for paper in papers)


def test_documents_go_beside_the_workbook_under_numbers(decided: Path) -> None:
    """A folder with a clear name; the names of the files name nobody."""
    done = documents(decided, on=TODAY)
    assert done.folder == decided.with_name("klein documenten 2027-Q1")
    pairs = stand(open_result_workbook(decided)).pairs
    plans = {path.name for path in done.written if path.name.startswith("plan")}
    assert plans == {f"plan {junior}.docx" for junior in pairs}
    assert all(re.fullmatch(r"[a-z-]+ \d+( waarneming)?\.docx", p.name) for p in done.written)


def test_writing_again_changes_nothing(decided: Path) -> None:
    """The same bytes, and no backups lying about."""
    first = {path: path.read_bytes() for path in documents(decided, on=TODAY).written}
    again = documents(decided, on=TODAY)
    assert {path: path.read_bytes() for path in again.written} == first
    assert not list(again.folder.glob("*.bak"))


def test_what_somebody_wrote_in_is_kept(decided: Path) -> None:
    """A filled-in agenda is work; only --force replaces it, and keeps a copy."""
    done = documents(decided, kind="agenda", on=TODAY)
    path = done.written[0]
    paper = Document(str(path))
    paper.add_paragraph("Wat wij afspraken")
    paper.save(str(path))
    with pytest.raises(WriteError):
        documents(decided, kind="agenda", on=TODAY)
    assert "Wat wij afspraken" in text_of(path)
    documents(decided, kind="agenda", on=TODAY, force=True)
    assert "Wat wij afspraken" in text_of(path.with_name(path.name + ".bak"))


def test_own_templates_lie_beside_the_workbook(decided: Path) -> None:
    """In the folder sjablonen; for one junior only when asked."""
    own = decided.with_name("sjablonen")
    own.mkdir()
    paper = Document()
    paper.add_paragraph("Eigen plan van {{ junior.number }}")
    paper.save(str(own / "plan.docx"))
    number = min(stand(open_result_workbook(decided)).pairs)
    (written,) = documents(decided, kind="plan", junior=number, on=TODAY).written
    assert text_of(written) == f"Eigen plan van {number}"


@pytest.mark.slow
def test_no_byte_tells_what_stays_with_management(tmp_path: Path) -> None:
    """Notes, styles, ranks and explanations of the workbook are in no paper (P2)."""
    result = matched("voorbeeld", tmp_path)
    book = openpyxl.load_workbook(result)
    for sheet in ("Junioren", "Senioren"):
        page = book[sheet]
        column = page.max_column + 1
        page.cell(1, column).value = "eigen notitie"
        for row in range(2, page.max_row + 1):
            page.cell(row, column).value = "Geheimzinnig"
    texts = {
        value
        for row in book["Koppelvoorstel"].iter_rows(values_only=True, min_row=2)
        for value in row
        if isinstance(value, str) and len(value) > 40
    }
    book.save(result)
    assert texts
    done = documents(result, concept=True, on=TODAY)
    assert len(done.written) > 50
    for path in done.written:
        for name, part in members(path.read_bytes()).items():
            assert not re.search(r"DiSC|Geheimzinnig|[Vv]eto|voorkeur", part), (path.name, name)
            assert not [text for text in texts if text in part], (path.name, name)


def test_registers_go_beside_the_workbook(decided: Path) -> None:
    """The command tells the main points, and the same day gives the same bytes."""
    code, told = run("registers", decided)
    assert code == Exit.DONE
    assert "Koppelingen die meetellen" in told
    path = decided.with_name("klein registers 2027-Q1.xlsx")
    assert path.exists()
    first = path.read_bytes()
    registers(decided)
    assert path.read_bytes() == first


def test_registers_may_not_replace_their_workbook(decided: Path) -> None:
    """Nor be something else than a workbook."""
    before = decided.read_bytes()
    for bad in (decided, decided.with_suffix(".pdf")):
        assert main(["registers", str(decided), "-o", str(bad)]) == Exit.BAD_COMMAND
    assert decided.read_bytes() == before


def test_undecided_pairs_count_in_no_register(tmp_path: Path) -> None:
    """Nobody decided: no pair, no hours; with --concept both."""
    result = matched("klein", tmp_path)
    plain = stand(open_result_workbook(result), on=TODAY)
    concept = stand(open_result_workbook(result, concept=True), on=TODAY)
    assert not plain.pairs
    assert concept.pairs


def test_figures_come_from_the_sheets(decided: Path) -> None:
    """Al gehouden and cursusdagen of Junioren reach the registers."""
    number = min(stand(open_result_workbook(decided)).pairs)
    book = openpyxl.load_workbook(decided)
    page = book["Junioren"]
    headings = [cell.value for cell in page[1]]
    for heading in ("al gehouden", "cursusdagen"):
        if heading not in headings:
            page.cell(1, page.max_column + 1).value = heading
            headings.append(heading)
    book.save(decided)
    fill(decided, "Junioren", {(number, "al gehouden"): 4, (number, "cursusdagen"): 11})
    record = stand(open_result_workbook(decided)).records[number]
    assert (record.already_held, record.course_days) == (4, 11)


def test_progress_is_read_from_its_sheet(decided: Path) -> None:
    """A row a person and quarter; the last of two counts, and what is not filled in is None."""
    number = min(stand(open_result_workbook(decided)).pairs)
    book = openpyxl.load_workbook(decided)
    page = book.create_sheet("Voortgang")
    page.append(["personeelsnummer", "kwartaal", "klanttevredenheid", "qc", "jaargesprek positief"])
    page.append([number, "2026-Q4", "8,4", None, None])
    page.append([number, "2026-Q4", "8,7", 0.8, "ja"])
    book.save(decided)
    (row,) = stand(open_result_workbook(decided)).figures
    assert (row.number, row.quarter) == (number, Quarter(2026, 4))
    assert (row.satisfaction, row.quality_check, row.direct_time) == (8.7, 80, None)
    assert row.is_review_positive is True


@pytest.mark.parametrize("command", ["documents", "registers"])
def test_an_input_that_is_no_result_is_refused(command: str) -> None:
    """With the finding that says so, and exit code 1."""
    code, told = run(command, DATA / "klein.xlsx")
    assert code == Exit.BAD_INPUT
    assert "geschreven" not in told
