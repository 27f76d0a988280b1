"""A workbook becomes one instance, whoever made it."""

from __future__ import annotations

import datetime as dt

import pytest

from koppeling.domain.instance import Component, DiscRule, Level, PairingStatus
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.locale import language
from koppeling.workbook.read.grids import Cell, Tag
from tests.workbook.koppelboek import (
    FULL,
    SMALL,
    Sheets,
    codes,
    found,
    put,
    read_sheets,
    small,
    with_rows,
    with_setting,
)

D = dt.date


def test_all_mistakes_are_told_at_once() -> None:
    """Three mistakes in three sheets give three errors, errors before warnings."""
    sheets = put("Junioren", 2, 4, "31-02-2027")
    sheets["Senioren"][2][0] = "0101"
    sheets["Capaciteit"] = [["personeelsnummer", "uren"], ["0101", -2], ["0999", 2]]
    reading = read_sheets(sheets)
    severities = [finding.severity for finding in reading.findings]
    assert {"no-such-date", "duplicate-number", "out-of-range", "unknown-person"} <= set(
        codes(reading)
    )
    assert severities == sorted(severities)


def test_the_required_columns_are_enough() -> None:
    """Without any optional sheet or column everybody coaches, without a word."""
    reading = read_sheets(SMALL)
    assert [f for f in reading.findings if f.code != "week-53"] == []
    instance = reading.instance
    assert instance is not None
    assert [junior.number for junior in instance.juniors] == ["0012", "0013"]
    assert all(senior.coaches and senior.cap_minutes is None for senior in instance.seniors)
    assert instance.settings.default_cap_minutes == 720
    assert instance.settings.quarter == Quarter(2027, 2)


def test_without_day_columns_everyone_works_monday_to_friday() -> None:
    """A sheet Werkdagen with numbers only means the default hours."""
    numbers = [["0012"], ["0013"], ["0101"], ["0102"]]
    reading = read_sheets(small(Werkdagen=[["personeelsnummer"], *numbers]))
    assert reading.instance is not None
    hours = reading.instance.juniors[0].hours
    assert [(h.weekday, h.start_minute, h.end_minute) for h in hours[:2]] == [
        (0, 510, 750), (0, 780, 1020),
    ]  # fmt: skip
    assert {h.weekday for h in hours} == set(range(5))
    assert codes(reading) == ["default-days"]


def test_a_colour_is_refused_without_being_repeated() -> None:
    """DiSC values never stand in a message."""
    for value in ("rood", "Xq"):
        reading = read_sheets(with_rows("DiSC", ["0012", value]))
        assert all(value not in finding.message for finding in reading.findings)
    assert "D, i, S of C" in found(read_sheets(with_rows("DiSC", ["0012", "rood"])),
                                   "disc-colour").remedy  # fmt: skip


def test_a_name_in_place_of_a_number_is_read_as_the_number() -> None:
    """The finding gives the number and does not repeat the name."""
    reading = read_sheets(with_rows("Koppelingen", ["Anouk", "0101", "vast"]))
    finding = found(reading, "named-person")
    assert "0012 (A2)" in finding.message
    assert "Anouk" not in finding.message + finding.remedy
    assert reading.instance is not None
    assert reading.instance.pairings[0].junior == "0012"


def test_lost_zeros_are_answered_with_the_number_that_was_meant() -> None:
    """Before 12 in Werkdagen stands the question whether 0012 is meant, and where that stands."""
    assert (
        "bedoelt u 0012 (Junioren!A2)?"
        in found(read_sheets(put("Werkdagen", 2, 1, 12)), "lost-zeros").message
    )


def test_numbers_arrive_as_text() -> None:
    """12, 12.0 and "12" are the same person."""
    for number in (12, 12.0, "12", " 12 "):
        sheets = put("Junioren", 2, 1, number)
        sheets["Werkdagen"][1][0] = "12"
        reading = read_sheets(sheets)
        assert reading.instance is not None, reading.findings
        assert [junior.number for junior in reading.instance.juniors] == ["0013", "12"]


def test_the_same_number_in_both_sheets_is_one_person() -> None:
    """Same number and name in Junioren and Senioren: no finding."""
    sheets = put("Senioren", 2, 1, "0012")
    sheets["Senioren"][1][1] = "ANOUK"
    del sheets["Werkdagen"][3]
    reading = read_sheets(sheets)
    assert "two-names" not in codes(reading)
    assert reading.instance is not None


def test_sensitive_columns_may_be_skipped_but_never_come_along() -> None:
    """With the setting the run goes on; the column is in no table."""
    sheets = with_setting("negeer gevoelige kolommen", "ja")
    sheets["Junioren"] = [[*SMALL["Junioren"][0], "BSN"], [*SMALL["Junioren"][1], "111222333"]]
    del sheets["Werkdagen"][2]
    reading = read_sheets(sheets)
    assert found(reading, "sensitive-column").severity == "warning"
    assert reading.instance is not None
    table = reading.table("juniors")
    assert table is not None
    assert "BSN" not in dict(table.headings)
    assert table.rows[0].extras == {}


def test_unknown_columns_are_kept_and_mentioned_once() -> None:
    """The copy has them, with the heading as written."""
    sheets = small()
    sheets["Junioren"][0] += ["Team", "Hobby"]
    sheets["Junioren"][1] += ["Blauw", "schaken"]
    reading = read_sheets(sheets)
    assert codes(reading).count("unknown-column") == 1
    table = reading.table("juniors")
    assert table is not None
    assert table.rows[0].extras == {5: "Blauw", 6: "schaken"}
    assert table.headings[-2:] == (("Team", None), ("Hobby", None))


def test_two_unknown_columns_of_one_name_are_both_kept() -> None:
    """The copy has both: neither hides the other."""
    sheets = small()
    sheets["Junioren"][0] += ["Team", "Team"]
    sheets["Junioren"][1] += ["Blauw", "Groen"]
    table = read_sheets(sheets).table("juniors")
    assert table is not None
    assert table.extras == {5: "Team", 6: "Team"}
    assert table.rows[0].extras == {5: "Blauw", 6: "Groen"}


@pytest.mark.parametrize("name", ["Junioren", "Senioren"])
def test_a_row_with_only_an_unknown_column_is_told(name: str) -> None:
    """It may have been somebody."""
    sheets = small()
    width = len(sheets[name][0])
    sheets[name][0] += ["Team"]
    sheets[name] += [[None] * width + ["Blauw"]]
    reading = read_sheets(sheets)
    finding = found(reading, "row-without-person")
    assert finding.severity == "warning"
    assert finding.place == f"{name}!{'ABCDEFGH'[width]}4"
    assert "Blauw" not in finding.message
    assert reading.instance is not None


@pytest.mark.parametrize("heading", ["vestiging", "domein", "leerdoelen"])
def test_a_comma_in_a_list_is_told(heading: str) -> None:
    """Names are separated by ;, and a comma may be part of one."""
    sheets = small()
    headings, first = sheets["Junioren"][:2]
    if heading not in headings:
        headings.append(heading)
        first.append(None)
    first[headings.index(heading)] = "Noord, Zuid; Oost"
    reading = read_sheets(sheets)
    finding = found(reading, "comma-in-list")
    assert finding.severity == "warning"
    assert ";" in finding.remedy
    assert reading.instance is not None
    junior = reading.instance.juniors[0]
    assert ("Noord, Zuid", "Oost") in (junior.sites, junior.domains, junior.goals)


def test_a_required_cell_that_says_nothing_is_told_once() -> None:
    """“You may leave it empty” and “fill it in” are not both true."""
    assert codes(read_sheets(put("Junioren", 2, 2, "n.v.t."))) == ["missing-value"]


def test_sites_with_a_comma_between_are_told_once() -> None:
    """What the comma did is all there is to say."""
    assert codes(read_sheets(put("Junioren", 2, 3, "Zuid, Noord"))) == ["comma-in-list"]


def test_a_heading_with_a_typing_error_is_recognised_in_the_remedy() -> None:
    """The finding asks whether the near miss was meant."""
    finding = found(read_sheets(put("Junioren", 1, 4, "start trajct")), "missing-column")
    assert "start trajct" in finding.remedy


def test_english_workbooks_read_alike() -> None:
    """English names, headings and values give the same instance."""
    english: Sheets = {
        "Settings": [["Setting", "Value"], ["Quarter", "2027 Q2"]],
        "Juniors": [["Name", "Personnel number", "Site", "Trajectory start"],
                    ["Anouk", "0012", "Noord", "2027-01-04"],
                    ["Bram", "0013", "Zuid; Noord", D(2026, 9, 1)]],
        "Seniors": [["personnel-number", "NAME", "site"], ["0102", "Dirk", "Zuid"],
                    ["0101", "Cato", "Noord"]],
        "Working days": [["Employee number", "Mon", "Tuesday", "Wed", "Thu", "Fri"],
                         *SMALL["Werkdagen"][1:]],
        "Pairings": [["Junior", "Senior", "Status", "Fixed slot"],
                     ["0012", "0101", "running", "mon 10:00"]],
    }  # fmt: skip
    dutch = with_rows("Koppelingen", ["0012", "0101", "lopend", "ma 10:00"])
    english["Working days"][4] = ["0102", None, "x", "even x", "Zuid 09:00-15:00", None]
    left, right = read_sheets(english).instance, read_sheets(dutch).instance
    assert left is not None
    assert right is not None
    assert (left.juniors, left.seniors) == (right.juniors, right.seniors)
    assert left.pairings[0].slot == right.pairings[0].slot == Slot(0, 20)


def test_the_order_of_rows_does_not_matter() -> None:
    """Rows upside down give the same instance but for the places in messages."""
    turned = {name: [rows[0], *reversed(rows[1:])] for name, rows in FULL.items()}
    left, right = read_sheets(FULL).instance, read_sheets(turned).instance
    assert left is not None
    assert right is not None
    for part in ("settings", "juniors", "seniors", "capacities", "preferences", "escalations",
                 "groups", "held", "closures", "holidays", "trajectories", "weights", "levels",
                 "disc_matrix"):  # fmt: skip
        assert getattr(left, part) == getattr(right, part), part


@pytest.mark.usefixtures("cold_processes")
def test_a_full_workbook_arrives_whole() -> None:
    """Every optional sheet ends up where it belongs."""
    instance = read_sheets(FULL).instance
    assert instance is not None
    junior = instance.juniors[0]
    assert (junior.budget_minutes, junior.is_remote, junior.disc and junior.disc.style) == (
        360, False, "Di",
    )  # fmt: skip
    assert instance.juniors[1].group == "Groep A"
    assert instance.juniors[1].budget_minutes == 270
    senior = instance.seniors[1]
    assert (senior.cap_minutes, senior.max_juniors, senior.role) == (510, 2, "coach")
    assert [window.weekday for window in instance.seniors[0].windows] == [0, 1]
    assert [capacity.minutes for capacity in instance.capacities] == [480, 390]
    assert instance.pairings[0].slot == Slot(0, 20)
    assert instance.pairings[0].where == "Koppelingen!A2"
    assert {p.status for p in instance.pairings} == {
        PairingStatus.RUNNING, PairingStatus.FORBIDDEN, PairingStatus.ENDED,
    }  # fmt: skip
    assert instance.preferences[-1].rank == 2
    assert instance.trajectories["skj"].phases[0].minutes == 60
    assert instance.held[0].minutes == 30
    assert instance.levels[:3] == (Level.PLACED, Level.SERVED, Level.KEPT)
    assert instance.weights[Component.DISC] == 20
    assert instance.disc_matrix["S", "C"] == 400
    assert len(instance.closures) == 1


def test_distance_counts_only_when_it_is_allowed() -> None:
    """Op afstand toegestaan = nee switches every person's own setting off."""
    sheets = {**FULL, "Instellingen": [*FULL["Instellingen"], ["op afstand toegestaan", "nee"]]}
    instance = read_sheets(sheets).instance
    assert instance is not None
    assert not any(person.is_remote for person in (*instance.juniors, *instance.seniors))


def test_good_friday_is_a_working_day_unless_told_otherwise() -> None:
    """26 March 2027 lies two days before Easter."""
    friday, monday = D(2027, 3, 26), D(2027, 3, 29)
    for setting, is_holiday in (("ja", False), ("nee", True)):
        instance = read_sheets(with_setting("Goede Vrijdag werkdag", setting)).instance
        assert instance is not None
        assert (friday in instance.holidays) is is_holiday
        assert monday in instance.holidays


def test_week_53_is_told_only_to_who_alternates_in_that_winter() -> None:
    """2026-Q4 touches W53; an anchor date or no even weeks make it silent."""
    winter = with_setting("kwartaal", "2026-Q4")
    assert found(read_sheets(winter), "week-53").severity == "warning"
    assert "week-53" not in codes(read_sheets(with_setting("kwartaal", "2027-Q2")))
    anchored = {**winter, "Instellingen": [*winter["Instellingen"],
                                           ["even weken vanaf", D(2026, 12, 21)]]}  # fmt: skip
    assert "week-53" not in codes(read_sheets(anchored))
    plain = {**winter, "Werkdagen": [["personeelsnummer"]]}
    assert "week-53" not in codes(read_sheets(plain))


def test_history_is_not_checked() -> None:
    """Ended rows and rows before the quarter may name people who left."""
    reading = read_sheets(
        with_rows(
            "Koppelingen",
            ["0888", "0999", "beëindigd"],
            ["0012", "0999", "lopend", None, None, D(2026, 12, 31)],
            ["0012", "0101", "lopend"],
        )
    )
    assert reading.instance is not None, reading.findings
    assert [pairing.senior for pairing in reading.instance.pairings] == ["0101"]


def test_settings_are_read_in_the_ways_people_write_them() -> None:
    """Per mille and per cent, words and dates."""
    for value in (850, 85, "85%", "850 ‰", "0,85", Cell(Tag.PERCENT, 85.0)):
        instance = read_sheets(with_setting("comfortabel tot", value)).instance
        assert instance is not None
        assert instance.settings.comfort_permille == 850
    instance = read_sheets(with_setting("DiSC-regel", "Aanvulling")).instance
    assert instance is not None
    assert instance.settings.disc_rule is DiscRule.COMPLEMENT


def test_settings_in_force_tell_what_is_a_default() -> None:
    """Herkomst shows each setting, in the language in use."""
    reading = read_sheets(with_setting("horizon", 3))
    assert reading.settings_in_force["horizon"] == "3"
    assert reading.settings_in_force["overlegduur"] == "30 (standaard)"
    with language("en"):
        assert reading.settings_in_force["remote allowed"] == "yes (default)"


def test_headings_may_stand_below_a_title() -> None:
    """A title row above the headings is passed over; cells keep their addresses."""
    sheets = small()
    sheets["Junioren"] = [["Onze junioren"], [], *SMALL["Junioren"]]
    sheets["Junioren"][4] = ["0013", "Bram", "Zuid", "31-02-2027"]
    assert found(read_sheets(sheets), "no-such-date").place == "Junioren!D5"


def test_swapped_numbers_are_answered_with_who_they_are() -> None:
    """A senior in the column junior is told to be a senior."""
    reading = read_sheets(with_rows("Koppelingen", ["0101", "0012", "vast"]))
    messages = [f.message for f in reading.findings if f.code == "unknown-person"]
    assert messages == [
        "“0101” is een senior; hier hoort een junior.",
        "“0012” is een junior; hier hoort een senior.",
    ]


def test_a_result_reads_as_input() -> None:
    """Our own result sheets and the explanation are passed over without a word."""
    sheets = {
        "Koppelvoorstel": [["junior", "senior"], ["0012", "0101"]],
        "Herkomst": [["wat", "waarde"]],
        "Uitleg": [["Welkom"]],
        **SMALL,
        "Overleggen": FULL["Overleggen"],
    }
    reading = read_sheets(sheets)
    assert reading.unknown_sheets == ()
    assert reading.instance is not None
    assert len(reading.instance.held) == 1


def test_even_and_odd_weeks_and_sites_reach_the_instance() -> None:
    """`even Zuid 09:00-12:00; oneven x` gives three stretches."""
    sheets = put("Werkdagen", 3, 2, "even Zuid 09:00-12:00; oneven x")
    instance = read_sheets(sheets).instance
    assert instance is not None
    monday = [h for h in instance.juniors[1].hours if h.weekday == 0]
    assert sorted((h.weeks, h.site, h.start_minute) for h in monday if h.weeks is Weeks.EVEN) == [
        (Weeks.EVEN, "Zuid", 540)
    ]
    assert len(monday) == 3
