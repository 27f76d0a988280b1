"""What stands in the handover, the agenda and the sheets for talks."""

from __future__ import annotations

import datetime as dt

from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Absence
from koppeling.papers.documents import choose_papers, render
from koppeling.papers.kinds import DocumentKind
from koppeling.registers.figures import Figures
from tests.builders import (
    QUARTER,
    junior,
    locked,
    practice,
    running,
    senior,
    types,
    weekly,
)
from tests.papers.papers import ANOUK, BRAM, casefile, paper_of, text
from tests.papers.words import text_of
from tests.registers.standings import TODAY, fortnightly, meeting


def test_a_changed_pair_gets_a_handover() -> None:
    """Who guided, who will, and how far they came (B11)."""
    instance = practice(
        [junior(**ANOUK)],
        [senior(**BRAM), senior("S02", name="Cato Es")],
        pairings=(running("J01", "S02"),),
    )
    told = text(DocumentKind.HANDOVER, casefile(instance, meetings=(meeting(senior="S02"),)))
    assert "van | Cato Es (S02)" in told
    assert "aan | Bram Els (S01)" in told
    assert "gehouden tot nu toe | 1 overleg, 0,5 uur" in told
    assert "Vanaf 01-01-2027 begeleidt een andere senior deze junior." in told


def test_a_pair_that_ended_with_its_senior_is_handed_over() -> None:
    """Who left at the turn, or was replaced within the quarter, hands over as well (B11)."""
    people = [junior(**ANOUK)], [senior(**BRAM)]
    before = {"status": PairingStatus.ENDED, "since": dt.date(2026, 3, 2)}
    left = running("J01", "S02", **before, until=dt.date(2026, 12, 31))
    assert "(S02)" in text(DocumentKind.HANDOVER, casefile(practice(*people, pairings=(left,))))
    replaced = running("J01", "S02", **before, until=dt.date(2027, 2, 9))
    now = locked("J01", "S01", since=dt.date(2027, 2, 10))
    instance = practice(*people, pairings=(replaced, now))
    told = text(DocumentKind.HANDOVER, casefile(instance))
    assert "Vanaf 10-02-2027 begeleidt een andere senior deze junior." in told
    older = running("J01", "S01", since=dt.date(2026, 11, 1))
    known = casefile(practice(*people, pairings=(left, older)))
    assert list(choose_papers(known, kind=DocumentKind.HANDOVER)) == []


def test_a_senior_who_left_the_workbook_is_named_by_number() -> None:
    """The name is to be filled in by hand."""
    instance = practice([junior()], [senior()], pairings=(running("J01", "S09"),))
    assert "van | ………………………… (S09)" in text(DocumentKind.HANDOVER, casefile(instance))


def test_a_senior_who_is_out_hands_over_the_dates() -> None:
    """Away all of 2027-Q2: the dates of that quarter are listed."""
    away = senior(**BRAM, absences=(Absence(dt.date(2027, 4, 1), dt.date(2027, 6, 30)),))
    paper = paper_of(DocumentKind.HANDOVER, casefile(practice([junior()], [away])))
    assert paper.file_name == "overdracht J01 waarneming.docx"
    told = text_of(render(paper))
    for day in ("12-04-2027", "26-04-2027", "10-05-2027", "24-05-2027", "07-06-2027", "21-06-2027"):
        assert f"rond {day} | 30" in told
    assert "29-03-2027" not in told
    # nobody was assigned, so nobody is said to take over
    assert "neemt deze" not in told
    assert "aan | …………………………" in told


def test_a_senior_who_leaves_hands_over_for_good() -> None:
    """Nobody stands in for somebody who does not come back (B11)."""
    leaver = senior(**BRAM, out_of_service_from=dt.date(2027, 4, 1))
    paper = paper_of(DocumentKind.HANDOVER, casefile(practice([junior()], [leaver])))
    assert paper.file_name == "overdracht J01 vertrek.docx"
    told = text_of(render(paper))
    assert "De senior gaat uit dienst; voor deze overleggen moet nog een collega worden" in told
    assert "tijdelijk" not in told


def test_a_pair_that_stays_needs_no_handover() -> None:
    """The same senior, present all year."""
    assert list(choose_papers(casefile(), kind=DocumentKind.HANDOVER)) == []


def test_an_agenda_has_the_handbook_and_the_next_date() -> None:
    """The five themes, the development plan, the goals, and when (P27, P28)."""
    instance = practice([junior(**ANOUK, goals=("diagnostiek",))], [senior(**BRAM)])
    coming = meeting(dt.date(2027, 2, 16), status=MeetingStatus.PLANNED)
    told = text(DocumentKind.AGENDA, casefile(instance, meetings=(coming,)))
    for theme in ("klantgericht", "samenwerken", "plezier", "agendaplanning", "dossiervoering"):
        assert theme in told
    assert "(POP)" in told
    assert "diagnostiek" in told
    assert "datum | dinsdag 16-02-2027" in told
    assert "jaargesprek" not in told
    assert "tien weken" not in told


def test_an_agenda_remembers_the_yearly_review() -> None:
    """Ten months after the last one it is on the agenda (P29)."""
    row = Figures(number="J01", quarter=QUARTER, review_date=TODAY - dt.timedelta(days=310))
    assert "jaargesprek" in text(DocumentKind.AGENDA, casefile(figures=(row,)))


def test_a_cockpit_asks_the_four_questions() -> None:
    """What was done, what goes well, what could be better, what is needed (J6)."""
    kind = weekly(4, cockpit_weeks=10)
    instance = practice([junior(trajectory="weekly")], [senior()], trajectories=types(kind))
    told = text(DocumentKind.AGENDA, casefile(instance))
    assert "Wat is er tot nu toe gedaan?" in told
    assert "Wat is er de komende tien weken nodig?" in told


def test_the_quarterly_talk_shows_progress_beside_the_norms() -> None:
    """8,8 is enough for the junior and not for the senior; hours and meetings stand beside."""
    rows = tuple(
        Figures(
            number=n, quarter=QUARTER, satisfaction=8.8, quality_check=80.0, direct_time=65.0,
            accreditation_until=dt.date(2028, 1, 1), review_date=TODAY, is_review_positive=True,
        )
        for n in ("J01", "S01")
    )  # fmt: skip
    told = text(DocumentKind.TALK, casefile(figures=rows, meetings=(meeting(),)))
    assert (
        "Anouk Linde | 2027-Q1 | 8,8: voldoet | 80%: voldoet | 65%: voldoet niet | "
        "01-01-2028: voldoet | positief: voldoet" in told
    )
    assert (
        "Bram Els | 2027-Q1 | 8,8: voldoet niet | 80%: voldoet niet | 65%: voldoet | "
        "01-01-2028: voldoet | positief: voldoet" in told
    )
    assert "afgesproken 12, gepland 4 met dit gesprek, tot nu toe gehouden 0,5" in told
    assert "Anouk Linde (J01) | jaar 1, eerste helft | 1 van 7 gehouden | 1 van 35" in told
    assert "klanttevredenheid hoger dan 8,8" in told


def test_a_final_evaluation_asks_what_a_trajectory_is_for() -> None:
    """Way of working, files, clients and agenda, beside the hours of both (P37)."""
    told = text(DocumentKind.FINAL, casefile(meetings=fortnightly(dt.date(2027, 1, 4), 3)))
    for part in ("manier van werken", "wet- en regelgeving", "Klanten zijn tevreden", "agenda"):
        assert part in told
    assert "tijd van beiden samen | 3 van 35 uur" in told
    assert "directe tijd" not in told


def test_a_final_evaluation_lays_the_figures_beside_it() -> None:
    """From the first quarter to the last; a dash where there is none."""
    rows = (
        Figures(number="J01", quarter=QUARTER, satisfaction=9.0, direct_time=71.5),
        Figures(number="J01", quarter=QUARTER.shift(-1), quality_check=70.0),
        Figures(number="S01", quarter=QUARTER, satisfaction=7.0),
    )
    told = text(DocumentKind.FINAL, casefile(figures=rows))
    assert "2026-Q4 | – | 70% | –\n2027-Q1 | 9 | – | 71,5%" in told
    assert "| 7 |" not in told


def test_the_talk_of_a_senior_who_is_out_tells_no_hours() -> None:
    """Nor why."""
    away = senior(absences=(Absence(dt.date(2027, 1, 1), dt.date(2027, 3, 31)),))
    told = text(DocumentKind.TALK, casefile(practice([junior()], [away])))
    assert "uren voor begeleiding | dit kwartaal worden geen uren gevraagd" in told


def test_the_talk_has_the_day_that_was_planned() -> None:
    """The first one to come."""
    rows = tuple(
        meeting(day, juniors=(), kind=MeetingKind.TALK, status=MeetingStatus.PLANNED)
        for day in (dt.date(2027, 6, 14), dt.date(2027, 3, 15), dt.date(2027, 1, 5))
    )
    assert "datum | maandag 15-03-2027" in text(DocumentKind.TALK, casefile(meetings=rows))
