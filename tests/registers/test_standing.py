"""Progress beside the norms, and who may become a senior (P3-P17, P23, P24)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.instance import Settings
from koppeling.domain.period import Quarter
from koppeling.registers.norms import (
    CandidateGround,
    Fitness,
    Norm,
    Verdict,
    judge,
    list_candidates,
    list_progress,
    progress_of,
)
from koppeling.registers.progress import Figures, TrackRecord
from tests.builders import QUARTER, junior, practice, senior
from tests.registers.standings import standing

SETTINGS = Settings(quarter=QUARTER)
BEFORE = QUARTER.shift(-1)  # 2026-Q4, which ends on 31 December 2026


def verdict(norm: Norm, *, is_senior: bool, quarter: Quarter = BEFORE, **figures: Any) -> Verdict:
    """Judge one figure of one person."""
    row = Figures(number="J01", quarter=BEFORE, **figures)
    judgements = judge([row], quarter, SETTINGS, is_senior=is_senior)
    return next(j.verdict for j in judgements if j.norm is norm)


@pytest.mark.parametrize(
    ("is_senior", "mark", "expected"),
    [
        (False, 8.6, Verdict.MET),
        (False, 8.59, Verdict.MISSED),
        (False, None, Verdict.UNKNOWN),
        (True, 8.8, Verdict.MISSED),
        (True, 8.81, Verdict.MET),
        (True, 8.8 + 2e-15, Verdict.MISSED),
        (False, 8.6 - 2e-15, Verdict.MET),
    ],
)
def test_a_junior_needs_eight_six_and_a_senior_more_than_eight_eight(
    *, is_senior: bool, mark: float | None, expected: Verdict
) -> None:
    """The text says ≥ 8,6 (P5) and > 8,8 (P14): 8,8 itself fails."""
    assert verdict(Norm.SATISFACTION, is_senior=is_senior, satisfaction=mark) is expected


@pytest.mark.parametrize(
    ("is_senior", "share", "expected"),
    [
        (False, 75, Verdict.MET),
        (False, 74.9, Verdict.MISSED),
        (True, 90, Verdict.MET),
        (True, 89, Verdict.MISSED),
    ],
)
def test_the_quality_check_has_a_bound_for_each_role(
    *, is_senior: bool, share: float, expected: Verdict
) -> None:
    """75 % for a junior (P6), 90 % for a senior (P15)."""
    assert verdict(Norm.QUALITY, is_senior=is_senior, quality_check=share) is expected


@pytest.mark.parametrize(
    ("is_senior", "share", "expected"),
    [(False, 70, Verdict.MET), (False, 69, Verdict.MISSED), (True, 60, Verdict.MET)],
)
def test_direct_time_goes_by_the_settings(
    *, is_senior: bool, share: float, expected: Verdict
) -> None:
    """70 % for a junior (P7) and 60 % for a senior (P17), as in Instellingen."""
    assert verdict(Norm.DIRECT, is_senior=is_senior, direct_time=share) is expected


def test_an_accreditation_holds_to_the_end_of_the_quarter() -> None:
    """The last day of the quarter still counts; a day less does not (P4)."""
    good, short = date(2026, 12, 31), date(2026, 12, 30)
    assert verdict(Norm.ACCREDITATION, is_senior=False, accreditation_until=good) is Verdict.MET
    assert verdict(Norm.ACCREDITATION, is_senior=False, accreditation_until=short) is Verdict.MISSED
    assert verdict(Norm.ACCREDITATION, is_senior=False) is Verdict.UNKNOWN


def test_a_review_counts_for_a_year() -> None:
    """A review of March 2026 still counts in 2026-Q4, and no more in 2027-Q1 (P9)."""
    row: dict[str, Any] = {"review_date": date(2026, 3, 10), "is_review_positive": True}
    assert verdict(Norm.REVIEW, is_senior=False, **row) is Verdict.MET
    assert verdict(Norm.REVIEW, is_senior=False, quarter=QUARTER, **row) is Verdict.UNKNOWN


def test_the_latest_review_decides() -> None:
    """A bad review after a good one is what counts."""
    rows = [
        Figures(number="J01", quarter=BEFORE.shift(-1), is_review_positive=True),
        Figures(number="J01", quarter=BEFORE, is_review_positive=False),
    ]
    judgements = judge(rows, BEFORE, SETTINGS, is_senior=False)
    assert judgements[-1].verdict is Verdict.MISSED


def test_progress_lists_every_row_by_its_role() -> None:
    """A mark of 8,7 is enough for the junior and too low for the senior."""
    rows = tuple(Figures(number=n, quarter=BEFORE, satisfaction=8.7) for n in ("S01", "J01"))
    told = list_progress(standing(figures=rows))
    assert [(t.number, t.of(Norm.SATISFACTION).verdict) for t in told] == [
        ("J01", Verdict.MET),
        ("S01", Verdict.MISSED),
    ]


def test_without_rows_everything_is_unknown_for_the_quarter_before() -> None:
    """Nobody gets a figure that nobody gave."""
    told = progress_of(standing(), "J01")
    assert told.quarter == BEFORE
    assert {judgement.verdict for judgement in told.judgements} == {Verdict.UNKNOWN}


def candidates(record: TrackRecord | None = None, **changes: Any) -> list[object]:
    """List the grounds of the only junior, on 15 February 2027."""
    who = junior(start=date(2026, 9, 1), **changes)
    where = standing(practice([who], [senior()]), records={} if record is None else {"J01": record})
    return [(c.fitness, c.grounds, c.years) for c in list_candidates(where)]


def test_three_years_here_is_enough() -> None:
    """In service since 15 February 2024 makes three years to the day (P3, P13)."""
    assert candidates(in_service_from=date(2024, 2, 15)) == [
        (Fitness.FULLY, (CandidateGround.YEARS,), 3)
    ]
    assert candidates(in_service_from=date(2024, 2, 16)) == []


def test_specialised_with_fewer_years_meets_it_in_part() -> None:
    """Ten course days make a specialisation (P12); the text asks for three years as well."""
    new: dict[str, Any] = {"in_service_from": date(2026, 1, 1)}
    ten = TrackRecord(number="J01", specialisation="ja", course_days=10)
    assert candidates(ten, **new) == [(Fitness.PARTLY, (CandidateGround.SPECIALISED,), 1)]
    nine = TrackRecord(number="J01", specialisation="ja", course_days=9)
    assert candidates(nine, **new) == []


def test_a_specialisation_without_course_days_is_not_proven() -> None:
    """The candidate is named, with what is lacking; a plain no is no."""
    named = TrackRecord(number="J01", specialisation="systeemtherapie")
    assert candidates(named) == [(Fitness.PARTLY, (CandidateGround.SPECIALISED_UNPROVEN,), 0)]
    assert candidates(TrackRecord(number="J01", specialisation="nee", course_days=12)) == []


def test_who_is_promoted_or_gone_is_no_candidate() -> None:
    """Their case is closed."""
    long_ago: dict[str, Any] = {"in_service_from": date(2020, 1, 1)}
    assert candidates(**long_ago, promoted_from=date(2027, 2, 15)) == []
    assert candidates(**long_ago, out_of_service_from=date(2027, 2, 1)) == []
    assert len(candidates(**long_ago, promoted_from=date(2027, 2, 16))) == 1
