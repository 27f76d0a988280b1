"""What becomes of a workbook when the quarter turns: plain tables and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass

from koppeling.domain.meeting import Meeting
from koppeling.workbook.tables import Table


@dataclass(frozen=True)
class Change:
    """Something that changed: its kind, whom it is about (a number), and the story."""

    what: str
    who: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Turned:
    """The input of the next quarter: its tables, its meetings, and what changed."""

    tables: tuple[Table, ...]
    meetings: tuple[Meeting, ...]
    changes: tuple[Change, ...]
