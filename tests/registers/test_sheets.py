"""The workbook with registers: every figure worked out by hand (B14, P1, P35, P36)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl

from koppeling import locale
from koppeling.domain.instance import Group
from koppeling.domain.meeting import MeetingKind
from koppeling.domain.people import Absence
from koppeling.registers.progress import Figures, TrackRecord
from koppeling.registers.sheets import to_bytes
from koppeling.registers.standing import Standing
from tests.builders import QUARTER, junior, practice, senior, types, weekly
from tests.registers.standings import fortnightly, meeting, standing

Row = Mapping[str, Any]


def sheets(where: Standing) -> dict[str, list[Row]]:
    """Write the registers and read them back: sheet → rows by heading."""
    book = openpyxl.load_workbook(io.BytesIO(to_bytes(where)))
    read: dict[str, list[Row]] = {}
    for page in book.worksheets:
        headings, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
        read[page.title] = [dict(zip(map(str, headings), row, strict=True)) for row in rows]
    return read


def overview(where: Standing) -> dict[str, str]:
    """Read the first sheet: item → state."""
    return {row["onderdeel"]: row["stand"] for row in sheets(where)["Overzicht"]}


def test_only_sheets_with_something_in_them_appear() -> None:
    """No figures, no candidates and no groups: no sheets for those."""
    assert list(sheets(standing())) == [
        "Overzicht",
        "Register",
        "Beschermde uren",
        "Uren per traject",
        "Directe tijd",
    ]


def test_the_register_names_who_needs_a_look() -> None:
    """Trained to 1 December 2026, last active in 2024, seven meetings to come."""
    guide = senior(trained_until=date(2026, 12, 1), last_active=date(2024, 6, 1))
    (row,) = sheets(standing(practice([junior()], [guide])))["Register"]
    assert row["uren"] == 3.5
    assert row["junioren"] == 1
    assert row["vlag"] == "niet actief sinds 24 maanden; opleiding verlopen"
    assert row["rol"] == "senior"


def test_a_coach_is_told_apart() -> None:
    """A senior of another kind (W4, B8)."""
    (row,) = sheets(standing(practice([junior()], [senior(role="coach")])))["Register"]
    assert row["rol"] == "coach"


def test_protected_hours_add_up() -> None:
    """Twelve hours agreed = 3,5 of guidance + 0,5 of talk + 8 left; one meeting held."""
    rows = sheets(standing(meetings=(meeting(),)))["Beschermde uren"]
    assert [row["kwartaal"] for row in rows] == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]
    first = rows[0]
    assert (first["afgesproken"], first["begeleiding"], first["kwartaalgesprek"]) == (12, 3.5, 0.5)
    assert (first["over"], first["gehouden"]) == (8, 0.5)
    assert first["let op"] is None


def test_too_little_and_away_are_said() -> None:
    """Three hours agreed where four are asked; and a quarter away without figures."""
    tight = sheets(standing(practice([junior()], [senior(cap_minutes=180)])))
    assert tight["Beschermde uren"][0]["over"] == -1
    assert tight["Beschermde uren"][0]["let op"] == "meer gevraagd dan afgesproken"
    away = senior(absences=(Absence(date(2027, 1, 1), date(2027, 3, 31)),))
    first = sheets(standing(practice([junior()], [away])))["Beschermde uren"][0]
    assert first["let op"] == "dit kwartaal afwezig"
    assert first["afgesproken"] is None
    assert first["over"] is None


def test_a_trajectory_is_thirty_five_hours_on_plan_and_as_held() -> None:
    """35 meetings held by both: 17,5 + 17,5 = 35 hours, covered in full (P35, P36)."""
    done = standing(
        meetings=fortnightly(date(2027, 1, 4), 25),
        records={"J01": TrackRecord(number="J01", already_held=10)},
        on=date(2030, 1, 1),
    )
    (row,) = sheets(done)["Uren per traject"]
    assert (row["overleggen plan"], row["plan junior"], row["plan senior"]) == (35, 17.5, 17.5)
    assert row["plan samen"] == 35
    assert (row["al gehouden"], row["gehouden"]) == (10, 25)
    assert (row["gehouden junior"], row["gehouden senior"], row["gehouden samen"]) == (
        17.5,
        17.5,
        35,
    )
    assert (row["had gemoeten"], row["dekking"]) == (35, 1)


def test_an_unknown_past_leaves_its_cell_empty() -> None:
    """Nobody knows how much was held: no nought."""
    (row,) = sheets(standing(practice([junior(start=date(2026, 7, 1))], [senior()])))[
        "Uren per traject"
    ]
    assert row["al gehouden"] is None
    assert row["let op"] == "al gehouden is niet ingevuld"


def test_direct_time_has_a_verdict() -> None:
    """Worked out in the tests of the rules: 4,5 hours left, two hours short, cannot tell."""
    where = standing(
        practice(
            [junior(contract_hours=28.0, other_indirect_hours=100.0), junior("J02")],
            [senior(contract_hours=14.0, other_indirect_hours=70.0)],
        )
    )
    rows = sheets(where)["Directe tijd"]
    assert [(r["personeelsnummer"], r["over"], r["oordeel"]) for r in rows] == [
        ("J01", 4.5, "past"),
        ("J02", None, "niet te zeggen"),
        ("S01", -2, "past niet"),
    ]
    assert (rows[0]["contracturen"], rows[0]["ruimte indirect"]) == (360, 108)


def test_norms_name_what_was_missed_and_what_is_not_known() -> None:
    """8,8 fails for a senior; 8,55 is not rounded up to 8,6 for a junior."""
    before = QUARTER.shift(-1)
    figures = (
        Figures(number="J01", quarter=before, satisfaction=8.55, quality_check=75.0),
        Figures(number="S01", quarter=before, satisfaction=8.8, direct_time=60.0),
    )
    of_junior, of_senior = sheets(standing(figures=figures))["Normen"]
    assert of_junior["niet gehaald"] == "klanttevredenheid 8,55 (8,6 is nodig)"
    assert of_junior["niet bekend"] == "accreditatie; directe tijd; jaargesprek"
    assert of_senior["niet gehaald"] == "klanttevredenheid 8,8 (meer dan 8,8 is nodig)"
    assert of_senior["directe tijd %"] == 60


def test_candidates_come_with_the_reason() -> None:
    """Three years is enough; ten course days with fewer years meets it in part."""
    where = standing(
        practice(
            [
                junior("J01", in_service_from=date(2023, 9, 1)),
                junior("J02", in_service_from=date(2026, 1, 1)),
            ],
            [senior()],
        ),
        records={"J02": TrackRecord(number="J02", specialisation="ja", course_days=12)},
    )
    rows = sheets(where)["Promotiekandidaten"]
    assert [(r["junior"], r["oordeel"]) for r in rows] == [
        ("J01", "voldoet"),
        ("J02", "voldoet deels"),
    ]
    assert rows[0]["waarom"] == "werkt hier 3 jaar"
    assert rows[1]["waarom"].startswith("specialistisch opgeleid, 12 cursusdagen; maar korter")


def test_groups_show_what_they_save() -> None:
    """Three members, four hours: twelve hours apart, four together, eight saved (B5)."""
    numbers = ("J01", "J02", "J03")
    instance = practice(
        [junior(n, group="G") for n in numbers],
        [senior()],
        groups=(Group(name="G", trajectory="weekly", start=date(2027, 1, 4)),),
        trajectories=types(weekly(4, minutes=60)),
    )
    held = meeting(date(2027, 1, 4), juniors=numbers, kind=MeetingKind.GROUP, minutes=60)
    where = standing(instance, pairs=dict.fromkeys(numbers, "S01"), meetings=(held,))
    (row,) = sheets(where)["Uren met groepen"]
    assert (row["deelnemers"], row["apart"], row["samen"]) == (3, 12, 4)
    assert (row["bespaard plan"], row["al bespaard"]) == (8, 2)
    told = overview(where)
    assert told["Bespaard met groepen"] == "8,0 uur van senioren volgens plan, 2,0 uur tot nu toe"


def test_the_overview_tells_the_main_points() -> None:
    """Two of three due meetings held; intervision counts nowhere."""
    rows = (
        *fortnightly(date(2027, 1, 4), 2),
        meeting(date(2027, 1, 6), kind=MeetingKind.PEER),
    )
    told = overview(standing(meetings=rows))
    assert told["Peildatum"] == "15-02-2027"
    assert told["Koppelingen die meetellen"] == "1 koppeling, met besluit van de leiding"
    assert told["Gehouden overleggen"] == "67%: 2 van de 3 overleggen gehouden; het streven is 100%"
    assert told["Trajecten volgens plan"] == "junioren 17,5 uur, senioren 17,5 uur"
    assert told["Intervisie"].endswith("1 gehouden.")
    assert told["Begeleiders die aandacht vragen"] == "niemand"


def test_what_is_kept_of_nobody_is_said_not_to_be_kept() -> None:
    """Nobody has a training, a last day or contract hours: no verdict on anyone, and it is told."""
    told = overview(standing())
    assert told["Niet bijgehouden, dus niet beoordeeld"] == (
        "opleiding geldig tot, laatst actief, contracturen"
    )
    assert not {"Directe tijd die niet past", "Directe tijd niet te zeggen"} & set(told)
    (row,) = sheets(standing())["Register"]
    assert (row["opgeleid tot"], row["laatst actief"], row["vlag"]) == (
        "niet bijgehouden",
        "niet bijgehouden",
        None,
    )
    guides = [senior(trained_until=date(2029, 1, 1)), senior("S02", contract_hours=32.0)]
    some = standing(practice([junior()], guides))
    assert overview(some)["Niet bijgehouden, dus niet beoordeeld"] == "laatst actief"
    assert overview(some)["Begeleiders die aandacht vragen"] == "S02"


def test_the_overview_names_the_practice_and_counts_nobody_twice() -> None:
    """With contract hours for everyone nothing is left to tell of them."""
    where = standing(
        practice(
            [junior(contract_hours=32.0)],
            [senior(contract_hours=32.0)],
            settings={"practice_name": "De Wilg"},
        )
    )
    told = overview(where)
    assert told["Praktijk"] == "De Wilg"
    assert "Directe tijd niet te zeggen" not in told
    assert told["Directe tijd die niet past"] == "niemand"


def test_what_has_no_number_is_told_by_its_name() -> None:
    """An accreditation that ended, a bad review; and a specialisation that is not proven."""
    row = Figures(
        number="J01",
        quarter=QUARTER,
        accreditation_until=date(2027, 3, 30),
        is_review_positive=False,
    )
    record = TrackRecord(number="J01", specialisation="systeemtherapie")
    read = sheets(standing(figures=(row,), records={"J01": record}))
    assert read["Normen"][0]["niet gehaald"] == "accreditatie; jaargesprek"
    assert "cursusdagen is niet ingevuld (10 nodig)" in read["Promotiekandidaten"][0]["waarom"]


def test_a_concept_says_so() -> None:
    """On the first sheet."""
    told = overview(standing(is_concept=True))
    assert told["Koppelingen die meetellen"].startswith("CONCEPT")


def test_the_same_standing_gives_the_same_bytes() -> None:
    """No time of writing gets in."""
    assert to_bytes(standing()) == to_bytes(standing())


def test_in_english_the_sheets_are_english() -> None:
    """Names, headings and words."""
    guides = [senior(trained_until=date(2029, 1, 1)), senior("S02", last_active=date(2024, 1, 1))]
    with locale.language("en"):
        read = sheets(standing(practice([junior()], guides), pairs={}))
    assert list(read)[1:3] == ["Register", "Protected hours"]
    assert read["Register"][1]["flag"] == "not active for 24 months; not trained"
