"""The commands for what leaves the workbook: exit codes and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from koppeling.cli import main
from koppeling.cli.failure import Exit


def test_each_command_says_what_it_wrote(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All in Dutch, all with exit code 0, all beside the workbook or where one asks."""
    book, folder = str(planned), planned.parent
    for arguments, told in (
        (["calendar", book, "--junior", "0412", "--concept"], "1 agenda geschreven"),
        (["tick-lists", book], "2 afvinklijsten geschreven"),
        (["tick", book, str(folder / "praktijk afvinklijsten 2027-Q1")], "niets nieuws"),
        (["share", book, "--for", "junior 0412"], "praktijk junior 0412 2027-Q1.xlsx"),
        (["about", book, "0412"], "Wat er over 0412 is vastgelegd"),
        (["about", book, "0412", "-o", str(folder / "0412.txt")], "0412.txt"),
        (["pseudonymise", book, "-o", str(folder / "kopie.xlsx")], "pseudoniem is niet anoniem"),
        (["forget", book, "0412", "-o", str(folder / "nieuw.xlsx")], "Dit doet u nog met de hand"),
    ):
        assert main(arguments) == Exit.DONE
        assert told in capsys.readouterr().out
    assert "Kwetsbaar op maandag" in (folder / "0412.txt").read_text(encoding="utf-8")


def test_a_concept_is_told(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever counts proposals as agreed reads so."""
    main(["share", str(planned), "--for", "team", "--concept"])
    assert "Concept: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["calendar", "{book}", "--junior", "0099"],
        ["calendar", "{folder}"],
        ["share", "{book}", "--for", "iedereen"],
        ["share", "{book}"],
        ["about", "{book}", "0099"],
        ["forget", "{book}", "0412"],
        ["forget", "{book}", "0412", "-o", "nieuw.pdf"],
        ["forget", "{book}", "0412", "-o", "{book}"],
        ["pseudonymise", "{book}", "-o", "{book}", "--force"],
        ["tick", "{book}"],
    ],
)
def test_a_wrong_command_line_writes_nothing(
    arguments: list[str], planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said in Dutch, with exit code 2."""
    before = planned.read_bytes()
    given = [part.format(book=planned, folder=planned.parent) for part in arguments]
    assert main(given) == Exit.BAD_COMMAND
    assert "Fout: " in capsys.readouterr().err
    assert planned.read_bytes() == before
    assert not list(planned.parent.glob("*nieuw*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["calendar", "{bad}"],
        ["tick-lists", "{bad}"],
        ["share", "{bad}", "--for", "team"],
        ["about", "{bad}", "0412"],
        ["forget", "{bad}", "0412", "-o", "{new}"],
        ["pseudonymise", "{bad}", "-o", "{new}"],
        ["tick", "{book}", "{bad}"],
        ["tick", "{bad}", "{book}"],
    ],
)
def test_a_file_that_cannot_be_read_is_bad_input(
    arguments: list[str], planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The findings are listed on standard error, with exit code 1; nothing is written."""
    bad, new = planned.with_name("kapot.xlsx"), planned.with_name("nieuw.xlsx")
    bad.write_bytes(b"geen werkmap")
    given = [part.format(book=planned, bad=bad, new=new) for part in arguments]
    assert main(given) == Exit.BAD_INPUT
    assert "kapot.xlsx" in capsys.readouterr().err
    assert sorted(planned.parent.iterdir()) == sorted([bad, planned])
