"""Progress against the norms, and who may become a senior (P3-P17, P23, P24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koppeling.domain.instance import Settings
from koppeling.domain.people import Junior
from koppeling.domain.period import Quarter, add_months
from koppeling.registers.progress import Figures, TrackRecord
from koppeling.registers.standing import Standing

#: Client satisfaction: a junior has 8,6 or more (P5), a senior more than 8,8 (P14).
SATISFACTION_JUNIOR, SATISFACTION_SENIOR = 8.6, 8.8
#: Percentage of the quality check that is sufficient (P6, P15).
QUALITY_JUNIOR, QUALITY_SENIOR = 75, 90
MONTHS_TO_SENIOR = 36  # three years at the practice (P3, P13)
DAYS_OF_SPECIALISATION = 10  # course days in a sub-field (P12)
_DECIMALS = 6  # a mark that Excel computed may be 8.800000000000001
_REVIEW_MONTHS = 12  # a review is yearly (P9)
_NO = frozenset({"", "nee", "n", "no", "0", "-"})


class Norm(StrEnum):
    """What somebody's progress is held against; the values are column keys."""

    ACCREDITATION = "accreditation"
    SATISFACTION = "satisfaction"
    QUALITY = "quality_check"
    DIRECT = "direct_time"
    REVIEW = "review"


class Verdict(StrEnum):
    """How a figure compares; UNKNOWN where there is no figure."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """
    One norm with the figure of one person.

    `figure` is a mark, a percentage, the accreditation's last day, or whether
    the review was positive; `wanted` is the bound where there is a number.
    """

    norm: Norm
    figure: float | date | bool | None
    wanted: float | None
    is_strict: bool
    verdict: Verdict


def judge(
    rows: Sequence[Figures], quarter: Quarter, settings: Settings, *, is_senior: bool
) -> tuple[Judgement, ...]:
    """
    Hold one person's figures of a quarter against the norms.

    Marks and percentages are those of the quarter itself. An accreditation
    holds when the last date given reaches the quarter's last day. A review
    counts when it was held in the twelve months up to that day; a row that
    tells a review without its date is dated at the end of its quarter.

    Parameters
    ----------
    rows : sequence of Figures
        Of this person, any quarters.
    quarter : Quarter
        The quarter to judge.
    settings : Settings
        For the norms on direct time, which a practice may set.
    is_senior : bool
        A senior needs more than 8,8 (8,8 itself fails), 90 % and 60 %.

    Returns
    -------
    tuple of Judgement
        One for each `Norm`, in that order.
    """
    past = sorted((r for r in rows if r.quarter <= quarter), key=lambda r: r.quarter)
    now = next((r for r in past if r.quarter == quarter), None)
    direct = settings.direct_norm_senior if is_senior else settings.direct_norm_junior
    return (
        _judge_accreditation(past, quarter),
        _judge_number(
            Norm.SATISFACTION,
            now.satisfaction if now else None,
            SATISFACTION_SENIOR if is_senior else SATISFACTION_JUNIOR,
            is_strict=is_senior,
        ),
        _judge_number(
            Norm.QUALITY,
            now.quality_check if now else None,
            QUALITY_SENIOR if is_senior else QUALITY_JUNIOR,
        ),
        _judge_number(Norm.DIRECT, now.direct_time if now else None, direct),
        _judge_review(past, quarter),
    )


def _judge_number(
    norm: Norm, figure: float | None, wanted: float, *, is_strict: bool = False
) -> Judgement:
    if figure is None:
        verdict = Verdict.UNKNOWN
    else:
        figure = round(figure, _DECIMALS)
        is_met = figure > wanted if is_strict else figure >= wanted
        verdict = Verdict.MET if is_met else Verdict.MISSED
    return Judgement(norm=norm, figure=figure, wanted=wanted, is_strict=is_strict, verdict=verdict)


def _judge_accreditation(past: Sequence[Figures], quarter: Quarter) -> Judgement:
    until = max((r.accreditation_until for r in past if r.accreditation_until), default=None)
    verdict = Verdict.UNKNOWN
    if until is not None:
        verdict = Verdict.MET if until >= quarter.last_day else Verdict.MISSED
    return Judgement(
        norm=Norm.ACCREDITATION, figure=until, wanted=None, is_strict=False, verdict=verdict
    )


def _judge_review(past: Sequence[Figures], quarter: Quarter) -> Judgement:
    told = [
        (row.review_date or row.quarter.last_day, row.is_review_positive)
        for row in past
        if row.is_review_positive is not None
    ]
    recent = [
        (day, positive)
        for day, positive in told
        if add_months(quarter.last_day, -_REVIEW_MONTHS) < day <= quarter.last_day
    ]
    positive = max(recent)[1] if recent else None
    verdict = Verdict.UNKNOWN
    if positive is not None:
        verdict = Verdict.MET if positive else Verdict.MISSED
    return Judgement(
        norm=Norm.REVIEW, figure=positive, wanted=None, is_strict=False, verdict=verdict
    )


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One person's judgements in one quarter."""

    number: str
    quarter: Quarter
    is_senior: bool
    judgements: tuple[Judgement, ...]

    def of(self, norm: Norm) -> Judgement:
        """Return the judgement of one norm."""
        return next(j for j in self.judgements if j.norm is norm)


def list_progress(standing: Standing) -> tuple[Assessment, ...]:
    """
    Judge every row of Voortgang, in order of person and quarter (P24).

    Somebody in both sheets is judged as a senior.
    """
    ordered = sorted(standing.figures, key=lambda f: (f.number, f.quarter))
    return tuple(progress_of(standing, row.number, row.quarter) for row in ordered)


def progress_of(standing: Standing, number: str, quarter: Quarter | None = None) -> Assessment:
    """Judge one person, by default in the latest quarter that has a row (else the last one)."""
    rows = [row for row in standing.figures if row.number == number]
    if quarter is None:
        quarter = max((row.quarter for row in rows), default=standing.quarter.shift(-1))
    is_senior = number in standing.senior_by_number
    judgements = judge(rows, quarter, standing.instance.settings, is_senior=is_senior)
    return Assessment(number=number, quarter=quarter, is_senior=is_senior, judgements=judgements)


class Fitness(StrEnum):
    """How far a junior meets the description of a senior; PARTLY where it contradicts itself."""

    FULLY = "fully"
    PARTLY = "partly"


class CandidateGround(StrEnum):
    """Why a junior is a candidate."""

    YEARS = "years"  # three years or more at the practice
    SPECIALISED = "specialised"  # ten course days or more, with less than three years
    SPECIALISED_UNPROVEN = "specialised_unproven"  # named, without a number of course days


@dataclass(frozen=True, kw_only=True)
class SeniorCandidate:
    """
    A junior whom management may make a senior (P23: management decides).

    `since` is the first day at the practice: in service, else the start of
    the trajectory when that is all we know.
    """

    junior: str
    fitness: Fitness
    grounds: tuple[CandidateGround, ...]
    since: date
    years: int
    course_days: float | None


def list_candidates(standing: Standing) -> tuple[SeniorCandidate, ...]:
    """
    List who may become a senior, in order of number (P3, P11-P13).

    Three years at the practice is enough. Specialised with fewer years meets
    the description in part only: the source text says "and/or" in one place and
    "at least three years" in another. Who left or was promoted is passed over.
    """
    found = (
        _candidate(junior, standing.records.get(junior.number), standing.on)
        for junior in standing.instance.juniors
    )
    return tuple(candidate for candidate in found if candidate is not None)


def _candidate(junior: Junior, record: TrackRecord | None, on: date) -> SeniorCandidate | None:
    is_promoted = junior.promoted_from is not None and junior.promoted_from <= on
    has_left = junior.out_of_service_from is not None and junior.out_of_service_from <= on
    if is_promoted or has_left:
        return None
    since = junior.in_service_from or junior.start
    grounds = []
    if add_months(since, MONTHS_TO_SENIOR) <= on:
        grounds.append(CandidateGround.YEARS)
    specialised = _specialised(record)
    if specialised is not None:
        grounds.append(specialised)
    if not grounds:
        return None
    return SeniorCandidate(
        junior=junior.number,
        fitness=Fitness.FULLY if CandidateGround.YEARS in grounds else Fitness.PARTLY,
        grounds=tuple(grounds),
        since=since,
        years=_whole_years(since, on),
        course_days=record.course_days if record else None,
    )


def _specialised(record: TrackRecord | None) -> CandidateGround | None:
    """Course days decide; a name without them is not proven, a plain no is no."""
    if record is None:
        return None
    told = record.specialisation.strip().casefold()
    if record.course_days is None:
        return None if told in _NO else CandidateGround.SPECIALISED_UNPROVEN
    is_refused = told in _NO - {""}
    enough = record.course_days >= DAYS_OF_SPECIALISATION
    return CandidateGround.SPECIALISED if enough and not is_refused else None


def _whole_years(since: date, on: date) -> int:
    years = 0
    while add_months(since, 12 * (years + 1)) <= on:
        years += 1
    return years
