"""One junior, one senior, and the papers that are written for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from koppeling.domain.instance import Instance
from koppeling.domain.period import Slot
from koppeling.domain.trajectory import Registration
from koppeling.papers.casefile import Casefile
from koppeling.papers.documents import Paper, choose_papers, render
from koppeling.papers.kinds import DocumentKind
from tests.builders import (
    junior,
    practice,
    senior,
    types,
    weekly,
)
from tests.papers.words import text_of
from tests.registers.standings import standing

ANOUK, BRAM = {"name": "Anouk Linde"}, {"name": "Bram Els"}


def casefile(
    instance: Instance | None = None, pairs: Mapping[str, str] | None = None, **changes: Any
) -> Casefile:
    """Make a casefile of one junior, Anouk, and one senior, Bram."""
    made = instance or practice([junior(**ANOUK)], [senior(**BRAM)])
    slots = {"J01": Slot(1, 20)}
    return Casefile(standing=standing(made, pairs, **changes), slots=slots)


def paper_of(kind: DocumentKind, case: Casefile | None = None) -> Paper:
    """Choose the only paper of a kind."""
    (paper,) = choose_papers(case or casefile(), kind=kind)
    return paper


def text(kind: DocumentKind, case: Casefile | None = None) -> str:
    """Write the only paper of a kind, and read it back."""
    return text_of(render(paper_of(kind, case)))


def demanding(demand: Registration, **of_senior: Any) -> Casefile:
    """Make a pair in a trajectory that demands a registration."""
    kind = weekly(4, demand=demand)
    return casefile(
        practice(
            [junior(**ANOUK, trajectory="weekly")],
            [senior(**BRAM, **of_senior)],
            trajectories=types(kind),
        )
    )
