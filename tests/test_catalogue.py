"""Every sentence has its Dutch, and the compiled catalogue says the same."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
from pathlib import Path

import pytest

from koppeling.locale import _, language
from tests.tools import ROOT, SOURCE, load_tool

catalogue = load_tool("catalogue")


def test_every_sentence_has_dutch() -> None:
    """No message of the code lacks a translation, and the files are up to date."""
    compiled = catalogue.compile_catalogue({})
    assert compiled.missing == ()
    assert compiled.is_current


def test_a_stale_catalogue_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled file that says something else is not current."""
    stale = tmp_path / "koppeling.mo"
    stale.write_bytes(
        catalogue.MO.read_bytes().replace(b"Een voorstel maken", b"Een voorstel Maken")
    )
    monkeypatch.setattr(catalogue, "MO", stale)
    assert not catalogue.compile_catalogue({}).is_current


@pytest.mark.slow
def test_a_sentence_without_dutch_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new message is listed until it has a translation."""
    words = tmp_path / "words.json"
    words.write_text(json.dumps(["A brand-new sentence."]), encoding="utf-8")
    monkeypatch.setattr(catalogue, "CLICK", words)
    assert "A brand-new sentence." in catalogue.compile_catalogue({}).missing
    added = catalogue.compile_catalogue({"A brand-new sentence.": "Een nieuwe zin."})
    assert "A brand-new sentence." not in added.missing


def test_placeholders_survive_translation() -> None:
    """A Dutch sentence has no placeholder that the English one lacks."""
    with catalogue.PO.open("rb") as file:
        po = catalogue.read_po(file, locale="nl")
    seen = 0
    for message in po:
        if not message.id:
            continue
        seen += 1
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        dutch = message.string if isinstance(message.string, tuple) else (message.string,)
        known = {name for text in ids for name in re.findall(r"\{(\w+)", text)}
        used = {name for text in dutch for name in re.findall(r"\{(\w+)", text)}
        assert used <= known, message.id
    assert seen


def test_a_koppelboek_is_called_a_koppelboek() -> None:
    """One word for the thing, in messages and in the Dutch documentation."""
    excels_own = "Excel-werkmap (.xlsx)"  # what Excel itself says in its window
    texts = [catalogue.PO, *(ROOT / "docs" / name for name in ("handleiding.md", "koppelboek.md"))]
    for path in texts:
        text = path.read_text(encoding="utf-8").replace(excels_own, "").lower()
        assert re.findall("werkboek|werkmap", text) == [], path.name


def test_messages_are_never_f_strings() -> None:
    """Whatever goes into `_()` is a plain sentence, so that it can be looked up."""
    calls = 0
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                calls += 1
                assert not isinstance(node.args[0], ast.JoinedStr), f"{path.name}:{node.lineno}"
    assert calls


def test_clicks_own_words_exist_in_click() -> None:
    """A sentence of click that click no longer says is dropped from our list."""
    spec = importlib.util.find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    said = {
        node.value
        for path in Path(spec.origin).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    listed = json.loads((ROOT / "tools" / "click_words.json").read_text(encoding="utf-8"))
    flat = {text for words in listed for text in (words if isinstance(words, list) else [words])}
    assert flat <= said


def test_english_is_what_stands_in_the_code() -> None:
    """On request the sentence of the code itself is said."""
    with language("en"):
        assert _("Make a proposal") == "Make a proposal"
    with language("nl"):
        assert _("Make a proposal") == "Een voorstel maken"
