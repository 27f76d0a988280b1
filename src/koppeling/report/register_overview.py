"""The first sheet of the registers: the main points, and how was counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.rules.guides import list_guides
from koppeling.rules.hours import (
    list_direct_time,
    list_group_savings,
    list_protected_hours,
    list_trajectories,
    total_coverage,
)
from koppeling.rules.progress import list_candidates
from koppeling.workbook.columns import in_use
from koppeling.workbook.schema import sheet_by_key

if TYPE_CHECKING:
    from koppeling.rules.standing import Standing


def overview_rows(standing: Standing, *, is_concept: bool) -> Iterator[tuple[str, str]]:
    """List item and state, in the order of the sheet."""
    if standing.instance.settings.practice_name:
        yield _("Practice"), standing.instance.settings.practice_name
    yield _("Quarter"), str(standing.quarter)
    yield _("Day of reckoning"), f"{standing.on:%d-%m-%Y}"
    yield from main_points(standing, is_concept=is_concept)
    yield from _explanations(standing)


def main_points(standing: Standing, *, is_concept: bool) -> Iterator[tuple[str, str]]:
    """List what management wants to know first."""
    yield _("Pairs that count"), basis(standing, is_concept=is_concept)
    yield from _hours(standing)
    yield from _people(standing)


def basis(standing: Standing, *, is_concept: bool) -> str:
    """Say which pairs count, and how many there are."""
    number = len(standing.pairs)
    if is_concept:
        return ngettext(
            "CONCEPT: {number} pair, undecided proposals included",
            "CONCEPT: {number} pairs, undecided proposals included",
            number,
        ).format(number=number)
    return ngettext(
        "{number} pair, decided by management", "{number} pairs, decided by management", number
    ).format(number=number)


def coverage(standing: Standing) -> str:
    """Say how much of what was due was held (P1)."""
    total = total_coverage(list_trajectories(standing))
    if total.share is None:
        return _("no meeting was due yet")
    return _("{share}: {held} of {due} meetings held; the aim is 100%").format(
        share=phrases.percent(total.share), held=total.held, due=total.due
    )


def _hours(standing: Standing) -> Iterator[tuple[str, str]]:
    yield _("Meetings held"), coverage(standing)
    accounts = list_trajectories(standing)
    planned = [a.planned_junior for a in accounts], [a.planned_senior for a in accounts]
    held = [a.held_junior for a in accounts], [a.held_senior for a in accounts]
    text = _("juniors {juniors} hours, seniors {seniors} hours")
    for item, (juniors, seniors) in (
        (_("Trajectories on plan"), planned),
        (_("Trajectories as held"), held),
    ):
        yield (
            item,
            text.format(juniors=phrases.hours(sum(juniors)), seniors=phrases.hours(sum(seniors))),
        )
    savings = list_group_savings(standing)
    if savings:
        yield (
            _("Saved by groups"),
            _("{hours} hours of seniors on plan, {held} hours so far").format(
                hours=phrases.hours(sum(s.saved for s in savings)),
                held=phrases.hours(sum(s.saved_held for s in savings)),
            ),
        )


def _people(standing: Standing) -> Iterator[tuple[str, str]]:
    flagged = [guide.senior for guide in list_guides(standing) if guide.flags]
    yield _("Guides who need a look"), _listed(flagged)
    short = [p for p in list_protected_hours(standing) if not p.budget.is_out and p.left < 0]
    yield _("Seniors asked for more than agreed"), _listed([p.senior for p in short])
    checks = list_direct_time(standing)
    exceeding = [c.number for c in checks if c.left is not None and c.left < 0]
    untold = sum(c.left is None for c in checks)
    if untold < len(checks):
        yield _("Direct time that does not fit"), _listed(exceeding)
    if 0 < untold < len(checks):
        text = ngettext(
            "{number} person without contract hours",
            "{number} people without contract hours",
            untold,
        )
        yield _("Direct time that cannot be told"), text.format(number=untold)
    yield _("Promotion candidates"), _listed([c.junior for c in list_candidates(standing)])
    unkept = {
        "trained_until": not standing.knows_training,
        "last_active": not standing.knows_activity,
        "contract_hours": untold == len(checks),
    }
    if any(unkept.values()):
        seniors = sheet_by_key("seniors")
        headings = [in_use(seniors.column(key).words) for key, is_so in unkept.items() if is_so]
        yield _("Not kept, so nothing is said of it"), ", ".join(headings)


def _listed(numbers: list[str]) -> str:
    return ", ".join(dict.fromkeys(numbers)) or _("nobody")


def _explanations(standing: Standing) -> Iterator[tuple[str, str]]:
    peers = sum(
        m.kind is MeetingKind.PEER and m.status is MeetingStatus.HELD for m in standing.meetings
    )
    yield (
        _("Intervision"),
        _("Intervision is no guidance and counts nowhere here; {number} held.").format(
            number=peers
        ),
    )
    yield (
        _("Form of guidance"),
        _("The form has to suit the kind of organisation; each plan of guidance describes that."),
    )
    yield (
        _("Promotion"),
        _(
            "Management decides who becomes a senior. When you agree, fill in the day in the "
            "column “promoted from” of the sheet Juniors."
        ),
    )
    yield (
        _("How was counted"),
        _(
            "Meetings are due on the dates of the trajectory before the day of reckoning. Where "
            "“already held” is empty, only from the first quarter that koppeling knows. Weeks in "
            "a quarter: days ÷ 7."
        ),
    )
    yield _("For whom"), _("For management only: it holds figures on people. Do not pass it on.")
