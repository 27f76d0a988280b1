"""Processes of our own: found wherever they are started from, and never left behind."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from koppeling import children
from koppeling.cli.ahead import with_head_start
from koppeling.workbook.intake import Intake

READER = "koppeling.workbook.reading"
KLEIN = Path("data/klein.xlsx")
pytestmark = pytest.mark.usefixtures("cold_processes")


def test_a_process_started_ahead_is_the_one_that_is_asked_for() -> None:
    """Who asks gets it once; the next one is another."""
    with children.ahead(READER, "a"):
        first = children.start(READER, "a")
        second = children.start(READER, "a")
    assert first.pid != second.pid
    for process in (first, second):
        output, _errors = process.communicate(timeout=30)
        assert b"refusal" in output


def test_another_question_gets_another_process() -> None:
    """What was begun for one file does not answer for another."""
    with children.ahead(READER, "a"):
        other = children.start(READER, "b")
        assert other.communicate(timeout=30)[0].count(b"\n") == 1
        assert children._ahead


def test_nobody_is_left_behind() -> None:
    """A process that nobody asked for ends with the block, also when that fails."""
    begun = None
    with contextlib.suppress(ZeroDivisionError), children.ahead(READER, "a"):
        (begun,) = children._ahead.values()
        _ = 1 // 0
    assert begun is not None
    assert begun.poll() is not None
    assert not children._ahead


def test_a_command_begins_to_read_before_it_loads() -> None:
    """The file of `check` is being read when its body begins; `template` reads nothing."""
    seen = []

    def body(**given: object) -> int:
        seen.append(list(children._ahead))
        if "paths" in given:
            assert [file.refusal for file in Intake([KLEIN]).collect()] == [""]
            seen.append(list(children._ahead))
        return 0

    assert with_head_start("check", body)(paths=(KLEIN,)) == 0
    assert with_head_start("template", body)(path=KLEIN) == 0
    assert seen == [[(READER, (str(KLEIN),), False)], [], []]


def test_a_command_that_solves_begins_with_the_solver() -> None:
    """Not on a cluster: there the solvers are elsewhere."""
    seen = []

    def body(**_given: object) -> int:
        seen.append([module for module, _arguments, _input in children._ahead])
        return 0

    with_head_start("match", body)(paths=())
    with_head_start("what-if", body)(scheduler="tcp://127.0.0.1:1")
    assert seen == [["koppeling.solve.worker"], []]
