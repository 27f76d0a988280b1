"""The value of every level, from the published pairs alone (domain.md §5)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.verify.points import components_of, points_of

if TYPE_CHECKING:
    from koppeling.domain.people import Senior
    from koppeling.domain.period import Quarter
    from koppeling.verify.practice import Item, Practice

#: Levels where more is better; of the others less is.
MAXIMISED = frozenset({Level.PLACED, Level.KEPT, Level.SERVED, Level.QUALITY})
#: Peaks above the comfortable one come in steps of this many thousandths.
PEAK_STEP = 50
#: A quarter in which a senior has less than four hours has no peak.
LEAST_CAP_MINUTES = 240


def draw(quarter: Quarter, junior: str, senior: str) -> int:
    """Return the first 20 bits of the SHA-256 of `quarter|junior|senior`."""
    digest = hashlib.sha256(f"{quarter}|{junior}|{senior}".encode()).digest()
    return digest[0] << 12 | digest[1] << 4 | digest[2] >> 4


def peak(practice: Practice, guided: dict[str, list[Item]]) -> int:
    """Return the lowest step that no senior's utilisation goes beyond, in thousandths."""
    step = practice.settings.comfort_permille
    for number, items in guided.items():
        senior = practice.seniors[number]
        for quarter in practice.quarters_in(senior):
            cap = practice.cap(senior, quarter)
            if cap < LEAST_CAP_MINUTES:
                continue
            while practice.used(items, quarter) * 1000 > step * cap:
                step = (step // PEAK_STEP + 1) * PEAK_STEP
    return step


def unevenness(practice: Practice, senior: Senior, items: list[Item]) -> int:
    """Return the squared utilisation of a senior over the horizon, in millionths."""
    quarters = practice.quarters_in(senior)
    cap = sum(practice.cap(senior, quarter) for quarter in quarters)
    used = sum(practice.used(items, quarter) for quarter in quarters)
    return 10**6 * used * used // (cap * cap) if cap else 0


def level_values(practice: Practice, pairs: dict[str, str]) -> dict[Level, int]:
    """
    Work out all seven values.

    Parameters
    ----------
    practice : Practice
        The practice that is checked.
    pairs : dict of str to str
        Senior by junior; known people only.

    Returns
    -------
    dict of Level to int
        Counts, minutes, thousandths and points as in design/workbook.md.
    """
    guided = guided_items(practice, pairs)
    kept = quality = lots = 0
    for junior, senior in pairs.items():
        kept += any(row.senior == senior for row in practice.open_rows(junior))
        components = components_of(practice, practice.juniors[junior], practice.seniors[senior])
        quality += points_of(practice, components)
        lots += draw(practice.settings.quarter, junior, senior)
    served = even = 0
    for number, items in guided.items():
        senior_ = practice.seniors[number]
        even += unevenness(practice, senior_, items)
        for quarter in practice.quarters_in(senior_):
            served += sum(item.minutes[quarter] for item in items)
    return {
        Level.PLACED: len(pairs),
        Level.KEPT: kept,
        Level.SERVED: served,
        Level.PEAK: peak(practice, guided),
        Level.QUALITY: quality,
        Level.EVEN: even,
        Level.DRAW: lots,
    }


def guided_items(practice: Practice, pairs: dict[str, str]) -> dict[str, list[Item]]:
    """List what each senior guides, a group once; in order of senior, then of junior."""
    guided: dict[str, list[Item]] = {}
    for junior, senior in sorted(pairs.items()):
        item = practice.item_of.get(junior)
        items = guided.setdefault(senior, [])
        if item is not None and not any(item is other for other in items):
            items.append(item)
    return dict(sorted(guided.items()))
