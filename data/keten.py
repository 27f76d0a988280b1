"""
The invented chain of keten.xlsx: 200 juniors and 60 seniors at eight sites.

Load 0.7: what the juniors need in the tightest quarter, over all hours of the
seniors. Three in ten work at two sites, most work part-time, half of the
juniors have a running pairing. The same on every machine: only
`Random.random` is used, whose sequence Python promises to keep.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from koppeling.domain.period import Quarter, horizon
from koppeling.domain.trajectory import nominal_dates
from koppeling.workbook.schema.registry import STYLES, WEEKDAY_KEYS

T = TypeVar("T")
Rows = list[dict[str, object]]

NUM_JUNIORS, NUM_SENIORS, LOAD = 200, 60, 0.7
SITES = ("Noord", "Zuid", "Oost", "West", "Midden", "Haven", "Veen", "Duin")
QUARTERS = horizon(Quarter(2027, 1), 4)
TOPICS = (
    "dossiervoering", "oudergesprekken", "systeemgericht werken", "traumagericht werken",
    "autisme", "hechting", "groepswerk", "diagnostiek",
)  # fmt: skip
FIRST_NAMES = (
    "Anouk", "Bram", "Cato", "Daan", "Esra", "Femke", "Guus", "Hanna", "Ivo", "Jasmijn", "Kees",
    "Lieke", "Mees", "Noor", "Oscar", "Pien", "Ruben", "Sanne", "Teun", "Umut", "Vera", "Wout",
    "Yara", "Zeger", "Amira", "Bas", "Carlijn", "Dewi", "Emiel", "Fenna", "Gijs", "Hilde",
)  # fmt: skip
LAST_NAMES = (
    "Roos", "Klaver", "Tijm", "Munt", "Varen", "Iris", "Salie", "Lelie", "Brem", "Heide",
    "Wikke", "Dille", "Linze", "Malva", "Karwij", "Bies", "Rogge", "Gerst", "Haver", "Zegge",
    "Linde", "Eik", "Beuk", "Es", "Iep", "Olm", "Els",
)  # fmt: skip
#: Moments of a running pairing, within the default working hours and any meeting window.
TIMES = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "13:00", "13:30", "14:00", "15:00")
DAYS = ("ma", "di", "wo", "do", "vr")


@dataclass
class Staff:
    """Somebody of the chain: where and on which days (full days, every week)."""

    number: str
    name: str
    sites: list[str]
    start: date = date(2027, 1, 1)
    site_by_day: dict[int, str | None] = field(default_factory=dict)
    cells: dict[int, str] = field(default_factory=dict)

    def meets(self, other: Staff, day: int) -> bool:
        """Tell whether both are at one site all day on this weekday, every week."""
        if day not in self.site_by_day or day not in other.site_by_day:
            return False
        mine, theirs = self.site_by_day[day], other.site_by_day[day]
        return bool(set([mine] if mine else self.sites) & set([theirs] if theirs else other.sites))


class Dice:
    """Chance that falls the same way everywhere."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self._random.random() < probability

    def number(self, below: int) -> int:
        """Choose 0 up to but not including `below`."""
        return int(self._random.random() * below)

    def pick(self, options: list[T] | tuple[T, ...]) -> T:
        """Choose one."""
        return options[self.number(len(options))]

    def some(self, options: tuple[T, ...], count: int) -> list[T]:
        """Choose `count` different ones."""
        left = list(options)
        return [left.pop(self.number(len(left))) for _ in range(count)]


def practice() -> dict[str, Rows]:
    """Return the chain as `koppeling.workbook.write.template.build` takes it."""
    dice = Dice(2027)
    seniors = [staff(dice, n, f"9{n + 1:03d}") for n in range(NUM_SENIORS)]
    juniors = [staff(dice, n, f"{n + 1:04d}") for n in range(NUM_JUNIORS)]
    first, last = date(2024, 4, 15), date(2027, 3, 15)
    for junior in juniors:
        junior.start = first + timedelta(days=dice.number((last - first).days))
    needs = [need(junior.start) for junior in juniors]
    hours = divided(dice, max(map(sum, zip(*needs, strict=True))) / 2 / LOAD)
    return {
        "settings": [
            {"setting": "practice_name", "value": "Keten Acht Bomen"},
            {"setting": "quarter", "value": "2027-Q1"},
        ],
        "juniors": [
            {
                "number": person.number, "name": person.name, "site": person.sites,
                "start": person.start, "goals": dice.some(TOPICS, 1 + dice.number(2)),
            }
            for person in juniors
        ],
        "seniors": [
            {
                "number": person.number, "name": person.name, "site": person.sites,
                "hours_per_quarter": cap, "specialisations": dice.some(TOPICS, 2),
            }
            for person, cap in zip(seniors, hours, strict=True)
        ],
        "working_days": [week_row(person) for person in (*juniors, *seniors)],
        "pairings": running(dice, juniors, seniors, needs, hours),
        "preferences": preferences(dice, juniors, seniors),
        "availability": absences(dice, juniors, seniors) + meeting_windows(dice, seniors),
        "disc": [
            {"number": person.number, "style": dice.pick(STYLES)}
            for person in (*juniors, *seniors)
            if dice.chance(0.8)
        ],
    }  # fmt: skip


def staff(dice: Dice, index: int, number: str) -> Staff:
    """Make up a person: three in ten at two sites, two to five days a week."""
    offset = index if number.startswith("0") else index + 11
    name = f"{FIRST_NAMES[offset % 32]} {LAST_NAMES[(offset // 32 + offset) % 27]}"
    main = SITES[index % 8] if dice.chance(0.8) else dice.pick(SITES)
    sites = [main]
    if dice.chance(0.3):
        sites.append(dice.pick([site for site in SITES if site != main]))
    person = Staff(number=number, name=name, sites=sites)
    num_days = 2 + min(3, sum(dice.chance(0.6) for _ in range(4)))
    by_day = len(sites) > 1 and dice.chance(0.5)
    for day in sorted(dice.some((0, 1, 2, 3, 4), num_days)):
        site = dice.pick(sites) if by_day else None
        hours = "x"
        if dice.chance(0.06):
            hours = dice.pick(("ochtend", "middag", "09:00-15:00"))
        elif dice.chance(0.05):
            hours = dice.pick(("even x", "oneven x"))
        if hours == "x":
            person.site_by_day[day] = site
        weeks, _, rest = hours.rpartition(" ")
        person.cells[day] = " ".join(filter(None, (weeks, site, rest)))
    return person


def week_row(person: Staff) -> dict[str, object]:
    """Write somebody's week as a row of Werkdagen."""
    cells = {WEEKDAY_KEYS[day]: cell for day, cell in person.cells.items()}
    return {"number": person.number, **cells}


def need(start: date) -> list[int]:
    """Count the meetings in each quarter of the horizon."""
    quarters = [Quarter.of(day) for day in nominal_dates(start)]
    return [quarters.count(quarter) for quarter in QUARTERS]


def divided(dice: Dice, total_hours: float) -> list[float]:
    """Divide the hours over the seniors, in half hours, some more and some less."""
    weights = [0.65 + 0.7 * dice.number(1000) / 1000 for _ in range(NUM_SENIORS)]
    halves = [round(2 * total_hours * weight / sum(weights)) for weight in weights]
    halves[0] += round(2 * total_hours) - sum(halves)
    return [half / 2 for half in halves]


def meeting_windows(dice: Dice, seniors: list[Staff]) -> Rows:
    """Give one senior in ten fixed windows, on their own full days."""
    return [
        {"number": person.number, "kind": "meeting", "day": DAYS[day], "time": "09:00-15:30"}
        for person in seniors
        if dice.chance(0.1)
        for day in person.site_by_day
    ]


def running(
    dice: Dice,
    juniors: list[Staff],
    seniors: list[Staff],
    needs: list[list[int]],
    hours: list[float],
) -> Rows:
    """Pair half of the juniors as they run now, within the hours and each at a free moment."""
    room = [[2 * cap - 1] * len(QUARTERS) for cap in hours]
    taken: dict[str, set[str]] = defaultdict(set)
    rows: Rows = []
    for junior, wanted in zip(juniors, needs, strict=True):
        if len(rows) >= NUM_JUNIORS // 2 or junior.start > date(2026, 11, 30) or not any(wanted):
            continue
        options = [
            (at, f"{DAYS[day]} {time}")
            for at, senior in enumerate(seniors)
            for day in range(5)
            for time in TIMES
            if junior.meets(senior, day) and f"{DAYS[day]} {time}" not in taken[senior.number]
            if all(left >= count for left, count in zip(room[at], wanted, strict=True))
        ]
        if options:
            at, slot = dice.pick(options)
            taken[seniors[at].number].add(slot)
            room[at] = [left - count for left, count in zip(room[at], wanted, strict=True)]
            rows.append(
                {
                    "junior": junior.number, "senior": seniors[at].number,
                    "status": "lopend", "slot": slot, "since": junior.start,
                }
            )  # fmt: skip
    return rows


def preferences(dice: Dice, juniors: list[Staff], seniors: list[Staff]) -> Rows:
    """Let four in ten juniors and a third of the seniors say whom they would like."""
    rows: Rows = []
    for people, others, chance in ((juniors, seniors, 0.4), (seniors, juniors, 0.33)):
        for person in people:
            near = [o for o in others if any(person.meets(o, day) for day in range(5))]
            if not near or not dice.chance(chance):
                continue
            for rank, other in enumerate(dice.some(tuple(near), min(len(near), 2)), start=1):
                rows.append({"source": person.number, "target": other.number, "rank": rank})
    for _ in range(8):
        pair = {"source": dice.pick(juniors).number, "target": dice.pick(seniors).number}
        if not any({row["source"], row["target"]} == set(pair.values()) for row in rows):
            rows.append({**pair, "veto": True})
    return rows


def absences(dice: Dice, juniors: list[Staff], seniors: list[Staff]) -> Rows:
    """Make up a closure, some weeks away, and two long leaves."""
    rows: Rows = [{"kind": "absent", "from": date(2027, 12, 24), "to": date(2027, 12, 31)}]
    for person in dice.some((*juniors, *seniors), 30):
        monday = date(2027, 1, 4) + timedelta(weeks=dice.number(45))
        away = monday + timedelta(days=4 + 7 * dice.number(2))
        rows.append({"number": person.number, "kind": "absent", "from": monday, "to": away})
    for person in (juniors[40], juniors[120]):
        rows.append(
            {
                "number": person.number, "kind": "absent",
                "from": date(2027, 3, 1), "to": date(2027, 6, 20),
            }
        )  # fmt: skip
    return rows
