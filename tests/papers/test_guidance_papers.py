"""What stands in the plan of guidance, the statements and the motivation (K9 to K14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from koppeling.domain.instance import Escalation, Group
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Absence
from koppeling.domain.trajectory import Phase, Registration, TrajectoryType, Unit
from koppeling.papers.casefile import Casefile
from koppeling.papers.documents import choose_papers
from koppeling.papers.kinds import DocumentKind
from koppeling.registers.figures import TrackRecord
from tests.builders import (
    junior,
    practice,
    running,
    senior,
    types,
    weekly,
)
from tests.papers.papers import ANOUK, BRAM, casefile, demanding, text
from tests.registers.standings import fortnightly, meeting

# The plan of guidance (K9, K10)


def test_a_plan_has_the_four_parts() -> None:
    """Form, content, intensity with steps, and evaluation moments (K9)."""
    told = text(DocumentKind.PLAN)
    parts = ("1  Vorm", "2  Inhoud", "3  Intensiteit", "4  Evaluatiemomenten", "Ondertekening")
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "Vast moment: dinsdag om 10:00 uur. Plaats: Noord." in told


def test_a_plan_lists_its_phases_and_their_hours() -> None:
    """From 4 January 2027: 13 + 6 + 12 + 4 meetings, 6,5 + 3 + 6 + 2 hours."""
    told = text(DocumentKind.PLAN)
    for row in (
        "jaar 1, eerste helft | 04-01-2027 | 21-06-2027 | 13 | elke 2 weken | 30 | 6,5",
        "jaar 1, tweede helft | 04-07-2027 | 04-12-2027 | 6 | elke maand | 30 | 3",
        "jaar 2 | 04-01-2028 | 04-12-2028 | 12 | elke maand | 30 | 6",
        "jaar 3 | 04-01-2029 | 04-10-2029 | 4 | elke 3 maanden | 30 | 2",
    ):
        assert row in told
    assert "In totaal 35 overleggen, 17,5 uur voor ieder van beiden, samen 35 uur." in told
    assert "de frequentie neemt nergens toe" in told


def test_a_plan_says_where_its_frequency_rises() -> None:
    """Monthly and then weekly is no tapering (K10)."""
    rising = TrajectoryType(
        name="op",
        phases=(
            Phase(from_month=0, count=3, every=1, unit=Unit.MONTHS, name="kennismaken"),
            Phase(from_month=3, count=3, every=1, unit=Unit.WEEKS, name="verdiepen"),
        ),
    )
    case = casefile(practice([junior(trajectory="op")], [senior()], trajectories=types(rising)))
    expected = "neemt toe van “kennismaken” (elke maand) naar “verdiepen” (elke week)"
    assert expected in text(DocumentKind.PLAN, case)


def test_an_escalation_is_named_and_no_rise() -> None:
    """Extra guidance stands apart from the steps (W3)."""
    row = Escalation(junior="J01", first=dt.date(2027, 5, 3), last=None, every_weeks=1)
    told = text(DocumentKind.PLAN, casefile(practice([junior()], [senior()], escalations=(row,))))
    assert "vanaf 03-05-2027 tot nader order, elke week" in told
    assert "de frequentie neemt nergens toe" in told
    assert "In totaal 35 overleggen" in told


def test_evaluation_moments_are_those_planned_and_the_ends_of_phases() -> None:
    """Within the horizon, here 2027, only what was planned counts (K9)."""
    first_half = "rond 21-06-2027: bij het laatste overleg van “jaar 1, eerste helft”"
    last_year = "rond 04-10-2029: bij het laatste overleg van “jaar 3”"
    unplanned = text(DocumentKind.PLAN)
    assert first_half in unplanned
    assert last_year in unplanned
    planned = meeting(
        dt.date(2027, 6, 29), kind=MeetingKind.EVALUATION, status=MeetingStatus.PLANNED
    )
    told = text(DocumentKind.PLAN, casefile(meetings=(planned,)))
    assert "dinsdag 29-06-2027: evaluatie, zoals gepland" in told
    assert first_half not in told
    assert last_year in told


def test_an_evaluation_has_the_day_on_which_people_met() -> None:
    """Held ones on their real day, past ones not held as such; no weekday of a date in theory."""
    long_ago = junior(**ANOUK, start=dt.date(2025, 10, 5))  # the end of phase 2 is a Saturday
    practised = practice([long_ago], [senior(**BRAM)])
    ends = (dt.date(2026, 3, 22), dt.date(2026, 9, 5), dt.date(2027, 9, 5))
    held = meeting(dt.date(2026, 3, 24), nominal=ends[0])
    missed = meeting(dt.date(2026, 9, 7), nominal=ends[1], status=MeetingStatus.DROPPED)
    coming = meeting(dt.date(2027, 9, 7), nominal=ends[2], status=MeetingStatus.PLANNED)
    told = text(DocumentKind.PLAN, casefile(practised, meetings=(held, missed, coming)))
    at = "bij het laatste overleg van"
    assert f"dinsdag 24-03-2026: {at} “jaar 1, eerste helft”, gehouden" in told
    assert f"rond 05-09-2026: {at} “jaar 1, tweede helft”, niet gehouden" in told
    assert f"dinsdag 07-09-2027: {at} “jaar 2”, zoals gepland" in told
    assert "zondag" not in told
    assert "zaterdag" not in told


def test_long_leave_moves_the_phases_of_a_plan() -> None:
    """Six weeks away from 3 May: every later date comes 42 days later."""
    away = junior(absences=(Absence(dt.date(2027, 5, 3), dt.date(2027, 6, 13)),))
    told = text(DocumentKind.PLAN, casefile(practice([away], [senior()])))
    assert "jaar 1, eerste helft | 04-01-2027 | 02-08-2027 | 13" in told
    assert "jaar 1, tweede helft | 15-08-2027" in told


def test_a_plan_lists_the_meetings_to_come() -> None:
    """Only those of this pair that are still planned."""
    coming = meeting(dt.date(2027, 2, 16), status=MeetingStatus.PLANNED)
    other = meeting(dt.date(2027, 2, 17), status=MeetingStatus.PLANNED, senior="S02")
    told = text(DocumentKind.PLAN, casefile(meetings=(meeting(), coming, other)))
    assert "dinsdag 16-02-2027 | 10:00 | begeleiding" in told
    assert "17-02-2027" not in told
    assert "maandag 04-01-2027" not in told


def test_a_group_is_named_in_the_form() -> None:
    """Guidance in a group is a form of its own (K1)."""
    instance = practice(
        [junior(group="G")],
        [senior()],
        groups=(Group(name="G", trajectory="junior", start=dt.date(2027, 1, 4)),),
    )
    assert "Begeleiding in de groep G." in text(DocumentKind.PLAN, casefile(instance))


def test_the_form_tells_what_is_known_and_no_more() -> None:
    """At a distance, meetings of two lengths, no fixed moment: nothing is made up."""
    kind = TrajectoryType(
        name="op",
        phases=(
            Phase(from_month=0, count=1, every=1, unit=Unit.DAYS, minutes=60),
            Phase(from_month=1, count=3, every=10, unit=Unit.DAYS),
        ),
    )
    instance = practice(
        [junior(trajectory="op", sites=("Noord",))],
        [senior(sites=("Zuid",), is_remote=True)],
        trajectories=types(kind),
    )
    told = text(DocumentKind.PLAN, replace(casefile(instance), slots={}))
    assert "senior en junior. Het overleg is op afstand." in told
    assert "fase 1 | 04-01-2027 | 04-01-2027 | 1 | eenmaal | 60 | 1" in told
    assert "fase 2 | 04-02-2027 | 24-02-2027 | 3 | elke 10 dagen | 30 | 1,5" in told


def test_a_trajectory_without_meetings_has_a_plan_without_rows() -> None:
    """It ended before it began; the paper says nought rather than failing."""
    ended = practice([junior(trajectory_end=dt.date(2027, 1, 3))], [senior()])
    told = text(DocumentKind.PLAN, casefile(ended))
    assert "In totaal 0 overleggen, 0 uur" in told
    assert "traject | junior, –" in text(
        DocumentKind.HANDOVER,
        casefile(replace(ended, pairings=(running("J01", "S09"),))),
    )


# Statements and motivation: K12 to K14


def test_a_statement_before_names_the_registration() -> None:
    """It says who guides, by which registration, and how much was agreed (K12)."""
    case = demanding(Registration.SKJ, registrations=("KJ-NIP",))
    told = text(DocumentKind.BEFORE, case)
    assert "registratie werkbegeleider | KJ-NIP" in told
    assert "Afgesproken zijn 4 overleggen, 2 uur voor ieder van beiden" in told
    assert "motivatie is bijgevoegd" not in told


def test_without_a_registration_a_motivation_comes_along() -> None:
    """Experience may take the place of a registration, with a motivation (K5, K13)."""
    case = demanding(Registration.SKJ, academic_years=6.0, has_motivation=True)
    assert "motivatie is bijgevoegd" in text(DocumentKind.BEFORE, case)
    told = text(DocumentKind.MOTIVATION, case)
    assert "ervaring op academisch niveau | 6 jaar" in told
    assert "daaraan is voldaan" in told
    assert "niveau 4, vakbekwaam" in told


@pytest.mark.parametrize(
    "case",
    [
        casefile(),
        demanding(Registration.SKJ, registrations=("SKJ", "KJ-SKJ")),
        demanding(Registration.POSTMASTER, academic_years=20.0),
    ],
    ids=["no demand", "registered", "postmaster"],
)
def test_a_motivation_is_for_who_may_need_one_only(case: Casefile) -> None:
    """A postmaster trajectory knows no exception, so there is nothing to ask (K6)."""
    assert list(choose_papers(case, kind=DocumentKind.MOTIVATION)) == []


def test_a_statement_after_shows_where_it_went_otherwise() -> None:
    """Seven planned in the first half year to 2027-Q1; five held and one extra (K14)."""
    done = fortnightly(dt.date(2027, 1, 4), 5)
    extra = meeting(dt.date(2027, 1, 11), kind=MeetingKind.EXTRA)
    case = casefile(meetings=(*done, extra), on=dt.date(2027, 4, 1))
    told = text(DocumentKind.AFTER, case)
    assert "2027-Q1 | 7 | 5 | -2" in told
    assert "Gepland: 35. Gehouden: 5. Verschil: -30." in told
    assert "5 overleggen, 2,5 uur; en extra: 1 overleg, 0,5 uur" in told
    assert "Waarom van het plan is afgeweken" in told


def test_a_trajectory_as_planned_asks_for_no_reason() -> None:
    """Four planned, four held."""
    instance = practice([junior(trajectory="weekly")], [senior()], trajectories=types(weekly(4)))
    days = [dt.date(2027, 1, 4) + dt.timedelta(weeks=n) for n in range(4)]
    case = casefile(instance, meetings=tuple(meeting(day) for day in days))
    told = text(DocumentKind.AFTER, case)
    assert "Alle overleggen zijn gehouden zoals gepland." in told
    assert "Waarom van het plan is afgeweken" not in told


def test_what_is_not_known_is_no_difference() -> None:
    """A trajectory that ran before koppeling, al gehouden empty: no made-up shortfall."""
    early = practice([junior(start=dt.date(2026, 1, 5))], [senior()])
    unknown = casefile(early, meetings=(meeting(dt.date(2027, 1, 5)),))
    told = text(DocumentKind.AFTER, unknown)
    assert "Gehouden sinds het gebruik van koppeling: 1." in told
    assert "vóór" not in told.partition("Plan en praktijk")[2]
    record = TrackRecord(number="J01", already_held=15)
    known = casefile(early, meetings=(meeting(dt.date(2027, 1, 5)),), records={"J01": record})
    # 13 + 6 in 2026, of which 15 were held
    assert "vóór 2027-Q1 | 19 | 15 | -4" in text(DocumentKind.AFTER, known)
