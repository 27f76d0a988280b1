"""The fields of a plan of guidance: its four parts, and what became of it so far (K9, K10)."""

from __future__ import annotations

from datetime import date

from koppeling.domain.instance import Escalation
from koppeling.domain.meeting import MeetingStatus
from koppeling.domain.people import Junior, Person
from koppeling.export import wording
from koppeling.export.casefile import Casefile
from koppeling.export.document_fields import Fields, pair
from koppeling.locale import _, ngettext
from koppeling.rules.needs import group_of
from koppeling.rules.tapering import find_rises


def plan(casefile: Casefile, junior: Junior) -> Fields:
    """Return the four parts of a plan of guidance, with the check that it tapers (K9, K10)."""
    account = casefile.account_of(junior)
    phases = casefile.phases_of(junior)
    kind = casefile.kind_of(junior)
    names = {phase: wording.phase_name(phase, at) for at, phase in enumerate(kind.phases)}
    rows = [
        {
            "name": names[phase],
            "first": wording.day(due[0].day),
            "last": wording.day(due[-1].day),
            "count": len(due),
            "rhythm": wording.rhythm(phase),
            "minutes": due[0].minutes,
            "hours": wording.hours(sum(d.minutes for d in due)),
        }
        for phase, due in phases
    ]
    total = _("In all {meetings} for each of both, {both} hours together.").format(
        meetings=wording.meetings(account.planned, account.planned_junior),
        both=wording.hours(account.planned_junior + account.planned_senior),
    )
    return {
        **pair(casefile, junior),
        "form": form(casefile, junior),
        "phases": rows,
        "total": total,
        "tapering": tapering(casefile, junior),
        "escalations": escalations(casefile, junior),
        "evaluations": evaluations(casefile, junior),
        "meetings": [
            {
                "date": wording.long_day(m.day),
                "time": wording.clock(m.start_minute),
                "kind": wording.kind(m.kind),
            }
            for m in casefile.planned_of(junior)
            if m.day is not None
        ],
    }


def form(casefile: Casefile, junior: Junior) -> str:
    """Say how they meet: alone or in a group, how long, when and where (K1, P26)."""
    group = group_of(junior, casefile.standing.instance)
    minutes = {d.minutes for d in casefile.due_of(junior)}
    told = [
        _("Guidance in the group {group}.").format(group=group.name)
        if group
        else _("Individual guidance, in talks of senior and junior.")
    ]
    if len(minutes) == 1:
        told.append(_("A meeting takes {minutes} minutes.").format(minutes=minutes.pop()))
    slot = casefile.slots.get(junior.number)
    if slot is not None:
        told.append(_("Fixed moment: {moment}.").format(moment=wording.moment(slot)))
    senior = casefile.senior_of(junior)
    sites = [s for s in junior.sites if senior and s.casefold() in _folded(senior)]
    if sites:
        told.append(_("Place: {sites}.").format(sites=", ".join(sites)))
    elif senior and (senior.is_remote or junior.is_remote):
        told.append(_("They meet at a distance."))
    return " ".join(told)


def _folded(someone: Person) -> set[str]:
    return {site.casefold() for site in someone.sites}


def tapering(casefile: Casefile, junior: Junior) -> str:
    """Say whether the frequency ever rises within the plan (K10)."""
    phases = casefile.kind_of(junior).phases
    names = {phase: wording.phase_name(phase, at) for at, phase in enumerate(phases)}
    in_force = [phase for phase, _due in casefile.phases_of(junior)]
    rises = find_rises(in_force)
    if not rises:
        return _("Checked: guidance grows less with experience; it never becomes more frequent.")
    return " ".join(
        _("Note: guidance becomes more frequent from “{earlier}” ({was}) to “{later}” ({now}); "
          "a plan has to grow less.").format(
            earlier=names[rise.earlier], was=wording.rhythm(rise.earlier),
            later=names[rise.later], now=wording.rhythm(rise.later),
        )
        for rise in rises
    )  # fmt: skip


def escalations(casefile: Casefile, junior: Junior) -> list[str]:
    """Name the stretches of extra guidance, which stand apart from the tapering (W3)."""
    rows = sorted(casefile.standing.instance.escalations, key=lambda e: e.first)
    return [escalation(row) for row in rows if row.junior == junior.number]


def escalation(row: Escalation) -> str:
    """Say from when, until when and how often there is extra guidance."""
    weeks, first = row.every_weeks, wording.day(row.first)
    if row.last is None:
        return ngettext(
            "from {first} until further notice, every week",
            "from {first} until further notice, every {weeks} weeks",
            weeks,
        ).format(first=first, weeks=weeks)
    return ngettext(
        "from {first} until {last}, every week",
        "from {first} until {last}, every {weeks} weeks",
        weeks,
    ).format(first=first, last=wording.day(row.last), weeks=weeks)


def evaluations(casefile: Casefile, junior: Junior) -> list[Fields]:
    """
    List the evaluation moments (K9): those planned, and the end of each phase.

    A plan of dates reaches to the end of the horizon; within it only what was
    planned counts. A weekday stands only with a day on which people meet, or met.
    """
    kind, settings = casefile.kind_of(junior), casefile.standing.instance.settings
    marks = casefile.evaluations_of(junior)
    told = []
    for mark in marks:
        day = mark.day if mark.status is MeetingStatus.PLANNED else None
        told.append((mark.nominal, *_moment(casefile, junior, mark.nominal, day), _("evaluation")))
    names = {phase: wording.phase_name(phase, at) for at, phase in enumerate(kind.phases)}
    first, last = settings.quarters[0].first_day, settings.quarters[-1].last_day
    for phase, due in casefile.phases_of(junior):
        day = due[-1].day
        if day not in {mark.nominal for mark in marks} and not (marks and first <= day <= last):
            what = _("at the last meeting of “{phase}”").format(phase=names[phase])
            told.append((day, *_moment(casefile, junior, day, None), what))
    return [
        {"date": moment, "what": f"{what}, {state}" if state else what}
        for _day, moment, state, what in sorted(told)
    ]


def _moment(
    casefile: Casefile, junior: Junior, nominal: date, planned: date | None
) -> tuple[str, str]:
    """Say on which day the meeting meant for `nominal` is or was, and what became of it."""
    on, meeting = casefile.standing.on, casefile.meeting_for(junior, nominal)
    if meeting is not None and meeting.day is not None:
        if meeting.status is MeetingStatus.HELD:
            return wording.long_day(meeting.day), _("held")
        planned = meeting.day if meeting.status is MeetingStatus.PLANNED else None
    if planned is not None and planned >= on:
        return wording.long_day(planned), _("as planned")
    return wording.around(nominal), _("not held") if meeting is not None and nominal < on else ""
