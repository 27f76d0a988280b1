"""The fields of the papers with management: quarterly talk and final evaluation."""

from __future__ import annotations

from datetime import date

from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter
from koppeling.export import document_fields, wording
from koppeling.export.casefile import Casefile
from koppeling.export.document_fields import Fields, common, pair, person
from koppeling.export.wording import BLANK
from koppeling.locale import _
from koppeling.rules.hours import list_protected_hours
from koppeling.rules.progress import (
    QUALITY_JUNIOR,
    QUALITY_SENIOR,
    SATISFACTION_JUNIOR,
    SATISFACTION_SENIOR,
    Judgement,
    Norm,
    Verdict,
    progress_of,
)


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
        "phase": document_fields.phase(casefile, junior),
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
        "held": document_fields.held(casefile, junior),
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
