"""What the documentation says is so."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from koppeling.cli import commands
from koppeling.cli.failure import Exit
from koppeling.domain.instance import DiscRule, Level
from koppeling.domain.period import Quarter
from koppeling.domain.result import Code, Outcome, Solution, Status
from koppeling.locale import LANGUAGES, Language
from koppeling.report.document import to_document
from koppeling.workbook.schema.results import CODE_CHOICES, RESULT_SHEETS
from tests.tools import ROOT, SOURCE, load_tool

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
make_docs = load_tool("make_docs")


def text_of(path: Path) -> str:
    """Read a page."""
    return path.read_text(encoding="utf-8")


def anchors(page: str) -> set[str]:
    """List the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def the_commands() -> dict[str, click.Command]:
    """Make the command line and return its commands by name."""
    return dict(commands.build(lambda _arguments: 0).commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file or heading has one at its end."""
    for target in re.findall(r"\]\(([^)]+)\)", text_of(page)):
        if re.match(r"https?:", target):
            continue
        name, _hash, anchor = target.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(text_of(there)), target


@pytest.mark.parametrize("language", LANGUAGES)
def test_generated_pages_are_up_to_date(language: Language) -> None:
    """The tables of sheets and settings are those of the schema."""
    assert text_of(make_docs.FILES[language]) == make_docs.renewed(language)


def test_generated_tables_keep_their_columns() -> None:
    """No text in the schema breaks a table: each row has four cells."""
    rows = [r for r in make_docs.write("nl").splitlines() if r.startswith("| **")]
    assert len(rows) > 100
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_the_readme_names_every_command_and_option() -> None:
    """The table of commands in the README and the command line agree both ways."""
    readme = text_of(ROOT / "README.md")
    rows = re.findall(r"^\| `koppeling ([\w-]+)([^`]*)` \|", readme, re.MULTILINE)
    told = {name: set(re.findall(r"--?[a-z][a-z-]*", rest)) for name, rest in rows}
    known = {
        name: {
            opt
            for param in command.params
            if isinstance(param, click.Option)
            for opt in param.opts
            if opt not in ("--lang", "--output")
        }
        for name, command in the_commands().items()
    }
    assert told == known


def test_the_readme_tells_every_exit_code() -> None:
    """Each exit code has a row."""
    codes = re.findall(r"^\| (\d) \|", text_of(ROOT / "README.md"), re.MULTILINE)
    assert [int(code) for code in codes] == [int(code) for code in Exit]


@pytest.mark.parametrize("marker", ["run", "test"])
def test_the_readme_has_one_command_for_each_job(marker: str) -> None:
    """The marked blocks, which .ci/run executes, hold one command of go.py."""
    found = re.findall(
        rf"<!-- ci: {marker} -->\n```sh\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL
    )
    assert len(found) == 1
    assert re.fullmatch(r"python go\.py\b.*\n", found[0])


def test_the_rules_point_at_code_that_is_there() -> None:
    """Every module that rules.md names exists."""
    named = re.findall(
        r"`((?:rules|domain|model|solve|verify)/[\w.]*)`", text_of(DOCS / "rules.md")
    )
    assert len(named) > 8
    assert not [name for name in named if not (SOURCE / name).exists()]


def test_the_rules_tell_every_code_level_and_disc_rule() -> None:
    """No code, level or DiSC rule is left out of rules.md."""
    page = text_of(DOCS / "rules.md")
    assert not [code for code in Code if f"| `{code}` |" not in page]
    assert not [level for level in Level if f"| `{level}` |" not in page]
    assert not [rule for rule in DiscRule if f"*{rule}*" not in page]


def test_decisions_are_numbered_and_whole() -> None:
    """Each record has the next number, and says context, decision and consequence."""
    records = sorted((DOCS / "decisions").glob("*.md"))
    assert len(records) >= 10
    for number, record in enumerate(records, start=1):
        assert record.name.startswith(f"{number:04d}-")
        page = text_of(record)
        assert page.startswith(f"# {number}. ")
        assert not [
            part for part in ("Context", "Decision", "Consequence") if f"**{part}.**" not in page
        ]


def test_the_documented_json_is_the_json() -> None:
    """The example in workbook.md parses and has the keys of a real document."""
    block = re.search(r"```json\n(.*?)```", text_of(DOCS / "workbook.md"), re.DOTALL)
    assert block is not None
    quarter = Quarter(2027, 1)
    solution = Solution(pairings=(), levels=(), status=Status.OPTIMAL, robustness={})
    outcome = Outcome(
        quarter=quarter, horizon=(quarter,), solution=solution, pairings=(), unplaced=(), idle=(),
        handovers=(), loads=(), findings=(),
    )  # fmt: skip
    assert set(json.loads(block[1])) | {"robustness"} == set(to_document(outcome))


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of Python in the README do what they say."""
    block = re.search(r"```python\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL)
    assert block is not None
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "voorbeeld.xlsx", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(block[1], names)  # noqa: S102 - our own README
    assert len(names["result"].pairings) > 20
    assert (tmp_path / "voorstel.xlsx").is_file()


def test_the_manual_explains_every_result_sheet_and_every_reason() -> None:
    """Handleiding has a row for each sheet that comes out and each reason for no senior."""
    page = text_of(DOCS / "handleiding.md").casefold()
    assert not [s.words.nl for s in RESULT_SHEETS if f"| {s.words.nl.casefold()} |" not in page]
    theirs = [names.nl for code, names in CODE_CHOICES if code != Code.SAME_PERSON]
    assert not [reason for reason in theirs if reason not in page]
