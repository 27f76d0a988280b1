"""Small text can be read: at least 4.5 to 1 against what is behind it (WCAG 2.1, AA)."""

from __future__ import annotations

import io
import itertools
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl.styles.colors import Color

from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.papers.documents import TEMPLATES
from koppeling.report.inputs import add_meetings
from koppeling.report.result_workbook import to_bytes
from koppeling.workbook.write.book import Book
from koppeling.workbook.write.template import write_template
from tests.report.builders import make_instance, make_outcome, make_provenance, make_reading

ENOUGH = 4.5
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def contrast(one: str, other: str) -> float:
    """
    Compute the contrast of two colours (WCAG 2.1).

    >>> round(contrast("000000", "FFFFFF"))
    21
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Color | None, otherwise: str) -> str:
    if colour is None or colour.type != "rgb" or not isinstance(colour.rgb, str):
        return otherwise
    return colour.rgb[-6:]


def _workbook_pairs(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield colour and background of each cell, the fills of its conditional formats too."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        inks: dict[str, str] = {}
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            ink = _hex(cell.font.color, "000000")
            inks[cell.coordinate] = ink
            behind = _hex(cell.fill.fgColor, "FFFFFF") if cell.fill.fill_type else "FFFFFF"
            if cell.value is not None:
                yield ink, behind
        for ranges in sheet.conditional_formatting:
            of_rules = [rule.dxf.fill for rule in ranges.rules if rule.dxf and rule.dxf.fill]
            cells = {cell for area in ranges.cells.ranges for cell in area.cells}
            told = {inks.get(sheet.cell(*cell).coordinate, "000000") for cell in cells}
            for fill, ink in itertools.product(of_rules, told):
                yield ink, _hex(fill.bgColor, "FFFFFF")


def _chart_inks(content: bytes) -> Iterator[str]:
    """Yield the colours of the letters in charts; they stand on white."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/charts/chart"):
                text = archive.read(name).decode()
                for letters in re.findall(r"<a:(?:defRPr|rPr)\b.*?</a:(?:defRPr|rPr)>", text):
                    yield from re.findall(r'srgbClr val="(\w{6})"', letters)


def _planned() -> bytes:
    """Make a workbook with meetings of every status."""
    book = Book(title="Overleggen")
    day = make_outcome().quarter.first_day
    add_meetings(
        book,
        [
            Meeting(
                id=f"00000000-0000-5000-8000-{at:012d}",
                kind=MeetingKind.GUIDANCE,
                senior="S01",
                juniors=("J01",),
                number=at,
                nominal=day,
                minutes=30,
                day=day,
                start_minute=600,
                status=status,
            )
            for at, status in enumerate(MeetingStatus, start=1)
        ],
    )
    return book.to_bytes()


def _result() -> bytes:
    return to_bytes(make_outcome(), make_instance(), make_reading(), make_provenance())


def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leeg.xlsx"
        write_template(path)
        return path.read_bytes()


@pytest.mark.parametrize("make", [_result, _planned, _empty])
def test_letters_in_workbooks_stand_out(make: Callable[[], bytes]) -> None:
    """Result, meetings and the empty workbook: every cell, under every colour it may get."""
    content = make()
    pairs = set(_workbook_pairs(content)) | {(ink, "FFFFFF") for ink in _chart_inks(content)}
    assert len(pairs) > 3
    assert [pair for pair in sorted(pairs) if contrast(*pair) < ENOUGH] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*/*.docx")), ids=lambda p: p.stem)
def test_letters_in_papers_stand_out(path: Path) -> None:
    """Every run and style of a template, the footer too, against the shade of its cell."""
    document = Document(str(path))
    roots = [document.element, document.styles.element, document.sections[0].footer._element]
    pairs = set()
    for colour in itertools.chain.from_iterable(root.iter(qn("w:color")) for root in roots):
        ink = colour.get(qn("w:val"))
        if ink is None or ink == "auto":
            continue
        cell = next(colour.iterancestors(qn("w:tc")), None)
        shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}") if cell is not None else None
        pairs.add((ink, "FFFFFF" if shade is None else shade.get(qn("w:fill"))))
    assert len(pairs) > 1
    assert [pair for pair in sorted(pairs) if contrast(*pair) < ENOUGH] == []
