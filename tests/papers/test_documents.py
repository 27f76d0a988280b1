"""Word documents: which come, how they are written, and what never gets in."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from docx import Document

from koppeling import locale
from koppeling.domain.meeting import MeetingStatus
from koppeling.domain.people import Absence, DiscProfile
from koppeling.domain.trajectory import Registration
from koppeling.errors import KoppelingError
from koppeling.papers.documents import (
    TEMPLATES,
    TemplateError,
    choose_papers,
    fill,
    render,
)
from koppeling.papers.kinds import DocumentKind
from koppeling.report.wording import BLANK
from koppeling.workbook.read import guard
from tests.builders import (
    junior,
    practice,
    running,
    senior,
    types,
    veto,
    weekly,
    wish,
)
from tests.papers.papers import ANOUK, BRAM, casefile, demanding, paper_of, text
from tests.papers.words import members, text_of
from tests.registers.standings import TODAY, meeting
from tests.tools import ROOT, load_tool


def test_without_a_kind_come_the_papers_that_apply_now() -> None:
    """A new junior without demand: a plan, an agenda, and the senior's talk."""
    kinds = [paper.kind for paper in choose_papers(casefile())]
    assert kinds == [DocumentKind.PLAN, DocumentKind.AGENDA, DocumentKind.TALK]


def test_a_demanding_trajectory_that_ends_gets_both_statements() -> None:
    """Four weekly meetings end in the planning quarter (K12-K14, P37)."""
    case = demanding(Registration.SKJ, academic_years=6.0, has_motivation=True)
    kinds = {paper.kind for paper in choose_papers(case)}
    assert kinds == set(DocumentKind) - {DocumentKind.HANDOVER}


def test_a_junior_without_a_senior_is_said_so() -> None:
    """Unknown, or not decided: an error, never an empty folder."""
    with pytest.raises(KoppelingError, match="J99"):
        list(choose_papers(casefile(), junior="J99"))
    with pytest.raises(KoppelingError, match="--concept"):
        list(choose_papers(casefile(pairs={}), junior="J01"))
    assert list(choose_papers(casefile(pairs={}))) == []


def test_a_concept_says_so() -> None:
    """On the paper itself: it may be printed and lie about."""
    case = casefile(is_concept=True)
    assert "CONCEPT: nog niet besloten" in text(DocumentKind.PLAN, case)
    assert "CONCEPT" not in text(DocumentKind.PLAN)


def test_in_english_the_papers_are_english() -> None:
    """Templates and words both follow the language in use."""
    with locale.language("en"):
        told = text(DocumentKind.PLAN)
    assert "Plan of guidance" in told
    assert "13 | every 2 weeks | 30 | 6.5" in told
    assert "werkt" not in told


def test_nothing_of_management_gets_in() -> None:
    """No DiSC, rank, veto, note or reason in any byte of any paper (P2)."""
    hidden = "Geheimzinnig"
    instance = practice(
        [junior(**ANOUK, trajectory="weekly", disc=DiscProfile(style="CD"), goals=("rust",))],
        [
            senior(**BRAM, disc=DiscProfile(style="iS"), academic_years=6.0,
                   absences=(Absence(dt.date(2027, 1, 1), dt.date(2027, 3, 31)),)),
            senior("S02"),
        ],
        trajectories=types(weekly(60, demand=Registration.SKJ)),
        preferences=(wish("J01", "S01", 2), veto("J01", "S02")),
        pairings=(running("J01", "S02"),),
    )  # fmt: skip
    rows = (meeting(reason=hidden), meeting(TODAY, status=MeetingStatus.PLANNED, reason=hidden))
    case = casefile(instance, meetings=rows)
    seen = set()
    for kind in DocumentKind:
        for paper in choose_papers(case, kind=kind):
            seen.add(paper.kind)
            content = render(paper)
            for name, part in members(content).items():
                found = re.search(rf"DiSC|voorkeur|[Vv]eto|{hidden}", part)
                assert found is None, (paper.file_name, name)
            assert not re.search(r"\b(CD|iS|ziek|afwezig)\b", text_of(content)), paper.file_name
    assert seen == set(DocumentKind)


def test_the_same_paper_has_the_same_bytes() -> None:
    """No time of writing gets in, and the seal has its place."""
    first, second = (render(paper_of(DocumentKind.PLAN)) for _time in range(2))
    assert first == second
    assert "koppeling-seal:" in members(first)["docProps/custom.xml"]


def test_a_strange_name_stays_a_name() -> None:
    """Signs of XML and of templates are text like any other."""
    name = "<b>An & {{ 7*7 }}</b> {% raw %}"
    case = casefile(practice([junior(name=name)], [senior()]))
    assert name in text(DocumentKind.PLAN, case)


def own_template(folder: Path, line: str) -> Path:
    """Make a practice's own template for the plan."""
    document = Document()
    document.add_paragraph(line)
    document.save(str(folder / "plan.docx"))
    return folder


def test_the_practices_own_template_wins(tmp_path: Path) -> None:
    """For the kind it is of; the others keep ours."""
    own = own_template(tmp_path, "Ons eigen plan voor {{ junior.name }}")
    assert text_of(render(paper_of(DocumentKind.PLAN), own)) == "Ons eigen plan voor Anouk Linde"
    assert "Agenda overleg" in text_of(render(paper_of(DocumentKind.AGENDA), own))


@pytest.mark.parametrize(
    ("line", "dutch", "english"),
    [
        (
            "{{ themes }}",
            "klantgericht werken; samenwerken met het team, ook multidisciplinair; plezier in het "
            "werk; efficiënte agendaplanning; dossiervoering",
            "working for the client; working together, also with other disciplines; pleasure in "
            "work; planning the agenda efficiently; keeping files",
        ),
        ("{{ junior }}", "Anouk Linde (J01)", "Anouk Linde (J01)"),
        ("{{ goals }}", BLANK, BLANK),
        ("{{ none }}", BLANK, BLANK),
        ("{{ concept }}", "nee", "no"),
        ("{{ true }}", "ja", "yes"),
        ("{{ 15 / 2 }} {{ 3 }}", "7,5 3", "7.5 3"),
        ("{{ phases[0].count }}", "13", "13"),
        ("{{ themes | first }}", "klantgericht werken", "working for the client"),
        ("{{ ['a', none, 2.5, true] }}", f"a; {BLANK}; 2,5; ja", f"a; {BLANK}; 2.5; yes"),
        ("{% for item in goals %}{{ item }}{% endfor %}-", "-", "-"),
    ],
)
def test_whatever_an_own_template_prints_is_in_words(
    tmp_path: Path, line: str, dutch: str, english: str
) -> None:
    """A list, a row, a truth, a number or nothing: never what a program calls it."""
    own = own_template(tmp_path, line)
    for language in locale.LANGUAGES:
        with locale.language(language):
            told = text_of(render(paper_of(DocumentKind.PLAN), own))
        assert told == {"nl": dutch, "en": english}[language]


@pytest.mark.slow
def test_every_field_on_offer_prints_words(tmp_path: Path) -> None:
    """Each field of each kind as it is, and each part of a row: no sign of a program."""
    case = demanding(Registration.SKJ, academic_years=6.0)
    away = senior(**BRAM, absences=(Absence(dt.date(2027, 4, 1), dt.date(2027, 6, 30)),))
    out = casefile(practice([junior()], [away]))
    for language, kind in itertools.product(locale.LANGUAGES, DocumentKind):
        with locale.language(language):
            paper = paper_of(kind, out if kind is DocumentKind.HANDOVER else case)
            document = Document()
            for name in paper.fields:
                document.add_paragraph(f"{name}: {{{{ {name} }}}}")
            document.save(str(tmp_path / f"{kind}.docx"))
            told = text_of(render(paper, tmp_path))
        assert not re.search(r"[\[\]{}<>]|None|True|False|'", told), (language, kind, told)


def test_a_paper_of_ours_may_be_the_template(tmp_path: Path) -> None:
    """It has a seal already; the new one takes its place."""
    own_template(tmp_path, "Plan")
    (tmp_path / "plan.docx").write_bytes(render(paper_of(DocumentKind.AGENDA)))
    parts = members(render(paper_of(DocumentKind.PLAN), tmp_path))
    assert parts["[Content_Types].xml"].count("/docProps/custom.xml") == 1
    assert parts["docProps/custom.xml"].count("koppeling-seal:") == 1


@pytest.mark.parametrize(
    "line",
    [
        "{{ junior.leeftijd }}",
        "{% if %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ total / 0 }}",
        "{{ junior + 1 }}",
        "{{ junior.items }}",
        "{{ range }}",
        "{{ 'x' * 'y' }}",
        "{{ junior.name[9999] }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{%tr for item in phases %}",
        "{%p if total %}",
    ],
)
def test_a_template_at_fault_is_named(tmp_path: Path, line: str) -> None:
    """An unknown field, a broken sign, and code that reaches out of its sandbox."""
    own = own_template(tmp_path, line)
    with pytest.raises(TemplateError, match=r"plan\.docx.*(ingevuld)"):
        render(paper_of(DocumentKind.PLAN), own)


def test_a_file_that_is_no_word_document_is_named(tmp_path: Path) -> None:
    """It says so, and of which file."""
    path = tmp_path / "plan.docx"
    path.write_text("geen zip", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"plan\.docx"):
        fill(path, {})


def test_a_template_passes_the_same_door_as_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would unpack to too much is not unpacked."""
    own = own_template(tmp_path, "gewoon")
    assert render(paper_of(DocumentKind.PLAN), own)
    monkeypatch.setattr(guard, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(TemplateError, match=r"plan\.docx"):
        render(paper_of(DocumentKind.PLAN), own)


@pytest.mark.slow
def test_the_templates_are_those_of_the_script() -> None:
    """What is reviewed in the script is what people get."""
    script = load_tool("make_templates")
    assert set(script.TEMPLATES) == {kind.value for kind in DocumentKind}
    for language in locale.LANGUAGES:
        for name, make in script.TEMPLATES.items():
            made = members(make(language).to_bytes())
            kept = members((TEMPLATES / language / f"{name}.docx").read_bytes())
            for part in ("word/document.xml", "word/footer1.xml"):
                assert made[part] == kept[part], (language, name)


def test_every_field_is_documented() -> None:
    """Who makes a template finds its fields in docs/documenten.md, row by row."""
    page = (ROOT / "docs" / "documenten.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `?([a-z, -]+)`? \| (.*`[a-z]+`.*) \|$", page, re.MULTILINE))
    case = demanding(Registration.SKJ, academic_years=6.0)
    away = senior(**BRAM, absences=(Absence(dt.date(2027, 4, 1), dt.date(2027, 6, 30)),))
    out = casefile(practice([junior()], [away]))
    for kind in DocumentKind:
        paper = paper_of(kind, out if kind is DocumentKind.HANDOVER else case)
        told = rows["alle"] + rows[kind]
        if kind is not DocumentKind.TALK:
            told += rows["alle, behalve kwartaalgesprek"]
        assert [name for name in paper.fields if f"`{name}`" not in told] == [], kind
