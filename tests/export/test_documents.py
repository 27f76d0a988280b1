"""Word documents: what stands in them, for whom they are, and what never gets in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from koppeling import locale
from koppeling.domain.instance import Escalation, Group, Instance, PairingStatus
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Absence, DiscProfile
from koppeling.domain.period import Slot
from koppeling.domain.progress import Figures, TrackRecord
from koppeling.domain.trajectory import Phase, Registration, TrajectoryType, Unit
from koppeling.errors import KoppelingError
from koppeling.export.casefile import Casefile
from koppeling.export.documents import TEMPLATES, DocumentKind, Paper, choose_papers, render
from koppeling.export.wordfile import TemplateError, fill
from tests.builders import (
    QUARTER,
    junior,
    locked,
    practice,
    running,
    senior,
    types,
    veto,
    weekly,
    wish,
)
from tests.export.words import members, text_of
from tests.rules.standings import TODAY, fortnightly, meeting, standing
from tests.tools import ROOT, load_tool

ANOUK, BRAM = {"name": "Anouk Linde"}, {"name": "Bram Els"}


def casefile(
    instance: Instance | None = None, pairs: Mapping[str, str] | None = None, **changes: Any
) -> Casefile:
    """Make a casefile of one junior, Anouk, and one senior, Bram."""
    made = instance or practice([junior(**ANOUK)], [senior(**BRAM)])
    slots = {"J01": Slot(1, 20)}
    return Casefile(standing=standing(made, pairs, **changes), slots=slots)


def paper_of(kind: DocumentKind, case: Casefile | None = None) -> Paper:
    """Choose the only paper of a kind."""
    (paper,) = choose_papers(case or casefile(), kind=kind)
    return paper


def text(kind: DocumentKind, case: Casefile | None = None) -> str:
    """Write the only paper of a kind, and read it back."""
    return text_of(render(paper_of(kind, case)))


def demanding(demand: Registration, **of_senior: Any) -> Casefile:
    """Make a pair in a trajectory that demands a registration."""
    kind = weekly(4, demand=demand)
    return casefile(
        practice(
            [junior(**ANOUK, trajectory="weekly")],
            [senior(**BRAM, **of_senior)],
            trajectories=types(kind),
        )
    )


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
    missed = meeting(dt.date(2026, 9, 7), nominal=ends[1], status=MeetingStatus.CANCELLED)
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


# Handover, agenda and talks


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


def test_a_senior_who_leaves_hands_over_for_good() -> None:
    """Nobody stands in for somebody who does not come back (B11)."""
    leaver = senior(**BRAM, out_of_service_from=dt.date(2027, 4, 1))
    paper = paper_of(DocumentKind.HANDOVER, casefile(practice([junior()], [leaver])))
    assert paper.file_name == "overdracht J01 vertrek.docx"
    told = text_of(render(paper))
    assert "De senior gaat uit dienst; een collega neemt deze overleggen over:" in told
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


# Which papers, and how they are written


def test_without_a_kind_come_the_papers_that_apply_now() -> None:
    """A new junior without demand: a plan, an agenda, and the senior's talk."""
    kinds = [paper.kind for paper in choose_papers(casefile())]
    assert kinds == [DocumentKind.PLAN, DocumentKind.AGENDA, DocumentKind.TALK]


def test_a_demanding_trajectory_that_ends_gets_both_statements() -> None:
    """Four weekly meetings end in the planning quarter (K12-K14, P37)."""
    case = demanding(Registration.SKJ, academic_years=6.0, has_motivation=True)
    kinds = {paper.kind for paper in choose_papers(case)}
    assert kinds == set(DocumentKind) - {DocumentKind.HANDOVER}


def test_a_junior_without_a_senior_is_said_so() -> None:
    """Unknown, or not decided: an error, never an empty folder."""
    with pytest.raises(KoppelingError, match="J99"):
        list(choose_papers(casefile(), junior="J99"))
    with pytest.raises(KoppelingError, match="--concept"):
        list(choose_papers(casefile(pairs={}), junior="J01"))
    assert list(choose_papers(casefile(pairs={}))) == []


def test_a_concept_says_so() -> None:
    """On the paper itself: it may be printed and lie about."""
    case = replace(casefile(), is_concept=True)
    assert "CONCEPT: nog niet besloten" in text(DocumentKind.PLAN, case)
    assert "CONCEPT" not in text(DocumentKind.PLAN)


def test_in_english_the_papers_are_english() -> None:
    """Templates and words both follow the language in use."""
    with locale.language("en"):
        told = text(DocumentKind.PLAN)
    assert "Plan of guidance" in told
    assert "13 | every 2 weeks | 30 | 6.5" in told
    assert "werkt" not in told


def test_nothing_of_management_gets_in() -> None:
    """No DiSC, rank, veto, note or reason in any byte of any paper (P2)."""
    hidden = "Geheimzinnig"
    instance = practice(
        [junior(**ANOUK, trajectory="weekly", disc=DiscProfile(style="CD"), goals=("rust",))],
        [
            senior(**BRAM, disc=DiscProfile(style="iS"), academic_years=6.0,
                   absences=(Absence(dt.date(2027, 1, 1), dt.date(2027, 3, 31)),)),
            senior("S02"),
        ],
        trajectories=types(weekly(60, demand=Registration.SKJ)),
        preferences=(wish("J01", "S01", 2), veto("J01", "S02")),
        pairings=(running("J01", "S02"),),
    )  # fmt: skip
    rows = (meeting(reason=hidden), meeting(TODAY, status=MeetingStatus.PLANNED, reason=hidden))
    case = casefile(instance, meetings=rows)
    seen = set()
    for kind in DocumentKind:
        for paper in choose_papers(case, kind=kind):
            seen.add(paper.kind)
            content = render(paper)
            for name, part in members(content).items():
                found = re.search(rf"DiSC|voorkeur|[Vv]eto|{hidden}", part)
                assert found is None, (paper.file_name, name)
            assert not re.search(r"\b(CD|iS|ziek|afwezig)\b", text_of(content)), paper.file_name
    assert seen == set(DocumentKind)


def test_the_same_paper_has_the_same_bytes() -> None:
    """No time of writing gets in, and the seal has its place."""
    first, second = (render(paper_of(DocumentKind.PLAN)) for _time in range(2))
    assert first == second
    assert "koppeling-seal:" in members(first)["docProps/custom.xml"]


def test_a_strange_name_stays_a_name() -> None:
    """Signs of XML and of templates are text like any other."""
    name = "<b>An & {{ 7*7 }}</b> {% raw %}"
    case = casefile(practice([junior(name=name)], [senior()]))
    assert name in text(DocumentKind.PLAN, case)


def own_template(folder: Path, line: str) -> Path:
    """Make a practice's own template for the plan."""
    document = Document()
    document.add_paragraph(line)
    document.save(str(folder / "plan.docx"))
    return folder


def test_the_practices_own_template_wins(tmp_path: Path) -> None:
    """For the kind it is of; the others keep ours."""
    own = own_template(tmp_path, "Ons eigen plan voor {{ junior.name }}")
    assert text_of(render(paper_of(DocumentKind.PLAN), own)) == "Ons eigen plan voor Anouk Linde"
    assert "Agenda overleg" in text_of(render(paper_of(DocumentKind.AGENDA), own))


def test_a_paper_of_ours_may_be_the_template(tmp_path: Path) -> None:
    """It has a seal already; the new one takes its place."""
    own_template(tmp_path, "Plan")
    (tmp_path / "plan.docx").write_bytes(render(paper_of(DocumentKind.AGENDA)))
    parts = members(render(paper_of(DocumentKind.PLAN), tmp_path))
    assert parts["[Content_Types].xml"].count("/docProps/custom.xml") == 1
    assert parts["docProps/custom.xml"].count("koppeling-seal:") == 1


@pytest.mark.parametrize(
    "line",
    [
        "{{ junior.leeftijd }}",
        "{% if %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ total / 0 }}",
        "{{ junior + 1 }}",
        "{{ 'x' * 'y' }}",
        "{{ junior.name[9999] }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{%tr for item in phases %}",
        "{%p if total %}",
    ],
)
def test_a_template_at_fault_is_named(tmp_path: Path, line: str) -> None:
    """An unknown field, a broken sign, and code that reaches out of its sandbox."""
    own = own_template(tmp_path, line)
    with pytest.raises(TemplateError, match=r"plan\.docx.*(ingevuld)"):
        render(paper_of(DocumentKind.PLAN), own)


def test_a_file_that_is_no_word_document_is_named(tmp_path: Path) -> None:
    """It says so, and of which file."""
    path = tmp_path / "plan.docx"
    path.write_text("geen zip", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"plan\.docx"):
        fill(path, {})


def test_the_templates_are_those_of_the_script() -> None:
    """What is reviewed in the script is what people get."""
    script = load_tool("make_templates")
    assert set(script.TEMPLATES) == {kind.value for kind in DocumentKind}
    for language in locale.LANGUAGES:
        for name, make in script.TEMPLATES.items():
            made = members(make(language).to_bytes())
            kept = members((TEMPLATES / language / f"{name}.docx").read_bytes())
            for part in ("word/document.xml", "word/footer1.xml"):
                assert made[part] == kept[part], (language, name)


def test_every_field_is_documented() -> None:
    """Who makes a template finds its fields in docs/documenten.md, row by row."""
    page = (ROOT / "docs" / "documenten.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `?([a-z, -]+)`? \| (.*`[a-z]+`.*) \|$", page, re.MULTILINE))
    case = demanding(Registration.SKJ, academic_years=6.0)
    away = senior(**BRAM, absences=(Absence(dt.date(2027, 4, 1), dt.date(2027, 6, 30)),))
    out = casefile(practice([junior()], [away]))
    for kind in DocumentKind:
        paper = paper_of(kind, out if kind is DocumentKind.HANDOVER else case)
        told = rows["alle"] + rows[kind]
        if kind is not DocumentKind.TALK:
            told += rows["alle, behalve kwartaalgesprek"]
        assert [name for name in paper.fields if f"`{name}`" not in told] == [], kind
