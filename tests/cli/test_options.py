"""Options that would have no effect are refused, in every command with several kinds of run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from koppeling.cli import commands, main

#: Kind of run → its arguments, and the options that it reads. What is not listed is in vain.
RUNS: dict[str, tuple[list[str], set[str]]] = {
    "payroll --list": (["payroll", "--list"], {"--list"}),
    "payroll --describe": (["payroll", "--describe", "loket"], {"--describe", "--list"}),
    "payroll --rebuild": (
        ["payroll", "--rebuild", "{folder}"],
        {"--rebuild", "--list", "--describe"},
    ),
    "decide": (["decide", "{book}"], {"--all", "--junior"}),
    "decide --all": (
        ["decide", "{book}", "--all", "--by", "A. Jansen"],
        {"--all", "--by", "--output", "--force", "--junior"},
    ),
    "explain --junior": (
        ["explain", "{book}", "--junior", "0012"],
        {"--junior", "--senior", "--workers"},
    ),
    "explain": (["explain", "{book}"], {"--output", "--force", "--workers", "--junior"}),
    "about": (["about", "{book}", "0012"], {"--output"}),
    "what-if --scheduler": (
        ["what-if", "{book}", "--scheduler", "tcp://127.0.0.1:1"],
        {"--scheduler", "--output", "--force", "--time-limit"}
        | {"--hire", "--hire-senior", "--days", "--site", "--from", "--leaves", "--hours"}
        | {"--max-juniors", "--days-of", "--sites-of", "--absent", "--promote", "--escalate"},
    ),
    "forecast --scheduler": (
        ["forecast", "{book}", "--scheduler", "tcp://127.0.0.1:1"],
        {"--scheduler", "--output", "--force", "--chart", "--quarters", "--hire-per-quarter"}
        | {"--turnover", "--leave"},
    ),
}
VALUES = {"--rebuild": "{folder}", "--output": "{folder}/uit.xlsx", "--workers": "2"}


def in_vain() -> Iterator[tuple[str, str, bool]]:
    """List each option of each kind of run that would have no effect, and whether it is a flag."""
    group = commands.build(main)
    for run, (arguments, used) in RUNS.items():
        for option in group.commands[arguments[0]].params:
            if isinstance(option, click.Option) and option.expose_value:
                name = option.opts[-1]
                if name not in used:
                    yield run, name, option.is_flag


@pytest.mark.parametrize(("run", "option", "is_flag"), list(in_vain()))
def test_an_option_without_effect_is_refused(  # noqa: PLR0917
    run: str,
    option: str,
    is_flag: bool,  # noqa: FBT001
    book: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is named, nothing is done, and the exit code is that of a wrong command line."""
    folder = tmp_path / "map"
    folder.mkdir()
    value = VALUES.get(option, "0012")
    given = [*RUNS[run][0], option, *([] if is_flag else [value])]
    assert main([part.format(book=book, folder=folder) for part in given]) == 2
    told = capsys.readouterr().err
    assert option in told or "--junior" in told
    assert not list(folder.iterdir())


def test_every_kind_of_run_has_options_in_vain() -> None:
    """The list above is about something: each kind of run refuses at least one option."""
    assert {run for run, _option, _flag in in_vain()} == set(RUNS)
