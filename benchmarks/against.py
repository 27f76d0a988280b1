"""
What became slower since a run that was kept.

Seconds are compared in units of the yardstick of their own run (importing the
solver), least against least, so that another machine or a busy one matters
little. Not to be fooled by a run that is fast because it did less: what was
proven and is not any more, a wider gap and a wrong answer count as slower;
what was not measured this time is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.record import Record, Run

#: A ratio up to this is noise, and so is a difference up to `NOISE_SECONDS`.
NOISE_RATIO = 1.25
NOISE_SECONDS = 0.1
#: A gap may widen by so much, absolutely, before it counts.
NOISE_GAP = 0.001
#: Others than ourselves, who may be as slow as they like.
OTHERS = ("plain", "highs", "python", "matching", "mentor-match")


@dataclass(frozen=True)
class Comparison:
    """Sentences: what became slower or worse, and what cannot be compared."""

    slower: tuple[str, ...]
    unknown: tuple[str, ...]


def compare(new: Run, old: Run) -> Comparison:
    """
    Set a run beside an older one.

    Raises
    ------
    ValueError
        If they have nothing in common, or a yardstick is missing.
    """
    if min(new.yardstick, old.yardstick) <= 0:
        raise ValueError("a run without a yardstick cannot be compared")
    now = {record.key: record for record in new.records if is_ours(record)}
    before = {record.key: record for record in old.records if is_ours(record)}
    if not now.keys() & before.keys():
        raise ValueError("the two runs measured nothing in common")
    speed = new.yardstick / old.yardstick
    slower: list[str] = []
    unknown = [f"{title(before[key])}: not measured now" for key in before.keys() - now.keys()]
    for key in before.keys() & now.keys():
        slower.extend(f"{title(now[key])}: {why}" for why in worse(now[key], before[key], speed))
        if not is_comparable(now[key], before[key]):
            unknown.append(f"{title(now[key])}: it had less time than it needed before")
    return Comparison(tuple(sorted(slower)), tuple(sorted(unknown)))


def is_ours(record: Record) -> bool:
    """Tell whether a record is about this program."""
    return not record.by.startswith(OTHERS)


def title(record: Record) -> str:
    """Name a record in a sentence."""
    return f"{record.case}, {record.by}"


def is_comparable(new: Record, old: Record) -> bool:
    """Tell whether the new run was given the time that the old one took, or was given."""
    if new.limit is None or old.limit is None or new.seconds is not None:
        return True
    return new.limit >= (old.limit if old.seconds is None else old.seconds)


def worse(new: Record, old: Record, speed: float) -> Iterator[str]:
    """Say in what a record is worse; `speed` is how much slower the machine was this time."""
    if new.faults and not old.faults:
        yield f"wrong: {new.faults[0]}"
    for name, now, before in (
        ("done", new.least, old.least),
        ("first answer", new.first, old.first),
    ):
        if before is None:
            continue
        if now is None:
            if is_comparable(new, old) and not new.faults:
                yield f"{name} took {before:.2f} s, and is not reached any more"
        elif is_slower(now / speed, before):
            yield f"{name} {before:.2f} s → {now:.2f} s, {now / speed / before:.2f} times as long"
    if is_comparable(new, old):
        yield from wider(new, old)


def is_slower(now: float, before: float) -> bool:
    """Tell whether it takes longer, beyond noise."""
    return now > NOISE_RATIO * before and now - before > NOISE_SECONDS


def wider(new: Record, old: Record) -> Iterator[str]:
    """Say which gaps widened: to the best known, and on the first level that was left open."""
    if old.gap is not None and (new.gap is None or new.gap > old.gap + NOISE_GAP):
        yield f"from the best known: {percent(old.gap)} → {percent(new.gap)}"
    if new.proven >= old.proven and new.proven == new.asked:
        return
    if new.proven < old.proven and old.seconds is None:
        yield f"{old.proven} levels were proven, now {new.proven}"
    for before in old.levels:
        gap = next((level.gap for level in new.levels if level.level == before.level), None)
        if before.gap is None:
            continue
        if gap is None or gap > before.gap + NOISE_GAP:
            yield f"gap of {before.level} {percent(before.gap)} → {percent(gap)}"
            return
        if gap < before.gap - NOISE_GAP:
            return  # better on this level: what comes after it is another problem now


def percent(gap: float | None) -> str:
    """Write a gap."""
    return "no answer" if gap is None else f"{gap:.2%}"


def report(comparison: Comparison) -> Sequence[str]:
    """Write the comparison as lines."""
    lines = [f"slower: {sentence}" for sentence in comparison.slower] or ["Nothing became slower."]
    return [*lines, *(f"unknown: {sentence}" for sentence in comparison.unknown)]
