"""A result workbook read back: the input, the proposal, the decisions and the meetings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from koppeling.domain.decision import DecidedPairing
from koppeling.domain.meeting import Meeting
from koppeling.domain.result import LevelResult
from koppeling.workbook.reader import Reading


@dataclass(frozen=True, kw_only=True)
class Casebook:
    """
    Everything a decided (or not yet decided) result workbook says.

    Parameters
    ----------
    path : Path
        The file.
    reading : Reading
        Its input part, read as any input; findings of decisions and meetings included.
    decisions : tuple of DecidedPairing
        Every row of Koppelvoorstel, in order of junior number.
    meetings : tuple of Meeting
        Every row of Overleggen, in order of day; empty when not planned yet.
    levels : tuple of LevelResult
        The sheet Doelen en bewijs.
    """

    path: Path
    reading: Reading
    decisions: tuple[DecidedPairing, ...]
    meetings: tuple[Meeting, ...]
    levels: tuple[LevelResult, ...]
