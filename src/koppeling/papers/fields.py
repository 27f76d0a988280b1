"""The fields of each paper: plain texts, lists and rows, by the names the templates use."""

from __future__ import annotations

from datetime import date, timedelta

from koppeling.domain.instance import Escalation
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Junior, Person, Senior
from koppeling.domain.period import Quarter
from koppeling.locale import _, ngettext
from koppeling.papers.casefile import Casefile
from koppeling.papers.tapering import find_rises
from koppeling.registers.hours_spent import (
    TrajectoryAccount,
    first_day_on_record,
    list_protected_hours,
)
from koppeling.registers.norms import (
    QUALITY_JUNIOR,
    QUALITY_SENIOR,
    SATISFACTION_JUNIOR,
    SATISFACTION_SENIOR,
    Judgement,
    Norm,
    Verdict,
    progress_of,
)
from koppeling.report import wording
from koppeling.report.wording import BLANK
from koppeling.rules.needs import group_of

Fields = dict[str, object]

#: A yearly review is put on the agenda when the last one is this long ago (P9, P29).
REVIEW_NEAR_DAYS = 365 - 60


def common(casefile: Casefile) -> Fields:
    """Return what every paper has."""
    standing = casefile.standing
    return {
        "practice": standing.instance.settings.practice_name or _("Our practice"),
        "quarter": str(standing.quarter),
        "on": wording.day(standing.on),
        "concept": standing.is_concept,
        "themes": list(wording.handbook_themes()),
    }


def person(someone: Person | None, number: str = "") -> Fields:
    """Return number and name; room to write where there is nobody."""
    if someone is None:
        return {"number": number or "…", "name": BLANK}
    return {"number": someone.number, "name": someone.name}


def pair(casefile: Casefile, junior: Junior) -> Fields:
    """Return what every paper on a pair has."""
    first, last = casefile.span_of(junior)
    return {
        **common(casefile),
        "junior": person(junior),
        "senior": person(casefile.senior_of(junior)),
        "trajectory": casefile.kind_of(junior).name,
        "first": wording.day(first),
        "last": wording.day(last),
        "goals": list(junior.goals),
    }


def registration(senior: Senior | None) -> str:
    """Say which registrations somebody has."""
    return wording.listed(senior.registrations) if senior else BLANK


def domain(senior: Senior | None) -> str:
    """Say in which field of work somebody is."""
    return wording.listed(senior.domains) if senior else BLANK


def reregistration(casefile: Casefile, junior: Junior) -> str:
    """Give the date of re-registration, or room for it."""
    record = casefile.standing.records.get(junior.number)
    return wording.day(record.reregistration_date if record else None)


def statement_before(casefile: Casefile, junior: Junior) -> Fields:
    """Return the fields of the statement before guidance (K12)."""
    account, senior = casefile.account_of(junior), casefile.senior_of(junior)
    return {
        **pair(casefile, junior),
        "registration": registration(senior),
        "domain": domain(senior),
        "reregistration": reregistration(casefile, junior),
        "count": account.planned,
        "hours": wording.hours(account.planned_junior),
        "needs_motivation": casefile.needs_motivation(junior),
    }


def held(casefile: Casefile, junior: Junior) -> str:
    """Say how much was held, what came before koppeling included, extra meetings apart."""
    account = casefile.account_of(junior)
    message = wording.meetings(account.total_held, account.held_junior)
    if account.before is None:
        message += " " + _("(what was held before koppeling was used is not filled in)")
    elif account.before:
        message += " " + _("(of which {number} before koppeling was used)").format(
            number=account.before
        )
    if account.extra:
        message += "; " + _("and extra: {meetings}").format(
            meetings=wording.meetings(account.extra, account.extra_minutes)
        )
    return message


def statement_after(casefile: Casefile, junior: Junior) -> Fields:
    """
    Return the fields of the statement after guidance (K14).

    The deviations are numbers only: why it went otherwise, the two who sign
    write themselves. A reason from the workbook may tell of illness.
    """
    account, senior = casefile.account_of(junior), casefile.senior_of(junior)
    rows = deviations(casefile, junior)
    return {
        **pair(casefile, junior),
        "registration": registration(senior),
        "reregistration": reregistration(casefile, junior),
        "planned": wording.meetings(account.planned, account.planned_junior),
        "held": held(casefile, junior),
        "conclusion": conclusion(account, has_deviations=bool(rows)),
        "deviations": rows,
    }


def conclusion(account: TrajectoryAccount, *, has_deviations: bool) -> str:
    """Lay plan and practice side by side in a sentence; no number where one is not known."""
    if account.before is None:
        return _("Planned: {planned}. Held since koppeling is used: {held}.").format(
            planned=account.planned, held=account.held
        )
    if account.total_held == account.planned and not has_deviations:
        return _("All meetings were held as planned.")
    return _("Planned: {planned}. Held: {held}. Difference: {difference}.").format(
        planned=account.planned,
        held=account.total_held,
        difference=f"{account.total_held - account.planned:+d}",
    )


def deviations(casefile: Casefile, junior: Junior) -> list[Fields]:
    """
    List the quarters so far in which another number was held than planned.

    What was held before koppeling was used stands against the quarters before
    the first one on record, as one row; not known, no row.
    """
    account, standing = casefile.account_of(junior), casefile.standing
    planned: dict[Quarter, int] = {}
    for due in casefile.due_of(junior):
        if due.day < standing.on:
            planned[Quarter.of(due.day)] = planned.get(Quarter.of(due.day), 0) + 1
    done: dict[Quarter, int] = {}
    for meeting in casefile.held_of(junior):
        quarter = Quarter.of(meeting.day or meeting.nominal)
        done[quarter] = done.get(quarter, 0) + 1
    first = Quarter.of(first_day_on_record(standing))
    early = sum(count for quarter, count in planned.items() if quarter < first)
    rows = []
    if account.before is not None:
        rows.append((_("before {quarter}").format(quarter=first), early, account.before))
    rows += [
        (str(quarter), planned.get(quarter, 0), done.get(quarter, 0))
        for quarter in sorted({*planned, *done})
        if quarter >= first
    ]
    return [
        {"quarter": name, "planned": plan, "held": got, "difference": f"{got - plan:+d}"}
        for name, plan, got in rows
        if plan != got
    ]


def motivation(casefile: Casefile, junior: Junior) -> Fields:
    """Return the fields of the motivated request (K5, K13)."""
    senior = casefile.senior_of(junior)
    years = senior.academic_years if senior else None
    told = BLANK if years is None else _("{years} years").format(years=wording.number(years))
    enough = years is not None and years >= 5
    return {
        **pair(casefile, junior),
        "domain": domain(senior),
        "years": told,
        "experience": _("At least 5 years of experience at academic level are asked; this is met.")
        if enough
        else _(
            "At least 5 years of experience at academic level are asked; this is not shown yet."
        ),
    }


def change(casefile: Casefile, junior: Junior, giver: str) -> Fields:
    """Return the fields of a handover to another senior (B11)."""
    taker = casefile.senior_of(junior)
    return {
        **_handover(casefile, junior),
        "giver": person(casefile.standing.senior_by_number.get(giver), giver),
        "taker": f"{taker.name} ({taker.number})" if taker else BLANK,
        "taker_name": taker.name if taker else "",
        "occasion": _("From {day} on another senior guides this junior.").format(
            day=wording.day(casefile.guided_since(junior.number))
        ),
        "dates": [],
    }


def stand_in(casefile: Casefile, junior: Junior) -> Fields:
    """
    Return the fields of a handover for as long as the senior is away, or for good.

    Nobody is assigned yet: who takes over is filled in by hand.
    """
    occasion = _("For these meetings a colleague is still to be found, for now:")
    if casefile.is_left_by_senior(junior):
        occasion = _("The senior leaves; a colleague is still to be found for these meetings:")
    return {
        **_handover(casefile, junior),
        "giver": person(casefile.senior_of(junior)),
        "taker": BLANK,
        "taker_name": "",
        "occasion": occasion,
        "dates": [
            {"date": wording.around(due.day), "minutes": due.minutes}
            for due in casefile.taken_over(junior)
        ],
    }


def _handover(casefile: Casefile, junior: Junior) -> Fields:
    return {
        **pair(casefile, junior),
        "phase": phase(casefile, junior),
        "held": held(casefile, junior),
    }


def phase(casefile: Casefile, junior: Junior) -> str:
    """Name the phase a junior is in."""
    current, kind = casefile.phase_on(junior), casefile.kind_of(junior)
    return "–" if current is None else wording.phase_name(current, kind.phases.index(current))


def agenda(casefile: Casefile, junior: Junior) -> Fields:
    """Return the fields of the agenda for the next meeting (P27-P29, J5, J6)."""
    coming = casefile.planned_of(junior)
    meeting = coming[0] if coming else None
    reviews = [
        row.review_date
        for row in casefile.standing.figures
        if row.number == junior.number and row.review_date is not None
    ]
    near = casefile.standing.on - timedelta(days=REVIEW_NEAR_DAYS)
    return {
        **pair(casefile, junior),
        "date": wording.long_day(meeting.day) if meeting and meeting.day else BLANK,
        "time": wording.clock(meeting.start_minute if meeting else None),
        "is_review_near": bool(reviews) and max(reviews) <= near,
        "is_cockpit": casefile.kind_of(junior).cockpit_weeks is not None,
    }


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
    messages = [
        _("Guidance in the group {group}.").format(group=group.name)
        if group
        else _("Individual guidance, in talks of senior and junior.")
    ]
    if len(minutes) == 1:
        messages.append(_("A meeting takes {minutes} minutes.").format(minutes=minutes.pop()))
    slot = casefile.slots.get(junior.number)
    if slot is not None:
        messages.append(_("Fixed moment: {moment}.").format(moment=wording.moment(slot)))
    senior = casefile.senior_of(junior)
    sites = [s for s in junior.sites if senior and s.casefold() in _folded(senior)]
    if sites:
        messages.append(_("Place: {sites}.").format(sites=", ".join(sites)))
    elif senior and (senior.is_remote or junior.is_remote):
        messages.append(_("They meet at a distance."))
    return " ".join(messages)


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


def quarter_talk(casefile: Casefile, senior: Senior) -> Fields:
    """Return the fields of the talk of a senior with management (P24, P25, P34)."""
    standing = casefile.standing
    juniors = [
        standing.junior_by_number[number]
        for number in standing.juniors_of(senior.number)
        if number in standing.junior_by_number
    ]
    return {
        **common(casefile),
        "senior": person(senior),
        "date": _talk_day(casefile, senior),
        "hours": _hours(casefile, senior),
        "juniors": [_junior(casefile, junior) for junior in juniors],
        "norms": [
            norms(casefile, number)
            for number in (*(junior.number for junior in juniors), senior.number)
        ],
        "norms_junior": wanted(casefile, is_senior=False),
        "norms_senior": wanted(casefile, is_senior=True),
    }


def _talk_day(casefile: Casefile, senior: Senior) -> str:
    days = [
        m.day
        for m in casefile.standing.meetings
        if m.kind is MeetingKind.TALK
        and m.senior == senior.number
        and m.status is MeetingStatus.PLANNED
        and m.day is not None
        and m.day >= casefile.standing.on
    ]
    return wording.long_day(min(days)) if days else BLANK


def _hours(casefile: Casefile, senior: Senior) -> str:
    standing = casefile.standing
    of_senior = next(
        p
        for p in list_protected_hours(standing)
        if p.senior == senior.number and p.quarter == standing.quarter
    )
    if of_senior.budget.is_out:
        return _("no hours are asked this quarter")
    return _("agreed {agreed}, planned {planned} with this talk, held so far {held}").format(
        agreed=wording.hours(of_senior.budget.cap_minutes),
        planned=wording.hours(of_senior.guidance + of_senior.talk),
        held=wording.hours(of_senior.held),
    )


def _junior(casefile: Casefile, junior: Junior) -> Fields:
    quarter = casefile.standing.quarter
    account = casefile.account_of(junior)
    planned = sum(Quarter.of(due.day) == quarter for due in casefile.due_of(junior))
    held = sum(Quarter.of(m.day) == quarter for m in casefile.held_of(junior) if m.day is not None)
    return {
        "who": f"{junior.name} ({junior.number})",
        "phase": phase(casefile, junior),
        "quarter": _("{held} of {planned} held").format(held=held, planned=planned),
        "so_far": _("not known")
        if account.before is None
        else _("{held} of {planned} held").format(held=account.total_held, planned=account.planned),
    }


def norms(casefile: Casefile, number: str) -> Fields:
    """Lay somebody's latest figures beside the norms (P4-P9, P14-P17), as one row."""
    standing = casefile.standing
    told = progress_of(standing, number)
    someone = standing.senior_by_number.get(number) or standing.junior_by_number[number]
    return {
        "who": someone.name,
        "quarter": str(told.quarter),
        **{norm.value: judged(told.of(norm)) for norm in Norm},
    }


def judged(judgement: Judgement) -> str:
    """
    Write a figure with its verdict; a dash where there is no figure.

    The figure is written whole: rounding could make a miss look like a hit.
    """
    value = judgement.figure
    if value is None:
        return "–"
    if isinstance(value, bool):
        told = _("positive") if value else _("not positive")
    elif isinstance(value, date):
        told = wording.day(value)
    else:
        told = wording.number(value, 2) + ("" if judgement.norm is Norm.SATISFACTION else "%")
    verdict = _("met") if judgement.verdict is Verdict.MET else _("not met")
    return f"{told}: {verdict}"


def wanted(casefile: Casefile, *, is_senior: bool) -> str:
    """Write the norms of a role on one line."""
    settings = casefile.standing.instance.settings
    if is_senior:
        return _(
            "Senior: client satisfaction more than {satisfaction}, quality check {quality}, "
            "direct time {direct}, accreditation valid, yearly review positive."
        ).format(
            satisfaction=wording.number(SATISFACTION_SENIOR),
            quality=wording.percent(QUALITY_SENIOR),
            direct=wording.percent(settings.direct_norm_senior),
        )
    return _(
        "Junior: client satisfaction {satisfaction} or more, quality check {quality}, direct "
        "time {direct}, accreditation valid, yearly review positive."
    ).format(
        satisfaction=wording.number(SATISFACTION_JUNIOR),
        quality=wording.percent(QUALITY_JUNIOR),
        direct=wording.percent(settings.direct_norm_junior),
    )


def final_evaluation(casefile: Casefile, junior: Junior) -> Fields:
    """Return the fields of the evaluation at the end of a trajectory (P37)."""
    account = casefile.account_of(junior)
    rows = [row for row in casefile.standing.figures if row.number == junior.number]
    return {
        **pair(casefile, junior),
        "planned": wording.meetings(account.planned, account.planned_junior),
        "held": held(casefile, junior),
        "both": _("not known")
        if account.before is None
        else _("{held} of {planned} hours").format(
            held=wording.hours(account.held_junior + account.held_senior),
            planned=wording.hours(account.planned_junior + account.planned_senior),
        ),
        "figures": [
            {
                "quarter": str(row.quarter),
                "satisfaction": _or_dash(row.satisfaction),
                "quality": _or_dash(row.quality_check, "%"),
                "direct": _or_dash(row.direct_time, "%"),
            }
            for row in sorted(rows, key=lambda row: row.quarter)
        ],
    }


def _or_dash(value: float | None, unit: str = "") -> str:
    return "–" if value is None else wording.number(value, 2) + unit
