"""A koppelboek of any size, made from a seed: invented people with all that people have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import xlsxwriter

from koppeling.domain.instance import Component, Instance, Level
from koppeling.domain.period import Slot, horizon
from koppeling.domain.result import (
    Code,
    LevelResult,
    Load,
    Outcome,
    Pairing,
    PairingDetail,
    PairStatus,
    Solution,
    Status,
    Unplaced,
)

FIRST = ("Anouk", "Bram", "Cato", "Daan", "Esra", "Femke", "Guus", "Hanna", "Ivo", "Jasmijn")
LAST = ("Roos", "Klaver", "Tijm", "Munt", "Varen", "Iris", "Salie", "Lelie", "Brem", "Heide")
TOPICS = ("dossiervoering", "oudergesprekken", "autisme", "hechting", "groepswerk", "diagnostiek")
STYLES = ("D", "Di", "iD", "i", "iS", "Si", "S", "SC", "CS", "C", "CD", "DC")
DAYS = ("ma", "di", "wo", "do", "vr")
HOURS = ("x", "x", "x", "x", "08:30-12:30", "even x", "09:00-15:30")
FIRST_DAY = date(2027, 1, 1)
PEOPLE_A_SITE = 40
SENIORS_FROM = 5  # one in five guides

Row = tuple[object, ...]


class LargePractice:
    """
    The sheets of a practice of `num_people`, one in five a senior.

    Parameters
    ----------
    num_people : int
        Juniors and seniors together; at least 10.
    seed : int
        The same seed makes the same people.
    """

    def __init__(self, num_people: int, seed: int = 1) -> None:
        self._random = Random(seed)
        num_seniors = num_people // SENIORS_FROM
        self.juniors = [f"{n:06d}" for n in range(1, num_people - num_seniors + 1)]
        self.seniors = [f"9{n:05d}" for n in range(1, num_seniors + 1)]
        num_sites = max(1, num_people // PEOPLE_A_SITE)
        self.sites = [f"Vestiging {n:03d}" for n in range(1, num_sites + 1)]
        near = max(1, num_seniors // num_sites)
        #: The senior beside whom a junior works: both live at the same site.
        self.beside = {
            number: self.seniors[n % num_sites * near + n // num_sites % near]
            for n, number in enumerate(self.juniors)
        }
        self.site_of = {n: self.sites[i % num_sites] for i, n in enumerate(self.juniors)}
        self.site_of |= {
            n: self.sites[min(i // near, num_sites - 1)] for i, n in enumerate(self.seniors)
        }

    def sheets(self) -> dict[str, tuple[Row, Iterator[Row]]]:
        """List every sheet: its headings and its rows."""
        days = ("personeelsnummer", *DAYS)
        return {
            "Instellingen": (
                ("instelling", "waarde"),
                iter([("praktijknaam", "Acht Bomen"), ("kwartaal", "2027-Q1")]),
            ),
            "Junioren": (
                ("personeelsnummer", "naam", "vestiging", "start traject", "leerdoelen"),
                map(self._junior, self.juniors),
            ),
            "Senioren": (
                ("personeelsnummer", "naam", "vestiging", "uren per kwartaal", "specialisaties"),
                map(self._senior, self.seniors),
            ),
            "Werkdagen": (days, map(self._week, (*self.juniors, *self.seniors))),
            "Koppelingen": (
                ("junior", "senior", "status", "vast moment", "sinds"),
                (self._pairing(n) for n in self.juniors[::2]),
            ),
            "Voorkeuren": (("van", "over", "rang", "veto"), self._wishes()),
            "Beschikbaarheid": (
                ("personeelsnummer", "soort", "van", "tot", "dag", "tijd"),
                (self._absence(n) for n in self.juniors[::8]),
            ),
            "Capaciteit": (
                ("personeelsnummer", "kwartaal", "uren"),
                ((n, f"2027-Q{q}", 20 + 2 * q) for n in self.seniors for q in (1, 3)),
            ),
            "DiSC": (
                ("personeelsnummer", "stijl"),
                ((n, self._random.choice(STYLES)) for n in (*self.juniors[::2], *self.seniors)),
            ),
        }

    def _name(self) -> str:
        return f"{self._random.choice(FIRST)} {self._random.choice(LAST)}"

    def _topics(self) -> str:
        return "; ".join(self._random.sample(TOPICS, 2))

    def _junior(self, number: str) -> Row:
        start = FIRST_DAY - timedelta(days=self._random.randrange(1, 1000))
        return (number, self._name(), self.site_of[number], start, self._topics())

    def _senior(self, number: str) -> Row:
        hours = self._random.choice((18, 20, 22.5))
        return (number, self._name(), self.site_of[number], hours, self._topics())

    def _week(self, number: str) -> Row:
        return (
            number,
            *(self._random.choice(HOURS) if self._random.random() < 0.8 else None for _ in DAYS),
        )

    def _pairing(self, number: str) -> Row:
        moment = f"{self._random.choice(DAYS)} {self._random.randrange(9, 12):02d}:00"
        return (number, self.beside[number], "lopend", moment, date(2026, 10, 1))

    def _wishes(self) -> Iterator[Row]:
        for n, number in enumerate(self.juniors):
            yield number, self.beside[number], 1, None
            if n % 4 == 0:
                yield self.beside[number], number, 1 + n % 3, None

    def _absence(self, number: str) -> Row:
        first = FIRST_DAY + timedelta(days=self._random.randrange(300))
        return (number, "afwezig", first, first + timedelta(days=11), None, None)

    def write(self, path: Path) -> None:
        """Write the practice as a workbook that Excel might have saved."""
        buffer = BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        as_date = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, (headings, rows) in self.sheets().items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headings)
            for number, row in enumerate(rows, start=1):
                for at, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, at, value, as_date)
                    elif isinstance(value, str):
                        sheet.write_string(number, at, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(number, at, value)
        book.close()
        path.write_bytes(buffer.getvalue())

    def outcome(self, instance: Instance) -> Outcome:
        """
        Make up a proposal: nine in ten beside their own senior, one in a hundred unplaced.

        Nothing was solved, so the rules are not kept; every cell is filled as
        a real run fills it.
        """
        quarters = horizon(instance.settings.quarter, 4)
        alone = self.juniors[99::100]
        placed = sorted(set(self.juniors) - set(alone))
        details = tuple(self._detail(n, number) for n, number in enumerate(placed))
        return Outcome(
            quarter=quarters[0],
            horizon=quarters,
            solution=Solution(
                pairings=tuple(detail.pairing for detail in details),
                levels=tuple(
                    LevelResult(
                        level=level, value=len(details), bound=None, proven=False, seconds=1.0
                    )
                    for level in Level
                ),
                status=Status.FEASIBLE,
                robustness={},
                solver="none",
            ),
            pairings=details,
            unplaced=tuple(
                Unplaced(
                    junior=number,
                    reasons={Code.SITE: len(self.seniors) - 3, Code.FULL: 3},
                    explanation="Elke senior op dezelfde vestiging is vol.",
                    nearest="",
                )
                for number in alone
            ),
            idle=(),
            handovers=(),
            loads=tuple(
                Load(
                    senior=number,
                    quarter=quarter,
                    used_minutes=600 + 30 * (n % 19),
                    cap_minutes=1200,
                    num_juniors=4,
                    has_talk=True,
                )
                for n, number in enumerate(self.seniors)
                for quarter in quarters
            ),
            findings=(),
        )

    def _detail(self, n: int, number: str) -> PairingDetail:
        need = ((7, 6, 3, 3), (3, 3, 3, 3), (1, 1, 1, 1))[n % 3]
        return PairingDetail(
            pairing=Pairing(number, self.beside[number], Slot(n % 5, 18 + n % 12)),
            status=(PairStatus.KEPT, PairStatus.NEW)[n % 2],
            previous_senior=None,
            need=need,
            minutes=tuple(30 * meetings for meetings in need),
            points=40 + n % 50,
            components=dict.fromkeys(Component, n * 7 % 1001),
            runner_up=self.seniors[n % len(self.seniors)],
            runner_up_points=30 + n % 50,
            explanation="Eerste voorkeur van de junior; zelfde vestiging; acht gedeelde "
            f"werkdagen per veertien dagen; {n % 4} leerdoelen passen bij de specialisaties.",
        )
