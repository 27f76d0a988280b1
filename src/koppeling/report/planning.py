"""The terminal's story of a planning: what is dated, what moved, what could not be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.locale import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from koppeling.domain.meeting import Meeting
    from koppeling.domain.planning import BuddyDay, Plan

#: Days from the nominal date that go unnoticed (domain.md §7).
_NEAR_DAYS = 6
_GUIDANCE = (MeetingKind.GUIDANCE, MeetingKind.GROUP, MeetingKind.EXTRA)


def tell_plan(plan: Plan, buddies: Sequence[BuddyDay] = (), *, is_concept: bool) -> Iterator[str]:
    """
    Yield the summary of a planning, line by line.

    Parameters
    ----------
    plan : Plan
        As made.
    buddies : sequence of BuddyDay
        Empty when not asked for.
    is_concept : bool
        Whether undecided proposals counted as agreed.
    """
    if is_concept:
        yield _("CONCEPT: proposals without a decision count as agreed.")
    planned = [m for m in plan.meetings if m.status is MeetingStatus.PLANNED]
    yield from _tell_kinds(planned)
    yield from _tell_shifts([m for m in planned if m.kind in _GUIDANCE])
    yield (
        _("Proven: no other plan dates more of the guidance, or stays nearer to what was asked.")
        if plan.is_proven
        else _("Not proven in time: a plan with less shift may exist.")
    )
    yield from _tell_past(plan.meetings)
    yield from _tell_unplannable(plan.meetings)
    if plan.undecided:
        told = ngettext(
            "{number} junior has no decided pair, so no meetings: {juniors}.",
            "{number} juniors have no decided pair, so no meetings: {juniors}.",
            len(plan.undecided),
        )
        yield told.format(number=len(plan.undecided), juniors=", ".join(plan.undecided))
    yield from _tell_buddies(buddies)


def _tell_kinds(planned: Sequence[Meeting]) -> Iterator[str]:
    names = {
        MeetingKind.GUIDANCE: _("guidance"),
        MeetingKind.GROUP: _("group guidance"),
        MeetingKind.EXTRA: _("extra guidance, outside the trajectory"),
        MeetingKind.TALK: _("quarterly talks of a senior with management"),
        MeetingKind.COCKPIT: _("cockpit meetings"),
        MeetingKind.REVIEW: _("yearly reviews"),
        MeetingKind.EVALUATION: _("evaluations, within a meeting"),
    }
    counts = Counter(m.kind for m in planned)
    yield _("Planned:")
    for kind, name in names.items():
        if counts[kind]:
            yield f"  {counts[kind]:>5}  {name}"


def _tell_shifts(guidance: Sequence[Meeting]) -> Iterator[str]:
    shifts = [abs(m.shift_days) for m in guidance if m.shift_days is not None]
    if not shifts:
        return
    far = sum(shift > _NEAR_DAYS for shift in shifts)
    yield _(
        "Of the guidance {same} on the day itself, {moved} within {days} days of it, "
        "{far} further away; {total} days in all."
    ).format(
        same=shifts.count(0),
        moved=len(shifts) - shifts.count(0) - far,
        days=_NEAR_DAYS,
        far=far,
        total=sum(shifts),
    )


def _tell_past(meetings: Iterable[Meeting]) -> Iterator[str]:
    counts = Counter(m.status for m in meetings)
    if counts[MeetingStatus.HELD]:
        told = ngettext(
            "{number} meeting was held and stays as it is.",
            "{number} meetings were held and stay as they are.",
            counts[MeetingStatus.HELD],
        )
        yield told.format(number=counts[MeetingStatus.HELD])
    if counts[MeetingStatus.CANCELLED]:
        told = ngettext(
            "{number} meeting is cancelled.",
            "{number} meetings are cancelled.",
            counts[MeetingStatus.CANCELLED],
        )
        yield told.format(number=counts[MeetingStatus.CANCELLED])


def _tell_unplannable(meetings: Iterable[Meeting]) -> Iterator[str]:
    """Count what has no date by its reason, with the juniors it is about."""
    by_reason: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.status is MeetingStatus.UNPLANNABLE:
            by_reason.setdefault(meeting.reason, []).append(meeting)
    if not by_reason:
        return
    yield _("Not planned, listed with the reason in the workbook:")
    for reason, those in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        about = sorted({number for m in those for number in m.juniors or (m.senior or "",)})
        shown = ", ".join(about[:8]) + (" …" if len(about) > 8 else "")
        yield f"  {len(those):>5}  {reason} ({shown})"


def _tell_buddies(buddies: Sequence[BuddyDay]) -> Iterator[str]:
    if not buddies:
        return
    alone = sum(one.buddy is None for one in buddies)
    turns = Counter(one.buddy for one in buddies if one.buddy is not None)
    yield _(
        "Buddies: {days} working days of juniors, {alone} without a colleague at the site."
    ).format(days=len(buddies), alone=alone)
    if turns:
        yield _("A colleague has the turn {least} to {most} times.").format(
            least=min(turns.values()), most=max(turns.values())
        )
