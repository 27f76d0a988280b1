"""The command line: words, exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from koppeling import practice as app
from koppeling.cli import failure, language, main, menu
from koppeling.cli.failure import Exit
from koppeling.domain.finding import Finding, Severity
from koppeling.errors import SolveError, WriteError
from koppeling.state import state_folder
from koppeling.verify.problem import Problem, ProblemKind
from tests.tools import DATA, ROOT

ENGLISH = ("Usage", "Options", "Commands", "Show this", "Error", "Missing", "required", "Path ")


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "koppeling", *arguments],
        capture_output=True, check=False, stdin=subprocess.DEVNULL, cwd=ROOT,
        env=os.environ | environment,
    )  # fmt: skip


# Words


@pytest.mark.parametrize("command", [[], ["match"], ["check"], ["verify"], ["template"]])
def test_help_is_in_dutch(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No word of click's own English is left in the help."""
    assert main([*command, "--help"]) == Exit.DONE
    text = capsys.readouterr().out
    assert "Gebruik:" in text
    assert not [word for word in ENGLISH if word in text]


def test_help_is_in_english_wherever_lang_stands(capsys: pytest.CaptureFixture[str]) -> None:
    """The language holds for the help too, before or after it."""
    for arguments in (["--lang", "en", "--help"], ["match", "--help", "--lang=en"]):
        assert main(arguments) == Exit.DONE
        assert "Usage:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["match"],
        ["match", "nergens.xlsx"],
        ["macht", "x.xlsx"],
        ["match", "{book}", "--time-limit", "0"],
        ["match", "{book}", "--time-limit", "snel"],
        ["match", "{book}", "--workers", "0"],
        ["match", "{book}", "-o", "resultaat.pdf"],
        ["match", "{book}", "--vlug"],
        ["check"],
        ["check", "{book}", "--lang", "fr"],
        ["verify", "{book}"],
        ["verify", "{book}", "--input"],
        ["template"],
        ["template", "nieuw.docx"],
        ["template", "een.xlsx", "twee.xlsx"],
    ],
)
def test_a_wrong_command_line_exits_with_2_in_dutch(
    arguments: list[str], book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is said in Dutch on standard error, and nothing is done."""
    assert main([part.format(book=book) for part in arguments]) == Exit.BAD_COMMAND
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Fout: " in captured.err
    assert not [word for word in ENGLISH if word in captured.err]


@pytest.mark.parametrize("encoding", ["cp850:strict", "cp1252:strict", "ascii:strict"])
def test_no_terminal_is_too_old(encoding: str) -> None:
    """Signs that the encoding lacks do not end the program."""
    done = start("match", "Łucja — 駅.xlsx", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == Exit.BAD_COMMAND
    assert b"Fout: " in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` names the program and its version."""
    assert main(["--version"]) == Exit.DONE
    assert capsys.readouterr().out.startswith("koppeling 0.")


def test_an_unknown_language_is_left_to_the_parser() -> None:
    """Looking for the language before parsing never fails."""
    assert language.asked_for(["--lang"]) == "nl"
    assert language.asked_for(["--lang", "fr"]) == "nl"
    assert language.asked_for(["check", "en", "--lang", "en"]) == "en"


# Exit codes


def finding(severity: Severity) -> Finding:
    """Make a finding."""
    return Finding(
        severity=severity, code="x", message="Hier klopt iets niet.", sheet="Werkdagen", cell="D7"
    )


@pytest.mark.parametrize(
    ("severities", "code"),
    [
        ([], Exit.DONE),
        ([Severity.WARNING], Exit.DONE),
        ([Severity.WARNING, Severity.ERROR], Exit.BAD_INPUT),
    ],
)
def test_check_lists_findings_on_standard_output(
    severities: list[Severity],
    code: Exit,
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only an error makes check exit with 1; every finding is listed either way."""
    listed = tuple(finding(severity) for severity in severities)
    reading = SimpleNamespace(findings=listed, instance=None)
    monkeypatch.setattr(app, "check", lambda _paths: reading)
    assert main(["check", str(book)]) == code
    assert capsys.readouterr().out.count("D7") == len(severities)


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        ([], Exit.DONE),
        ([ProblemKind.CLAIM_UNTRUE], Exit.UNTRUE),
        ([ProblemKind.CLAIM_UNTRUE, ProblemKind.RULE_BROKEN], Exit.BAD_INPUT),
    ],
)
def test_verify_tells_a_broken_rule_from_an_untrue_claim(
    kinds: list[ProblemKind], code: Exit, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken rule is exit code 1, an untrue claim 4; all inputs after --input are used."""
    given: list[tuple[Path, ...]] = []

    def verify(_result: Path, paths: tuple[Path, ...]) -> tuple[Problem, ...]:
        given.append(paths)
        return tuple(Problem(kind, "J01", "Dit klopt niet.") for kind in kinds)

    monkeypatch.setattr(app, "verify", verify)
    assert main(["verify", str(book), "--input", str(book), str(book.parent)]) == code
    assert given == [(book, book.parent)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (
            app.UnsoundResultError([Problem(ProblemKind.RULE_BROKEN, "J01", "Te druk.")]),
            Exit.UNTRUE,
        ),
        (SolveError("De rekenkern gaf geen antwoord."), Exit.NO_SOLUTION),
        (WriteError("De schijf is vol."), Exit.BAD_COMMAND),
        (PermissionError(13, "Permission denied"), Exit.BAD_COMMAND),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_stops_a_match_has_its_own_exit_code(
    error: Exception,
    code: Exit,
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A result that fails its own check, a solver that breaks and a full disk differ."""

    def fail(_paths: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(app, "match", fail)
    assert main(["match", str(book)]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert "Fout: " in told.err


def test_errors_in_the_input_stop_a_match(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are listed on standard error, and the exit code is 1."""
    reading = SimpleNamespace(findings=(finding(Severity.ERROR),), instance=None)
    run = SimpleNamespace(reading=reading, outcome=None, written=None)
    monkeypatch.setattr(app, "match", lambda _paths, **_options: run)
    assert main(["match", str(book), "--json", "-"]) == Exit.BAD_INPUT
    told = capsys.readouterr()
    assert told.out == ""
    assert "D7" in told.err


def test_verify_needs_sound_input(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Input with errors is exit code 1, with its findings."""

    def fail(_result: Path, _paths: tuple[Path, ...]) -> None:
        raise app.InputError([finding(Severity.ERROR)])

    monkeypatch.setattr(app, "verify", fail)
    assert main(["verify", str(book), "--input", str(book)]) == Exit.BAD_INPUT
    assert "D7" in capsys.readouterr().err


def test_the_input_is_never_overwritten(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even with --force, and however the path is written."""
    disguised = book.parent / "." / ".." / book.parent.name / book.name
    assert main(["match", str(book), "-o", str(disguised), "--force"]) == Exit.BAD_COMMAND
    assert "in de plaats" in capsys.readouterr().err
    assert book.read_bytes() == b""


def test_a_mistake_of_the_program_is_no_traceback(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said in Dutch, exits with 4, and the record holds no text of the error."""

    def fail(_paths: object) -> None:
        raise LookupError("Anouk de Vries")

    monkeypatch.setattr(app, "check", fail)
    assert main(["check", str(book)]) == Exit.UNTRUE
    told = capsys.readouterr()
    log = state_folder() / "koppeling.log"
    assert str(log) in told.err
    assert "Traceback" not in told.err + told.out
    record = log.read_text(encoding="utf-8")
    assert "LookupError" in record
    assert "cli/commands.py" in record
    assert "Anouk" not in record + told.err


def test_a_mistake_is_told_even_without_a_home(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no record can be kept the kind of error is named."""
    home.write_text("a file, not a folder", encoding="utf-8")
    assert failure.tell(ValueError("Bram")) == Exit.UNTRUE
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "Bram" not in told


def test_a_stop_by_the_user_writes_nothing(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C outside the solver ends with a sentence and exit code 3."""

    def stop(_paths: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "check", stop)
    assert main(["check", str(book)]) == Exit.NO_SOLUTION
    assert "niets geschreven" in capsys.readouterr().err


def test_a_stop_before_the_first_answer_is_said(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C in the solver without an answer: stopped, not out of time."""
    run = SimpleNamespace(
        reading=SimpleNamespace(instance=object()), outcome=object(), was_stopped=True
    )
    monkeypatch.setattr(app, "match", lambda _paths, **_options: run)
    assert main(["match", str(book)]) == Exit.NO_SOLUTION
    told = capsys.readouterr()
    assert "Gestopt" in told.err
    assert "tijd" not in told.err + told.out


@pytest.mark.parametrize("target", ["boek.xlsx", "map/boek.xlsx", "geen map/uit.json"])
def test_json_goes_nowhere_near_the_input(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An input, a file in a folder of inputs, a folder that is not there: exit code 2."""
    (tmp_path / "map").mkdir()
    for place in (tmp_path, tmp_path / "map"):
        (place / "boek.xlsx").write_bytes(b"")
    inputs = [str(tmp_path / "boek.xlsx"), str(tmp_path / "map")]
    assert main(["match", *inputs, "--json", str(tmp_path / target)]) == Exit.BAD_COMMAND
    assert "Fout: " in capsys.readouterr().err
    assert (tmp_path / "boek.xlsx").read_bytes() == b""
    assert (tmp_path / "map" / "boek.xlsx").read_bytes() == b""


def test_a_missing_file_is_named_without_stray_capitals(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Click writes a capital on each word of a name; ours is a sentence."""
    assert main(["match", "nergens.xlsx"]) == Exit.BAD_COMMAND
    told = capsys.readouterr().err
    assert "bestaat niet" in told
    assert "Of Map" not in told


# The whole way


@pytest.mark.slow
@pytest.mark.parametrize("book", ["klein", "voorbeeld"])
def test_the_example_becomes_a_sound_result(book: str, tmp_path: Path) -> None:
    """Match writes a workbook, and JSON to standard output; verify finds the result sound."""
    result = tmp_path / "result.xlsx"
    source = str(DATA / f"{book}.xlsx")
    done = start("match", source, "-o", str(result), "--json", "-")
    assert done.returncode == Exit.DONE, done.stderr.decode()
    assert json.loads(done.stdout)["schema"] == 1
    assert "Koppelvoorstel" in done.stderr.decode()
    assert menu.last_result() == result.resolve()
    assert start("verify", str(result), "--input", source).returncode == Exit.DONE


def test_a_template_has_its_launcher_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new workbook comes with Koppelen.cmd, and both are told."""
    path = tmp_path / "nieuw boek.xlsx"
    assert main(["template", str(path)]) == Exit.DONE
    assert path.is_file()
    assert (tmp_path / "Koppelen.cmd").is_file()
    assert capsys.readouterr().out.count("Geschreven: ") == 2
