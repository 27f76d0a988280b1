"""
What is handed in for the processes of the program: no process for each file, one solver.

A match starts two processes that load for longer than they work. What is told
about those processes themselves is tested with the fixture `cold_processes`.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import openpyxl  # noqa: F401 - loads numpy, which the reading process does without

from koppeling import children
from koppeling.model.problem import AssignmentProblem
from koppeling.solve.messages import Assigned, Progress
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import FixAnswer, FixQuestion, SolveOptions
from koppeling.workbook.read.process import read_file

READER = "koppeling.workbook.read.process"

#: What was read before, by the name and the content of the file.
_LINES: dict[tuple[str, bytes], bytes] = {}


def _line(file: Path) -> bytes:
    known = (file.name, file.read_bytes() if file.is_file() else b"")
    if known not in _LINES:
        with warnings.catch_warnings():
            _LINES[known] = json.dumps(read_file(file)).encode() + b"\n"
    return _LINES[known]


class _Here:
    """Answers what the reading process answers, in whatever time that takes."""

    returncode = 0

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files

    def communicate(self, timeout: float) -> tuple[bytes, None]:  # noqa: ARG002
        """Return a line for each file."""
        return b"".join(_line(Path(file)) for file in self._files), None

    def kill(self) -> None:
        """End: there is nothing to end."""

    def wait(self) -> None:
        """Wait for the end: it is there."""


def read_here(module: str, *arguments: str, takes_input: bool = False) -> subprocess.Popen[bytes]:
    """Read files in this process; begin any other process as the program does."""
    if module == READER:
        return cast("subprocess.Popen[bytes]", _Here(arguments))
    return children.begin(module, *arguments, takes_input=takes_input)


class RememberingSolver(SolverProcess):
    """Works out the same question only once: an answer repeats, and tests ask much again."""

    def __init__(self) -> None:
        super().__init__()
        self._assigned: dict[bytes, tuple[list[Progress], Assigned]] = {}
        self._fixes: dict[bytes, FixAnswer] = {}

    def assign(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Assigned:
        """Have a problem solved, or remember a proven answer, which no time changes."""
        key = pickle.dumps((problem, replace(options, seconds=0.0)))
        told, assigned = self._assigned.get(key, ([], None))
        if assigned is None:
            assigned = super().assign(problem, options, told.append)
            if all(outcome.proven for outcome in assigned.levels):
                self._assigned[key] = told, assigned
        if on_progress is not None:
            for progress in told:
                on_progress(progress)
        return assigned

    def find_fixes(self, question: FixQuestion) -> FixAnswer:
        """Have fixes sought, or remember them."""
        key = pickle.dumps(question)
        if key not in self._fixes:
            self._fixes[key] = super().find_fixes(question)
        return self._fixes[key]
