"""The menu: choices become command lines, and the last proposal is remembered."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from koppeling.cli import main, menu
from koppeling.cli.failure import Exit


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let the user type `text`, then end the input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_the_menu_ends_with_its_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe without a single line is no reason to fail."""
    type_in(monkeypatch, "")
    assert main([]) == Exit.DONE
    assert "Een voorstel maken" in capsys.readouterr().out


def test_the_menu_passes_choices_on_as_command_lines(
    monkeypatch: pytest.MonkeyPatch, book: Path
) -> None:
    """Each choice runs the command it stands for, quotes around a dragged file taken off."""
    type_in(
        monkeypatch,
        f'1\n\nj\n2\n"{book}"\n3\n{book}\n5\nA. Jansen\n{book}\n5\n\n'
        f"6\n{book}\n7\n{book}\n8\n{book}\n9\n{book}\n"
        f"10\n{book}\n11\n{book}\n12\n{book}\n0\n",
    )
    lines: list[list[str]] = []

    def run(arguments: list[str]) -> int:
        lines.append(arguments)
        return Exit.BAD_INPUT

    assert menu.show(run) == Exit.BAD_INPUT
    assert lines == [
        ["template", "Koppelboek.xlsx", "--voorbeeld", "--lang", "nl"],
        ["check", str(book), "--lang", "nl"],
        ["match", str(book), "--lang", "nl"],
        ["decide", str(book), "--all", "--by", "A. Jansen", "--lang", "nl"],
        *(
            [name, str(book), "--lang", "nl"]
            for name in (
                "plan",
                "calendar",
                "tick-lists",
                "next",
                "explain",
                "what-if",
                "forecast",
            )
        ),
    ]


def test_enter_in_the_menu_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is not the folder that one happens to be in."""
    type_in(monkeypatch, "2\n\n3\n\n0\n")
    lines: list[list[str]] = []

    def run(arguments: list[str]) -> int:
        lines.append(arguments)
        return Exit.DONE

    assert menu.show(run) == Exit.DONE
    assert lines == []


def test_the_menu_asks_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be done is said, and the menu comes back."""
    type_in(monkeypatch, "x\n3\nnergens.xlsx\n4\n")
    assert menu.show(lambda _arguments: 0) == Exit.BAD_COMMAND
    told = capsys.readouterr().out
    assert "Typ een getal van 0 tot en met 12." in told
    assert "nergens.xlsx is niet gevonden" in told
    assert "nog geen voorstel" in told
    assert told.count("Uw keuze:") == 4


@pytest.mark.parametrize(("can_open", "code"), [(True, Exit.DONE), (False, Exit.BAD_COMMAND)])
def test_the_menu_opens_the_last_proposal(
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    can_open: bool,
    code: Exit,
) -> None:
    """In the system's own program, and it says so where there is none."""
    opened: list[str] = []

    def run(command: list[str], **_options: object) -> SimpleNamespace:
        if not can_open:
            raise FileNotFoundError
        opened.append(command[1])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(subprocess, "run", run)
    menu.remember(book)
    type_in(monkeypatch, "4\n")
    assert menu.show(lambda _arguments: 0) == code
    assert opened == ([str(book.resolve())] if can_open else [])
    assert str(book.resolve()) in capsys.readouterr().out


def test_a_new_workbook_gets_its_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without .xlsx is completed."""
    type_in(monkeypatch, "1\nPraktijk 2027\nn\n")
    lines: list[list[str]] = []

    def run(arguments: list[str]) -> int:
        lines.append(arguments)
        return Exit.DONE

    assert menu.show(run) == Exit.DONE
    assert lines == [["template", "Praktijk 2027.xlsx", "--lang", "nl"]]


def test_the_last_proposal_is_remembered(book: Path) -> None:
    """Until it is gone."""
    assert menu.last_result() is None
    menu.remember(book)
    assert menu.last_result() == book.resolve()
    book.unlink()
    assert menu.last_result() is None
