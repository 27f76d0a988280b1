"""A small invented practice, to show in a new workbook how things are filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from koppeling.domain.period import Quarter, add_months

if TYPE_CHECKING:
    from koppeling.locale import Language

_DUTCH = {
    "North": "Noord",
    "South": "Zuid",
    "morning": "ochtend",
    "even": "even",
    "odd": "oneven",
    "file keeping": "dossiervoering",
    "talks with parents": "oudergesprekken",
    "working in groups": "groepswerk",
    "Practice The Birch": "Praktijk De Berk",
    "by agreement": "in overleg",
}


def example_practice(
    quarter: Quarter, language: Language
) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """
    Make up five juniors and three seniors around `quarter`.

    Returns
    -------
    mapping
        A practice as `koppeling.workbook.template.build` takes it; everybody
        can be placed, and each kind of entry occurs at least once.
    """

    def say(word: str) -> str:
        return _DUTCH[word] if language == "nl" else word

    def ago(months: int) -> date:
        return add_months(quarter.first_day, -months)

    return {**_people(quarter, say, ago), **_working_days(say), **_links(ago)}


def _rows(keys: str, *rows: tuple[object, ...]) -> list[dict[str, object]]:
    """Pair the keys with each row; None leaves a cell empty."""
    return [dict(zip(keys.split(), row, strict=True)) for row in rows]


def _people(
    quarter: Quarter, say: Callable[[str], str], ago: Callable[[int], date]
) -> dict[str, list[dict[str, object]]]:
    north, south = say("North"), say("South")
    return {
        "settings": _rows(
            "setting value",
            ("practice_name", say("Practice The Birch")),
            ("quarter", str(quarter)),
        ),
        "juniors": _rows(
            "number name site start goals remark",
            ("0001", "Anouk", north, ago(0), say("file keeping"), None),
            ("0002", "Bram", f"{north}; {south}", ago(4), say("talks with parents"), None),
            ("0003", "Daan", south, ago(9), say("working in groups"), None),
            ("0004", "Esra", south, ago(15), None, say("by agreement")),
            ("0005", "Guus", north, ago(26), say("file keeping"), None),
        ),
        "seniors": _rows(
            "number name site hours_per_quarter max_juniors specialisations",
            ("9001", "Cato", north, 8, 3, say("file keeping")),
            ("9002", "Femke", south, 10, None, say("working in groups")),
            ("9003", "Hassan", f"{north}; {south}", 7.5, 2, say("talks with parents")),
        ),
    }


def _working_days(say: Callable[[str], str]) -> dict[str, list[dict[str, object]]]:
    north, south = say("North"), say("South")
    return {
        "working_days": _rows(
            "number monday tuesday wednesday thursday friday",
            ("0001", "x", "x", None, "x", None),
            ("0002", f"{north} x", f"{south} x", None, f"{north} x", None),
            ("0003", None, "x", "x", "x", say("morning")),
            ("0004", "09:00-15:00", "09:00-15:00", "09:00-15:00", "09:00-15:00", None),
            ("0005", "x", "x", f"{say('odd')} x", None, None),
            ("9001", "x", "x", "x", None, say("morning")),
            ("9002", None, "x", "x", "x", f"{say('even')} 08:30-12:30"),
            ("9003", f"{north} x", f"{south} x", None, f"{north} x", f"{south} x"),
        ),
    }


def _links(ago: Callable[[int], date]) -> dict[str, list[dict[str, object]]]:
    return {
        "pairings": _rows(
            "junior senior status slot since",
            ("0002", "9003", "lopend", "di 10:00", ago(4)),
            ("0005", "9001", "vast", "ma 09:00", ago(26)),
        ),
        "preferences": _rows(
            "source target rank veto",
            ("0001", "9001", 1, None),
            ("9002", "0003", 1, None),
            ("0004", "9003", None, True),
        ),
    }
