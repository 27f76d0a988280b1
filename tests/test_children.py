"""Processes of our own: found wherever they are started from, and never left behind."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from koppeling import children
from koppeling.cli.command import with_head_start
from koppeling.solve.messages import ChooseSlots, SlotsChosen, receive, send
from koppeling.workbook.read.intake import Intake

READER = "koppeling.workbook.read.reading_process"
KLEIN = Path("data/klein.xlsx")
pytestmark = pytest.mark.usefixtures("cold_processes")


def test_a_process_started_ahead_is_the_one_that_is_asked_for() -> None:
    """Who asks gets it once; the next one is another."""
    with children.ahead(READER, "a"):
        first = children.start(READER, "a")
        second = children.start(READER, "a")
    assert first.pid != second.pid
    for process in (first, second):
        output, _errors = process.communicate()
        assert b"refusal" in output


def test_another_question_gets_another_process() -> None:
    """What was begun for one file does not answer for another."""
    with children.ahead(READER, "a"):
        other = children.start(READER, "b")
        assert other.communicate()[0].count(b"\n") == 1
        assert children._ahead


def test_who_begins_processes_in_another_way_gets_none_ahead() -> None:
    """What was handed in is asked, when something is really needed and not before."""
    asked: list[str] = []

    def begin(module: str, *arguments: str, takes_input: bool = False) -> subprocess.Popen[bytes]:
        asked.append(module)
        return children.begin(module, *arguments, takes_input=takes_input)

    with children.begun_by(begin):
        with children.ahead(READER, "a"):
            assert not asked
        children.start(READER, "a").communicate()
        assert asked == [READER]
    children.start(READER, "a").communicate()
    assert asked == [READER]


def test_nobody_is_left_behind() -> None:
    """A process that nobody asked for ends with the block, also when that fails."""
    begun = None
    with contextlib.suppress(ZeroDivisionError), children.ahead(READER, "a"):
        (begun,) = children._ahead.values()
        _ = 1 // 0
    assert begun is not None
    assert begun.poll() is not None
    assert not children._ahead


_LOUD_WORKER = """
import os, sys
from koppeling.solve import worker
import ortools.sat.python.cp_model
plain = worker._Desk.next
def next_request(desk):
    print("a library has something to say")
    os.write(1, b"and so has one written in C\\n")
    return plain(desk)
worker._Desk.next = next_request
worker.main()
"""


@pytest.mark.slow
def test_what_a_library_prints_in_the_solver_stays_out_of_the_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not through Python and not past it: the answers arrive whole."""
    (tmp_path / "loud_worker.py").write_text(_LOUD_WORKER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    solver = children.start("loud_worker", takes_input=True)
    assert solver.stdin is not None
    assert solver.stdout is not None
    try:
        for _ in range(2):
            send(cast("BinaryIO", solver.stdin), ChooseSlots(()))
            answer = receive(cast("BinaryIO", solver.stdout))
            assert answer == SlotsChosen(())
    finally:
        solver.kill()
        solver.communicate()


@pytest.mark.slow
def test_a_process_is_ended_by_the_watch_on_its_memory() -> None:
    """For systems that refuse nobody memory."""
    code = (
        "from koppeling.children import used_memory, watch_memory\n"
        "import threading, time\n"
        "most = used_memory() + 50_000_000\n"
        "threading.Thread(target=watch_memory, args=(most,), daemon=True).start()\n"
        "kept = b'x' * ({share} * most)\n"
        "time.sleep({seconds})\n"
    )
    ends = [
        subprocess.run([sys.executable, "-c", code.format(share=s, seconds=t)], check=False)
        for s, t in ((0, 1), (2, 60))
    ]
    assert [end.returncode for end in ends] == [0, children.OUT_OF_MEMORY]


def test_a_command_begins_to_read_before_it_loads() -> None:
    """The file of `check` is being read when its body begins; `template` reads nothing."""
    seen = []

    def body(**given: object) -> int:
        seen.append(list(children._ahead))
        if "paths" in given:
            assert [file.refusal for file in Intake([KLEIN]).collect()] == [""]
            seen.append(list(children._ahead))
        return 0

    assert with_head_start(body)(paths=(KLEIN,)) == 0
    assert with_head_start(body)(workbook=KLEIN) == 0
    assert seen == [[(READER, (str(KLEIN),), False)], [], []]


def test_a_command_that_solves_begins_with_the_solver() -> None:
    """Not on a cluster: there the solvers are elsewhere."""
    seen = []

    def body(**_given: object) -> int:
        seen.append([module for module, _arguments, _input in children._ahead])
        return 0

    with_head_start(body, solves=True)(paths=())
    with_head_start(body, solves=True)(scheduler="tcp://127.0.0.1:1")
    assert seen == [["koppeling.solve.worker"], []]
