"""Registers and ledgers in a workbook of their own, for management only (B14, P1, P35, P36)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.locale import _, ngettext
from koppeling.registers import norms as progress
from koppeling.registers.hours_spent import (
    Flag,
    Note,
    ProtectedHours,
    TrajectoryAccount,
    list_direct_time,
    list_group_savings,
    list_guides,
    list_protected_hours,
    list_trajectories,
    total_coverage,
)
from koppeling.registers.norms import (
    DAYS_OF_SPECIALISATION,
    CandidateGround,
    Judgement,
    Norm,
    SeniorCandidate,
    Verdict,
    list_candidates,
)
from koppeling.report import phrases
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.report.wording import word
from koppeling.rules.direct_time import DirectTime
from koppeling.workbook.schema.registry import sheet_by_key
from koppeling.workbook.write.book import AMBER, GREEN, RED, Book
from koppeling.workbook.write.columns import in_use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from koppeling.registers.standing import Standing


_SHARE = {"number_format": '0%;-0%;"–"', "align": "center"}
_PERCENT = {"number_format": "0", "align": "center"}


def to_bytes(standing: Standing) -> bytes:
    """
    Build the workbook in the language in use; the same standing gives the same bytes.

    Parameters
    ----------
    standing : Standing
        Where the practice stands.
    """
    book = Book(title=_("Registers {quarter}").format(quarter=standing.quarter))
    names = phrases.names_by_number(standing.instance)
    rows: list[Row] = [{"item": item, "value": value} for item, value in overview_rows(standing)]
    add_sheet(book, "overview", columns_of("overview"), rows)
    _add_guides(book, standing, names)
    _add_protected(book, standing, names)
    _add_trajectories(book, standing, names)
    _add_direct_time(book, standing, names)
    _add_norms(book, standing, names)
    _add_candidates(book, standing, names)
    _add_groups(book, standing)
    return book.to_bytes()


def _add_guides(book: Book, standing: Standing, names: Mapping[str, str]) -> None:
    unkept = not_kept()
    untrained = None if standing.knows_training else unkept
    inactive = None if standing.knows_activity else unkept
    rows: list[Row] = [
        {
            "senior": guide.senior,
            "name": names[guide.senior],
            "role": word("register", "role", guide.role),
            "trained_until": guide.trained_until or untrained,
            "last_active": guide.last_active or inactive,
            "hours": hours(guide.guidance_minutes),
            "juniors": guide.juniors,
            "flag": flags(guide.flags),
        }
        for guide in list_guides(standing)
    ]
    page = _add(book, "register", rows, {"hours": HOURS, "juniors": CENTRED}, frozen=2)
    _mark(book, page, "flag")


def _add_protected(book: Book, standing: Standing, names: Mapping[str, str]) -> None:
    ordered = sorted(list_protected_hours(standing), key=lambda p: (p.quarter, p.senior))
    times = ("agreed", "guidance", "talk", "left", "held")
    page = _add(
        book,
        "protected",
        [_protected_row(protected, names) for protected in ordered],
        {**dict.fromkeys(times, HOURS), "juniors": CENTRED},
        frozen=2,
    )
    cell = f"${page.letter('left')}2"
    page.colour("left", f"=AND(ISNUMBER({cell}),{cell}<0)", book.highlight(RED))
    _mark(book, page, "remark")


def _protected_row(protected: ProtectedHours, names: Mapping[str, str]) -> Row:
    row: dict[str, object] = {
        "senior": protected.senior,
        "name": names[protected.senior],
        "quarter": str(protected.quarter),
        "held": hours(protected.held),
    }
    if protected.budget.is_out:
        return row | {"remark": _("away this quarter")}
    return row | {
        "agreed": hours(protected.budget.cap_minutes),
        "guidance": hours(protected.guidance),
        "talk": hours(protected.talk),
        "left": hours(protected.left),
        "juniors": protected.juniors,
        "remark": _("asked for more than agreed") if protected.left < 0 else None,
    }


def _add_trajectories(book: Book, standing: Standing, names: Mapping[str, str]) -> None:
    times = [
        f"{when}_{who}" for when in ("planned", "held") for who in ("junior", "senior", "both")
    ]
    counts = ("planned", "before", "held", "due", "extra")
    page = _add(
        book,
        "trajectories",
        [_trajectory_row(account, names) for account in list_trajectories(standing)],
        {
            **dict.fromkeys(times, HOURS),
            **dict.fromkeys(counts, CENTRED),
            "coverage": _SHARE,
        },
        frozen=2,
    )
    page.narrow({**dict.fromkeys(times, 10), **dict.fromkeys(counts, 10), "coverage": 10})
    cell = f"${page.letter('coverage')}2"
    page.colour("coverage", f"=AND(ISNUMBER({cell}),{cell}<1)", book.highlight(AMBER))
    page.colour("coverage", f"=AND(ISNUMBER({cell}),{cell}>=1)", book.highlight(GREEN))


def _trajectory_row(account: TrajectoryAccount, names: Mapping[str, str]) -> Row:
    coverage = account.coverage
    return {
        "junior": account.junior,
        "name": names[account.junior],
        "senior": account.senior,
        "trajectory": account.trajectory,
        "planned": account.planned,
        "planned_junior": hours(account.planned_junior),
        "planned_senior": hours(account.planned_senior),
        "planned_both": hours(account.planned_junior + account.planned_senior),
        "before": account.before,
        "held": account.held,
        "held_junior": hours(account.held_junior),
        "held_senior": hours(account.held_senior),
        "held_both": hours(account.held_junior + account.held_senior),
        "due": account.due,
        "coverage": None if coverage is None else round(coverage, 4),
        "extra": account.extra,
        "remark": notes(account.notes),
    }


def _add_direct_time(book: Book, standing: Standing, names: Mapping[str, str]) -> None:
    times = ("contract", "allowed", "guidance", "other", "left")
    page = _add(
        book,
        "direct",
        [_direct_row(check, names) for check in list_direct_time(standing)],
        {**dict.fromkeys(times, HOURS), "norm": _PERCENT},
        frozen=2,
    )
    cell = f"${page.letter('verdict')}2"
    for verdict, colour in (("exceeds", RED), ("fits", GREEN)):
        told = word("direct", "verdict", verdict)
        page.colour("verdict", f'={cell}="{told}"', book.highlight(colour))


def _direct_row(check: DirectTime, names: Mapping[str, str]) -> Row:
    verdict = "unknown" if check.left is None else "fits" if check.left >= 0 else "exceeds"
    return {
        "number": check.number,
        "name": names[check.number],
        "role": word("direct", "role", "senior" if check.is_senior else "junior"),
        "norm": check.norm,
        "contract": None if check.contract is None else hours(check.contract),
        "allowed": None if check.allowed is None else hours(check.allowed),
        "guidance": hours(check.guidance),
        "other": None if check.other is None else hours(check.other),
        "left": None if check.left is None else hours(check.left),
        "verdict": word("direct", "verdict", verdict),
    }


def _add_norms(book: Book, standing: Standing, names: Mapping[str, str]) -> None:
    rows: list[Row] = [
        {
            "number": told.number,
            "name": names.get(told.number),
            "role": word("norms", "role", "senior" if told.is_senior else "junior"),
            "quarter": str(told.quarter),
            **{norm.value: told.of(norm).figure for norm in Norm},
            "missed": judgements(told.judgements, Verdict.MISSED),
            "unknown": judgements(told.judgements, Verdict.UNKNOWN),
        }
        for told in progress.list_progress(standing)
    ]
    if rows:
        looks = {
            "satisfaction": {"number_format": "0.0#", "align": "center"},
            "quality_check": _PERCENT,
            "direct_time": _PERCENT,
            "accreditation": CENTRED,
            "review": CENTRED,
        }
        _mark(book, _add(book, "norms", rows, looks, frozen=2), "missed")


def _add_candidates(book: Book, standing: Standing, names: Mapping[str, str]) -> None:
    rows: list[Row] = [
        {
            "junior": candidate.junior,
            "name": names[candidate.junior],
            "since": candidate.since,
            "years": candidate.years,
            "course_days": candidate.course_days,
            "fitness": word("candidates", "fitness", candidate.fitness),
            "reason": grounds(candidate),
        }
        for candidate in progress.list_candidates(standing)
    ]
    if rows:
        _add(book, "candidates", rows, {"years": CENTRED, "course_days": CENTRED}, frozen=2)


def _add_groups(book: Book, standing: Standing) -> None:
    rows: list[Row] = [
        {
            "group": saving.group,
            "senior": saving.senior,
            "members": len(saving.members),
            "apart": hours(saving.apart),
            "together": hours(saving.together),
            "saved": hours(saving.saved),
            "saved_held": hours(saving.saved_held),
        }
        for saving in list_group_savings(standing)
    ]
    if rows:
        times = ("apart", "together", "saved", "saved_held")
        _add(book, "group_hours", rows, {**dict.fromkeys(times, HOURS), "members": CENTRED})


def _add(
    book: Book,
    sheet: str,
    rows: Sequence[Row],
    looks: Mapping[str, Mapping[str, object]],
    *,
    frozen: int = 1,
) -> Page:
    return add_sheet(book, sheet, columns_of(sheet, looks), rows, frozen_columns=frozen)


def _mark(book: Book, page: Page, key: str) -> None:
    """Colour the cells of a column that say something."""
    page.colour(key, f"=LEN(${page.letter(key)}2)>0", book.highlight(AMBER))


def overview_rows(standing: Standing) -> Iterator[tuple[str, str]]:
    """List item and state, in the order of the sheet."""
    if standing.instance.settings.practice_name:
        yield _("Practice"), standing.instance.settings.practice_name
    yield _("Quarter"), str(standing.quarter)
    yield _("Day of reckoning"), f"{standing.on:%d-%m-%Y}"
    yield from main_points(standing)
    yield from _explanations(standing)


def main_points(standing: Standing) -> Iterator[tuple[str, str]]:
    """List what management wants to know first."""
    yield _("Pairs that count"), basis(standing)
    yield from _hours(standing)
    yield from _people(standing)


def basis(standing: Standing) -> str:
    """Say which pairs count, and how many there are."""
    number = len(standing.pairs)
    if standing.is_concept:
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


def flags(found: Iterable[Flag]) -> str:
    """Say what deserves attention about a guide."""
    return "; ".join(_FLAGS[flag]() for flag in found)


_FLAGS = {
    Flag.INACTIVE: lambda: _("not active for 24 months"),
    Flag.UNTRAINED: lambda: _("not trained"),
    Flag.EXPIRED: lambda: _("training expired"),
}


def not_kept() -> str:
    """Say of a column that is filled in for nobody that this is not kept, not that it is amiss."""
    return _("not kept")


def notes(found: Iterable[Note]) -> str:
    """Say why a trajectory's plan is not that of its type."""
    return "; ".join(_NOTES[note]() for note in found)


_NOTES = {
    Note.LATE_ENTRY: lambda: _("entered late"),
    Note.ENDS_EARLY: lambda: _("ends early"),
    Note.LEAVE: lambda: _("on leave without an end"),
    Note.GROUP: lambda: _("in a group"),
    Note.OVER: lambda: _("more held than planned"),
    Note.PAST_UNKNOWN: lambda: _("already held is not filled in"),
}


def judgements(found: Iterable[Judgement], verdict: Verdict) -> str:
    """List the norms with this verdict, with figure and norm where it was missed."""
    chosen = [j for j in found if j.verdict is verdict]
    tell = _missed if verdict is Verdict.MISSED else (lambda j: norm_name(j.norm))
    return "; ".join(tell(judgement) for judgement in chosen)


def norm_name(norm: Norm) -> str:
    """Name a norm."""
    return {
        Norm.ACCREDITATION: lambda: _("accreditation"),
        Norm.SATISFACTION: lambda: _("client satisfaction"),
        Norm.QUALITY: lambda: _("quality check"),
        Norm.DIRECT: lambda: _("direct time"),
        Norm.REVIEW: lambda: _("yearly review"),
    }[norm]()


def _missed(judgement: Judgement) -> str:
    name = norm_name(judgement.norm)
    if judgement.wanted is None or not isinstance(judgement.figure, int | float):
        return name
    decimals = 1 if judgement.norm is Norm.SATISFACTION else 0
    text = (
        _("{norm} {figure} (more than {wanted} is needed)")
        if judgement.is_strict
        else _("{norm} {figure} ({wanted} is needed)")
    )
    return text.format(
        norm=name,
        figure=phrases.number(judgement.figure, decimals if _fits(judgement, decimals) else 2),
        wanted=phrases.number(judgement.wanted, decimals),
    )


def _fits(judgement: Judgement, decimals: int) -> bool:
    """Tell whether rounding hides nothing: 8,59 must not be shown as 8,6."""
    figure = judgement.figure
    return isinstance(figure, int | float) and round(figure, decimals) == figure


def grounds(candidate: SeniorCandidate) -> str:
    """Say why someone may become a senior, and what is lacking."""
    messages = [_ground(ground, candidate) for ground in candidate.grounds]
    if CandidateGround.YEARS not in candidate.grounds:
        messages.append(_("but less than 3 years here; the model asks for both in one place"))
    return "; ".join(messages)


def _ground(ground: CandidateGround, candidate: SeniorCandidate) -> str:
    if ground is CandidateGround.YEARS:
        years = candidate.years
        return ngettext(
            "working here for {years} year", "working here for {years} years", years
        ).format(years=years)
    if ground is CandidateGround.SPECIALISED:
        days = candidate.course_days or 0
        return _("specialised, {days} course days").format(days=phrases.number(days))
    return _("specialised, but course days are not filled in ({days} are needed)").format(
        days=DAYS_OF_SPECIALISATION
    )
