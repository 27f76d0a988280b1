"""The fields of each paper: plain texts, lists and rows, by the names the templates use."""

from __future__ import annotations

from datetime import timedelta

from koppeling.domain.people import Junior, Person, Senior
from koppeling.domain.period import Quarter
from koppeling.export import wording
from koppeling.export.casefile import Casefile
from koppeling.export.wording import BLANK
from koppeling.locale import _
from koppeling.rules.hours import TrajectoryAccount, first_day_on_record

Fields = dict[str, object]

#: A yearly review is put on the agenda when the last one is this long ago (P9, P29).
REVIEW_NEAR_DAYS = 365 - 60


def themes() -> list[str]:
    """List the themes of the team handbook (P27, P28)."""
    return [
        _("working for the client"),
        _("working together, also with other disciplines"),
        _("pleasure in work"),
        _("planning the agenda efficiently"),
        _("keeping files"),
    ]


def common(casefile: Casefile) -> Fields:
    """Return what every paper has."""
    standing = casefile.standing
    return {
        "practice": standing.instance.settings.practice_name or _("Our practice"),
        "quarter": str(standing.quarter),
        "on": wording.day(standing.on),
        "concept": casefile.is_concept,
        "themes": themes(),
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
    told = wording.meetings(account.total_held, account.held_junior)
    if account.before is None:
        told += " " + _("(what was held before koppeling was used is not filled in)")
    elif account.before:
        told += " " + _("(of which {number} before koppeling was used)").format(
            number=account.before
        )
    if account.extra:
        told += "; " + _("and extra: {meetings}").format(
            meetings=wording.meetings(account.extra, account.extra_minutes)
        )
    return told


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
