"""Registers and ledgers in a workbook of their own, for management only (B14, P1, P35, P36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.report import phrases, register_words
from koppeling.report.headings import word
from koppeling.report.register_overview import overview_rows
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.rules import progress
from koppeling.rules.direct_time import DirectTime
from koppeling.rules.guides import list_guides
from koppeling.rules.hours import (
    ProtectedHours,
    TrajectoryAccount,
    list_direct_time,
    list_group_savings,
    list_protected_hours,
    list_trajectories,
)
from koppeling.rules.progress import Norm, Verdict
from koppeling.workbook.dress import AMBER, GREEN, RED, Book

if TYPE_CHECKING:
    from koppeling.rules.standing import Standing

_SHARE = {"number_format": '0%;-0%;"–"', "align": "center"}
_PERCENT = {"number_format": "0", "align": "center"}


def to_bytes(standing: Standing, *, concept: bool = False) -> bytes:
    """
    Build the workbook in the language in use; the same standing gives the same bytes.

    Parameters
    ----------
    standing : Standing
        Where the practice stands.
    concept : bool
        Whether undecided proposals were counted; the first sheet says so.
    """
    book = Book(title=_("Registers {quarter}").format(quarter=standing.quarter))
    names = phrases.names_by_number(standing.instance)
    rows: list[Row] = [
        {"item": item, "value": value}
        for item, value in overview_rows(standing, is_concept=concept)
    ]
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
    unkept = register_words.not_kept()
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
            "flag": register_words.flags(guide.flags),
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
        "remark": register_words.notes(account.notes),
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
            "missed": register_words.judgements(told.judgements, Verdict.MISSED),
            "unknown": register_words.judgements(told.judgements, Verdict.UNKNOWN),
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
            "reason": register_words.grounds(candidate),
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
