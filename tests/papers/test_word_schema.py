"""Every Word file follows the schema: templates and papers, both languages."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from koppeling import locale
from koppeling.domain.instance import Escalation
from koppeling.domain.people import Absence
from koppeling.domain.trajectory import Registration
from koppeling.papers.casefile import Casefile
from koppeling.papers.documents import TEMPLATES, choose_papers, render
from koppeling.papers.kinds import DocumentKind
from tests.builders import junior, practice, running, senior, types, weekly
from tests.papers.papers import ANOUK, BRAM, casefile
from tests.papers.word_schema import disorder
from tests.registers.standings import TODAY, meeting


def test_every_template_follows_the_schema() -> None:
    """All kinds in both languages: children stand in the order of ISO 29500."""
    paths = sorted(TEMPLATES.glob("*/*.docx"))
    assert len(paths) == len(DocumentKind) * len(locale.LANGUAGES)
    assert [(path.parent.name, path.stem, f) for path in paths for f in _faults(path)] == []


def _faults(path: Path) -> list[str]:
    return disorder(path.read_bytes())


def _full() -> Casefile:
    """Make a pair of which every part of every paper has something to tell."""
    away = Absence(dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    instance = practice(
        [junior(**ANOUK, trajectory="weekly", goals=("rust", "ritme"))],
        [senior(**BRAM, academic_years=6.0, absences=(away,)), senior("S02")],
        trajectories=types(weekly(60, demand=Registration.SKJ)),
        pairings=(running("J01", "S02"),),
        escalations=(
            Escalation(junior="J01", first=dt.date(2027, 2, 1), last=None, every_weeks=1),
        ),
    )
    return casefile(instance, meetings=(meeting(), meeting(TODAY)))


def _bare() -> Casefile:
    """Make a pair of which the papers have next to nothing to tell."""
    out = Absence(dt.date(2027, 4, 1), dt.date(2027, 6, 30))
    demand = types(weekly(4, demand=Registration.SKJ))
    return casefile(
        practice(
            [junior(trajectory="weekly")],
            [senior(academic_years=6.0, absences=(out,))],
            trajectories=demand,
        )
    )


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_paper_follows_the_schema(language: Literal["nl", "en"]) -> None:
    """Filled in with much and with little; rows and lines that fall away leave no hole."""
    seen = set()
    with locale.language(language):
        for case in (_full(), _bare()):
            for kind in DocumentKind:
                for paper in choose_papers(case, kind=kind):
                    seen.add(kind)
                    assert disorder(render(paper)) == [], paper.file_name
    assert seen == set(DocumentKind)


def test_what_stands_in_the_wrong_place_is_seen() -> None:
    """The reader of the schema itself: a border after the spacing is a fault."""
    wrong = "<w:p><w:pPr><w:spacing/><w:pBdr/></w:pPr></w:p>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:body xmlns:w="{space}">{wrong}</w:body>')
    assert disorder(out.getvalue()) == ["word/document.xml: pPr has ['spacing', 'pBdr']"]
