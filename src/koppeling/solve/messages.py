"""
What goes between the program and its solver process: pickles of plain values.

Both ends are this package in the same installation, so pickle is safe here;
nothing of the user's workbook is ever unpickled.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import BinaryIO

from koppeling.domain.result import Outcome, Solution
from koppeling.model.dates import DateAnswer, DateProblem
from koppeling.model.problem import AssignmentProblem, SlotProblem
from koppeling.solve.questions import Case, FixQuestion, RoomQuestion, SolveOptions

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True)
class Assign:
    """Ask to solve a problem, level by level."""

    problem: AssignmentProblem
    options: SolveOptions


@dataclass(frozen=True)
class ChooseSlots:
    """Ask for the fixed slots of each senior."""

    problems: tuple[SlotProblem, ...]


@dataclass(frozen=True)
class ChooseDates:
    """Ask for dates of meetings that are in each other's way."""

    problems: tuple[DateProblem, ...]


@dataclass(frozen=True)
class Answer:
    """Ask for the whole answer to a case: compile, solve and choose slots over there."""

    case: Case


@dataclass(frozen=True)
class MeasureRoom:
    """Ask how many more fit: compile once over there, solve each part of the question."""

    question: RoomQuestion


@dataclass(frozen=True)
class FindFixes:
    """Ask for the cheapest fixes for a junior without a place."""

    question: FixQuestion


@dataclass(frozen=True)
class Stop:
    """Ask to stop the search at work, keeping the best so far."""


@dataclass(frozen=True, kw_only=True)
class LevelOutcome:
    """A level as the solver left it; value and bound None when nothing is known."""

    level: str
    value: int | None
    bound: int | None
    proven: bool
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What can be told while solving: the level at work, or one that is done."""

    level: str
    value: int | None
    bound: int | None
    proven: bool
    chosen: tuple[int, ...] | None
    outcome: LevelOutcome | None = None


@dataclass(frozen=True)
class Assigned:
    """
    The end of a solve.

    `chosen` None means that there is no answer; `is_infeasible` that there
    cannot be one. `same_pairs` counts, per other DiSC rule, the pairs that
    stay; rules that were not solved to proof are absent.
    """

    levels: tuple[LevelOutcome, ...]
    chosen: tuple[int, ...] | None
    same_pairs: dict[str, int]
    is_infeasible: bool
    solver: str


@dataclass(frozen=True)
class SlotsChosen:
    """The option of each item, per slot problem."""

    options: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class DatesChosen:
    """What came of each date problem."""

    answers: tuple[DateAnswer, ...]


@dataclass(frozen=True)
class Answered:
    """
    How a case ended: a solution, or in words why there is none.

    `is_impossible` tells that there cannot be one. `same` counts, for each of
    the case's other weights, the pairs that can stay; None where not proven.
    `outcome` is the whole story, where the case asked for it.
    """

    solution: Solution | None
    failure: str = ""
    is_impossible: bool = False
    same: tuple[int | None, ...] = ()
    outcome: Outcome | None = None


def send(stream: BinaryIO, message: object) -> None:
    """Write one message and flush."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO) -> object | None:
    """Read one message; None when the other side has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return pickle.loads(body) if len(body) == length else None  # noqa: S301 (own process)
