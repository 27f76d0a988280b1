"""Payroll files: what they say, and that it ties to the ledger to the minute."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koppeling.errors import KoppelingError
from koppeling.payroll import settlement
from koppeling.payroll.batch import Ledgered, assign
from koppeling.payroll.hours import HourKind, PaidRole, WorkedHours
from koppeling.payroll.profile import Profile
from koppeling.payroll.staff import WageCodes
from koppeling.workbook.read.reader import Reading
from tests.payroll.payrolls import (
    CODES,
    PROFILES,
    facts,
    ledger_minutes,
    pair,
    pay,
    payroll_file,
    profile,
    read_back,
    worked,
)

ODD_MINUTES = [
    *pair("m1", minutes=35),
    *pair("m2", minutes=7),
    *pair("m3", junior="13", minutes=59),
    *pair("m4", junior="13", minutes=1),
    worked("talk", "9003", PaidRole.SENIOR, minutes=30, kind=HourKind.TALK),
    worked("group", "12", minutes=90, kind=HourKind.GROUP),
]


@pytest.mark.parametrize("name", PROFILES)
def test_a_file_read_back_ties_to_the_ledger(name: str, tmp_path: Path) -> None:
    """Another reader finds in the file exactly the minutes that the ledger has."""
    settled = pay(tmp_path, ODD_MINUTES, profile_name=name)
    found = read_back(name, payroll_file(settled))
    assert found == ledger_minutes(tmp_path)
    assert sum(found.values()) == 2 * (35 + 7 + 59 + 1) + 30


@pytest.mark.parametrize("name", PROFILES)
def test_the_same_input_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    """Two practices with the same hours get the same files, letter and manifest included."""
    contents = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        settled = pay(folder, reversed(ODD_MINUTES), profile_name=name)
        contents.append({file.name: file.read_bytes() for file in settled.files})
    assert len(contents[0]) == 3
    assert contents[0] == contents[1]


def test_a_second_run_gives_the_same_batch_again(tmp_path: Path) -> None:
    """A closed period without changes comes out again, byte for byte; lost files come back."""
    first = pay(tmp_path, ODD_MINUTES)
    before = {file: file.read_bytes() for file in first.files}
    payroll_file(first).unlink()
    second = pay(tmp_path, ODD_MINUTES)
    assert second.is_repeat
    assert second.batch == first.batch
    assert {file: file.read_bytes() for file in second.files} == before


def test_loket_looks_as_the_maker_says(tmp_path: Path) -> None:
    """As Loket.nl's own example, in which a cell is empty where somebody has nothing."""
    settled = pay(tmp_path, [*pair("m1", minutes=75)], profile_name="loket")
    assert payroll_file(settled).read_bytes() == (
        b"aanslnr;persnr;ploeg;2100;2200\r\n1;12;1;1,25;\r\n1;9003;1;;1,25\r\n"
    )


def test_beaufort_fields_stand_where_they_belong(tmp_path: Path) -> None:
    """Every line has 187 characters: process, item, person, V, dates, value, production."""
    settled = pay(tmp_path, pair("m1", minutes=75)[:1], profile_name="beaufort")
    line = payroll_file(settled).read_text("ascii").rstrip("\r\n")
    assert line == (
        "IMP" + "2100".ljust(6) + "12".ljust(50) + "V" + "28022027".ljust(11)
        + "KOPPELING".ljust(16) + "125".ljust(50) + "01022027".ljust(11) + " " * 30 + "NOR022027"
    )  # fmt: skip


def test_beaufort_files_are_named_after_the_period_not_the_clock(tmp_path: Path) -> None:
    """DPIA100_IMP and a date and time that each delivery has once, and a repeat again."""
    names = [
        payroll_file(pay(tmp_path, pair("m1", minutes=minutes), profile_name="beaufort")).name
        for minutes in (30, 30, 45)
    ]
    assert names == [
        "DPIA100_IMP20270228000000.txt",
        "DPIA100_IMP20270228000000.txt",
        "DPIA100_IMP20270228000001.txt",
    ]


def test_afas_is_told_the_period_table(tmp_path: Path) -> None:
    """PtId is 5 unless a profile says otherwise."""
    text = payroll_file(pay(tmp_path, pair("m1")[:1], profile_name="afas")).read_text("ascii")
    assert text.splitlines() == [
        "Year;PtId;PeId;EmId;ErId;Sc02;DaTi;VaD1",
        "2027;5;2;12;1;2100;28-02-2027;0,50",
    ]


def test_exact_gets_whole_numbers(tmp_path: Path) -> None:
    """EmployeeHID has no zeros in front; the ledger keeps the number as it is."""
    settled = pay(tmp_path, pair("m1", junior="0012"), profile_name="exact")
    assert read_back("exact", payroll_file(settled)) == {("12", "2100"): 30, ("9003", "2200"): 30}
    assert ledger_minutes(tmp_path) == {("0012", "2100"): 30, ("9003", "2200"): 30}


def test_numbers_that_exact_cannot_take_are_listed() -> None:
    """Letters, and two numbers that are one without zeros: each told once, with the cells."""
    chosen = profile("exact")
    codes = WageCodes(Reading(instance=None, findings=()), chosen)
    numbers = {"12": "A2", "0012": "A3", "7b": "A4", "8c": "A5", "900": "A6"}
    staff = {
        (number, PaidRole.JUNIOR): facts(
            places=dict.fromkeys(
                ("number", "employer_number", "cost_centre", "on_payroll"), ("Junioren", cell)
            )
        )
        for number, cell in numbers.items()
    }
    hours = [worked(f"m{number}", number) for number in numbers]
    found = assign(hours, staff, codes, chosen, Ledgered(())).findings
    assert [(finding.code, finding.place) for finding in found] == [
        ("no-whole-number", "Junioren!A4"),
        ("same-whole-number", "Junioren!A3"),
    ]
    assert "“7b” (Junioren!A4), “8c” (Junioren!A5)" in found[0].message
    assert "0012" in found[1].message
    assert "900" not in found[1].message


def test_beaufort_waits_for_its_notation() -> None:
    """How hours are written is not verified, so nobody guesses."""
    from koppeling.payroll.profile import load

    assert load("beaufort").missing() == ("notation", "process_code")
    assert profile("beaufort").missing() == ()


def test_nmbrs_takes_debtor_and_company_and_no_name(tmp_path: Path) -> None:
    """Debiteurnr and Bedrijfnr come from the employer number; the optional name stays empty."""
    import openpyxl

    settled = pay(tmp_path, pair("m1"), profile_name="nmbrs")
    rows = list(openpyxl.load_workbook(payroll_file(settled)).active.values)  # type: ignore[union-attr]
    assert rows[1] == (None,) * 7 + ("U2100", "U2200")
    assert rows[2] == ("4001", "1", "12", None, "2027-2", None, None, 0.5, None)


def test_no_more_rows_than_the_package_takes(tmp_path: Path) -> None:
    """A file of more than 500 people comes in parts, and nobody is in two."""
    hours = [worked(f"m{n}", f"{n:04d}") for n in range(1201)]
    settled = pay(tmp_path, hours, profile_name="nmbrs")
    files = [f for f in settled.files if f.suffix == ".xlsx"]
    assert len(files) == 3
    found = [read_back("nmbrs", file) for file in files]
    assert [len(part) for part in found] == [500, 500, 201]
    assert {k: v for part in found for k, v in part.items()} == ledger_minutes(tmp_path)


def test_who_is_not_on_the_payroll_counts_in_totals_only(tmp_path: Path) -> None:
    """Partners and freelancers are in the ledger and the totals, not in the file."""
    staff = {("9003", PaidRole.SENIOR): facts(on_payroll=False)}
    settled = pay(tmp_path, pair("m1"), staff=staff)
    assert read_back("neutraal-csv", payroll_file(settled)) == {("12", "2100"): 30}
    assert settled.totals == {
        (HourKind.GUIDANCE, PaidRole.JUNIOR): (30, 0),
        (HourKind.GUIDANCE, PaidRole.SENIOR): (0, 30),
    }
    assert sum(ledger_minutes(tmp_path, in_file_only=False).values()) == 60


def test_everyone_without_number_or_code_is_listed() -> None:
    """Nobody is guessed: unknown people, missing codes and employers are told together."""
    chosen = replace(
        profile("loket"), codes=({"kind": "begeleiding", "role": "junior", "code": "1"},)
    )
    codes = WageCodes(Reading(instance=None, findings=()), chosen)
    staff = {
        ("12", PaidRole.JUNIOR): facts(employer=""),
        ("9003", PaidRole.SENIOR): facts(),
        ("x9", PaidRole.JUNIOR): facts(),
    }
    hours = [*pair("m1"), worked("m2", "77"), worked("m3", "x9")]
    found = assign(hours, staff, codes, chosen, Ledgered(())).findings
    assert [finding.code for finding in found] == [
        "employer-missing", "unknown-person", "not-for-payroll", "hours-without-code",
    ]  # fmt: skip
    assert "9003" in found[-1].message


def test_one_mistake_of_fourteen_people_is_one_finding() -> None:
    """Who lacks an employer is listed in one finding, juniors and seniors together."""
    chosen = profile("loket")
    codes = WageCodes(Reading(instance=None, findings=()), chosen)
    hours = [h for n in range(7) for h in pair(f"m{n}", f"{n + 1}", f"{9001 + n}")]
    staff = {(each.person, each.role): facts(employer="") for each in hours}
    (finding,) = assign(hours, staff, codes, chosen, Ledgered(())).findings
    assert finding.code == "employer-missing"
    for person in {each.person for each in hours}:
        assert person in finding.message
    assert "Junioren" in finding.remedy
    assert "Senioren" in finding.remedy


def test_loket_takes_no_letters_in_the_employer_number() -> None:
    """Its file holds numbers only, the aanslnr too; Nmbrs says no such thing."""
    hours, staff = pair("m1")[:1], {("12", PaidRole.JUNIOR): facts(employer="4001/AB1")}
    told = {}
    for name in ("loket", "nmbrs"):
        codes = WageCodes(Reading(instance=None, findings=()), profile(name))
        found = assign(hours, staff, codes, profile(name), Ledgered(())).findings
        told[name] = [finding.code for finding in found]
    assert told == {"loket": ["not-for-payroll"], "nmbrs": []}


def test_rows_of_wage_codes_with_one_mistake_are_one_finding() -> None:
    """Rows without a code, and rows for unknown hours, come once each."""
    wrong = ({"kind": "begeleiding", "code": ""}, {"kind": "groep", "code": ""})
    chosen = replace(profile("loket"), codes=(*wrong, {"kind": "reizen", "code": "1"}))
    codes = WageCodes(Reading(instance=None, findings=()), chosen)
    assert [f.code for f in codes.findings] == ["no-code", "unknown-kind-of-hours"]


UNITS = [
    ("neutraal-csv", {}),
    ("neutraal-csv", {"decimals": 3}),
    ("neutraal-csv", {"notation": "hundredths"}),
    ("neutraal-csv", {"notation": "minutes"}),
    ("neutraal-xlsx", {}),
    ("neutraal-xlsx", {"notation": "hundredths"}),
    ("afas", {"decimal": "."}),
    ("exact", {}),
    ("loket", {"corrections": "delta", "allow_negative": True}),
    ("nmbrs", {"corrections": "delta", "allow_negative": True}),
    ("beaufort", {"corrections": "delta", "allow_negative": True}),
]


@pytest.mark.parametrize(("name", "changes"), UNITS)
def test_a_correction_is_the_difference_of_rounded_totals(
    name: str, changes: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What all files of a period say together is its total, rounded once: 0,42 + 0,41 = 0,83."""
    monkeypatch.setattr(settlement, "write_letter", lambda *_a, **_k: b"")  # slow, not asked here
    chosen = profile(name, **changes)
    rounds = [["m1"], ["m1", "m2"], ["m1", "m2", "m3", "m4"], ["m2"], ["m2", "m5"]]
    told: list[Decimal] = []
    for round_ in rounds:
        hours = [h for meeting in round_ for h in pair(meeting, minutes=25)[:1]]
        settled = pay(tmp_path, hours, chosen=chosen, known=[f"m{n}" for n in range(1, 6)])
        told.append(value_in(payroll_file(settled), chosen))
        factor = {"hours": Decimal(1) / 60, "hundredths": Decimal(100) / 60, "minutes": Decimal(1)}
        exact = 25 * len(round_) * factor[chosen.notation]
        places = chosen.decimals if chosen.notation == "hours" else 0
        assert sum(told) == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if chosen.notation == "hours" and chosen.decimals == 2:
        assert told[:2] == [Decimal("0.42"), Decimal("0.41")]


def value_in(file: Path, chosen: Profile) -> Decimal:
    """Read the one value that a file holds, as it stands there."""
    if file.suffix == ".xlsx":
        rows = list(openpyxl.load_workbook(file).active.values)  # type: ignore[union-attr]
        at = 7 if chosen.layout == "wide" else 3
        return Decimal(str(rows[-1][at]))
    line = file.read_text("ascii").splitlines()[-1]
    at = {"loket": 3, "afas": 7, "exact": 5}.get(chosen.name, 3)
    text = line[87:137].strip() if chosen.layout == "fixed" else line.split(";")[at]
    return Decimal(text.replace(",", "."))


@pytest.mark.parametrize("name", ["exact", "afas", "loket", "nmbrs", "beaufort"])
def test_what_a_layout_does_not_show_makes_no_row_of_its_own(name: str, tmp_path: Path) -> None:
    """Two cost centres in a file without that column are one row: 50 minutes, not twice 25."""
    codes = tuple(
        {"kind": kind, "role": "senior", "code": CODES.get(name, ("2100",))[0], "cost_centre": c}
        for kind, c in (("begeleiding", "A"), ("kwartaalgesprek", "B"))
    )
    hours = [
        worked("m1", "9003", PaidRole.SENIOR, minutes=25),
        worked("m2", "9003", PaidRole.SENIOR, minutes=25, kind=HourKind.TALK),
    ]
    file = payroll_file(pay(tmp_path, hours, chosen=profile(name, codes=codes)))
    chosen = profile(name)
    assert value_in(file, chosen) == (83 if chosen.notation == "hundredths" else Decimal("0.83"))


def test_who_has_nothing_left_is_told_where_no_0_may_stand(tmp_path: Path) -> None:
    """Loket.nl gets an empty cell; the letter and the run name who it is."""
    import docx

    pay(tmp_path, [*pair("m1"), *pair("m2", junior="13")], profile_name="loket")
    settled = pay(tmp_path, pair("m1"), profile_name="loket", known={"m2"})
    assert settled.emptied == ("13 (2100)",)
    assert "1;13;1;;\r\n" in payroll_file(settled).read_bytes().decode("ascii")
    letter = next(file for file in settled.files if file.suffix == ".docx")
    assert any("13 (2100)" in p.text for p in docx.Document(str(letter)).paragraphs)
    nmbrs = tmp_path / "nmbrs"
    nmbrs.mkdir()
    pay(nmbrs, [*pair("m1"), *pair("m2", junior="13")], profile_name="nmbrs")
    assert pay(nmbrs, pair("m1"), profile_name="nmbrs", known={"m2"}).emptied == ()


def test_the_letter_holds_what_the_file_holds(tmp_path: Path) -> None:
    """Beside the hours and minutes of each code stands the sum of the values in the file."""
    import docx

    hours = [h for n in range(3) for h in pair(f"m{n}", junior=f"1{n}", minutes=25)]
    settled = pay(tmp_path, hours, profile_name="loket")
    letter = next(file for file in settled.files if file.suffix == ".docx")
    tables = docx.Document(str(letter)).tables
    rows = [[cell.text for cell in row.cells] for row in tables[2].rows]
    assert rows[1:] == [
        ["2100", "3", "1:15", "1,26"],
        ["2200", "1", "1:15", "1,25"],
        ["Totaal", "4", "2:30", "2,51"],
    ]


def test_the_difference_comes_as_a_correction(tmp_path: Path) -> None:
    """With delta a second file holds what changed, below zero too."""
    pay(tmp_path, [*pair("m1"), *pair("m2")])
    settled = pay(tmp_path, [*pair("m1", minutes=45)], known={"m2"})
    assert settled.batch is not None
    assert (settled.batch.correction, settled.batch.is_full) == (1, False)
    found = read_back("neutraal-csv", payroll_file(settled))
    assert found == {("12", "2100"): -15, ("9003", "2200"): -15}
    assert ledger_minutes(tmp_path) == {("12", "2100"): 45, ("9003", "2200"): 45}


@pytest.mark.parametrize("name", ["loket", "nmbrs", "beaufort"])
def test_the_whole_period_comes_again_where_zero_is_the_least(name: str, tmp_path: Path) -> None:
    """With full the file holds the whole period; who fell away is there with nothing."""
    pay(tmp_path, [*pair("m1"), *pair("m2", junior="13")], profile_name=name)
    settled = pay(tmp_path, pair("m1", minutes=45), profile_name=name, known={"m2"})
    assert settled.batch is not None
    assert settled.batch.is_full
    file = payroll_file(settled)
    assert read_back(name, file) == ledger_minutes(tmp_path)
    assert read_back(name, file)["12", profile(name).codes[0]["code"]] == 45
    assert b"13" in (_text_of(file))


def _text_of(file: Path) -> bytes:
    if file.suffix != ".xlsx":
        return file.read_bytes()
    import openpyxl

    return repr(list(openpyxl.load_workbook(file).active.values)).encode()  # type: ignore[union-attr]


def test_a_meeting_is_paid_once_when_its_day_moves(tmp_path: Path) -> None:
    """A meeting that was paid in February and turns out to be in March is not paid again."""
    pay(tmp_path, pair("m1"))
    moved = pair("m1", day=date(2027, 3, 2))
    settled = pay(tmp_path, moved, period="2027-03")
    assert settled.batch is None
    assert ledger_minutes(tmp_path) == {("12", "2100"): 30, ("9003", "2200"): 30}


def test_a_meeting_is_paid_once_in_overlapping_periods(tmp_path: Path) -> None:
    """The quarter after its first two months holds the third month only."""
    hours = [h for m in (1, 2, 3) for h in pair(f"m{m}", day=date(2027, m, 9))]
    pay(tmp_path, hours, period="2027-01")
    pay(tmp_path, hours, period="2027-02")
    settled = pay(tmp_path, hours, period="2027-Q1")
    assert read_back("neutraal-csv", payroll_file(settled))["12", "2100"] == 30
    assert ledger_minutes(tmp_path)["12", "2100"] == 90


@pytest.mark.parametrize("name", ["loket", "neutraal-csv"])
def test_each_period_takes_back_its_own_hours_only(name: str, tmp_path: Path) -> None:
    """A meeting that grew after it moved to February, then fell away: no month goes below zero."""
    january, february = date(2027, 1, 30), date(2027, 2, 2)
    pay(tmp_path, pair("m1", day=january), profile_name=name, period="2027-01")
    grown = pay(tmp_path, pair("m1", day=february, minutes=45), profile_name=name)
    assert read_back(name, payroll_file(grown))["12", "2100"] == 15
    for period in ("2027-01", "2027-02"):
        pay(tmp_path, [], profile_name=name, period=period, known={"m1"})
    assert ledger_minutes(tmp_path) == {}


def test_another_workbook_says_nothing_of_meetings_it_lacks(tmp_path: Path) -> None:
    """A workbook without a meeting does not take it back, and adds only what is new."""
    pay(tmp_path, pair("m1"))
    settled = pay(tmp_path, pair("m2"))
    assert read_back("neutraal-csv", payroll_file(settled))["12", "2100"] == 30
    assert ledger_minutes(tmp_path)["12", "2100"] == 60


def test_another_senior_takes_over_the_hours(tmp_path: Path) -> None:
    """When it was a colleague after all, one gets the hours and the other loses them."""
    pay(tmp_path, pair("m1"))
    settled = pay(tmp_path, pair("m1", senior="9004"))
    found = read_back("neutraal-csv", payroll_file(settled))
    assert found == {("9003", "2200"): -30, ("9004", "2200"): 30}


def test_a_change_in_a_closed_period_is_told_elsewhere(tmp_path: Path) -> None:
    """March says that February waits for a correction."""
    pay(tmp_path, pair("m1"))
    settled = pay(
        tmp_path, [*pair("m1", minutes=60), *pair("m2", day=date(2027, 3, 2))], period="2027-03"
    )
    assert settled.reopened == ("2027-02",)


def test_a_closed_period_takes_no_other_profile(tmp_path: Path) -> None:
    """Hours that went to one package do not go to another as well."""
    pay(tmp_path, pair("m1"))
    with pytest.raises(KoppelingError, match="neutraal-csv"):
        pay(tmp_path, pair("m1"), profile_name="exact")


@pytest.mark.slow
def test_four_weeks_cover_the_year_thirteen_times(tmp_path: Path) -> None:
    """Thirteen spells of 28 days pay every day of the year once."""
    chosen = profile("exact", period_starts={2027: date(2027, 1, 4), 2028: date(2028, 1, 3)})
    days = [date.fromordinal(date(2027, 1, 4).toordinal() + n) for n in range(364)]
    hours = [worked(f"m{day}", "12", day=day) for day in days]
    for number in range(1, 14):
        settled = pay(tmp_path, hours, chosen=chosen, period=f"2027-P{number:02d}")
        assert read_back("exact", payroll_file(settled)) == {("12", "2100"): 28 * 30}
        assert f";2027;{number};" in payroll_file(settled).read_text("ascii")
    assert ledger_minutes(tmp_path) == {("12", "2100"): 364 * 30}


def test_nothing_private_is_in_any_file(tmp_path: Path) -> None:
    """Files, letter and manifest hold numbers, codes, days and hours; the letter the practice."""
    settled = pay(tmp_path, ODD_MINUTES, profile_name="neutraal-csv")
    manifest = next(file for file in settled.files if file.suffix == ".json")
    document: dict[str, Any] = json.loads(manifest.read_bytes())
    keys = {key for line in document["batch"]["lines"] for key in line}
    assert keys == {
        "meeting", "person", "role", "kind", "day", "minutes", "code", "cost_centre", "employer",
        "in_file", "is_assumed",
    }  # fmt: skip
    for file in settled.files:
        if file != manifest:
            assert document["files"][file.name] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_letter_says_what_it_is_not(tmp_path: Path) -> None:
    """One page: no extra pay, the totals, the batch and the hash of the file."""
    import docx

    settled = pay(tmp_path, ODD_MINUTES)
    letter = next(file for file in settled.files if file.suffix == ".docx")
    document = docx.Document(str(letter))
    told = [p.text for p in document.paragraphs]
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    assert "Ter informatie, geen extra loon." in told
    assert hashlib.sha256(payroll_file(settled).read_bytes()).hexdigest() in cells
    assert settled.batch is not None
    assert any(settled.batch.id in cell for cell in cells)
    assert "3:54" in cells  # 2 x (35 + 7 + 59 + 1) + 30 minutes


numbers = st.sampled_from(["12", "13", "9003"])
meetings = st.builds(
    worked,
    meeting=st.sampled_from(["m0", "m1", "m2", "m3", "m4", "m5"]),
    person=numbers,
    role=st.sampled_from(PaidRole),
    day=st.dates(date(2027, 1, 25), date(2027, 4, 5)),
    minutes=st.integers(1, 200),
)


def once(hours: list[WorkedHours]) -> list[WorkedHours]:
    """Keep one row for a person in a meeting, as a workbook has it."""
    return list({(h.meeting, h.person, h.role): h for h in hours}.values())


KNOWN = [f"m{n}" for n in range(6)]
MONTHS = ("2027-01", "2027-02", "2027-03", "2027-04")


@pytest.mark.slow
def test_whatever_changes_everyone_is_paid_once(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each round of months the ledger holds what was held, and so do the files together."""
    monkeypatch.setattr(settlement, "write_letter", lambda *_a, **_k: b"")  # slow, not asked here
    num_batches = 0

    @settings(max_examples=15, deadline=None)
    @given(
        states=st.lists(st.lists(meetings, max_size=8).map(once), min_size=1, max_size=3),
        name=st.sampled_from(["neutraal-csv", "loket"]),
    )
    def check(states: list[list[WorkedHours]], name: str) -> None:
        nonlocal num_batches
        folder = tmp_path_factory.mktemp("ledger")
        sent: dict[str, list[Path]] = {month: [] for month in MONTHS}
        for hours in states:
            for month in MONTHS:
                settled = pay(
                    folder,
                    hours,
                    profile_name=name,
                    period=month,
                    known=[f"m{n}" for n in range(6)],
                )
                if settled.batch is not None and not settled.is_repeat:
                    num_batches += 1
                    sent[month] += [f for f in settled.files if f.suffix == ".csv"]
            assert _booked(folder) == _minutes_of(hours)
        total: Counter[tuple[str, str]] = Counter()
        for files in sent.values():  # a file of Loket's holds the whole period, others what is new
            counting = files[-1:] if name == "loket" else files
            total.update(read_back(name, *counting))
        assert {key: minutes for key, minutes in total.items() if minutes} == _booked(folder)

    check()
    assert num_batches > 25, "too few practices were really paid"


def _minutes_of(hours: list[WorkedHours]) -> dict[tuple[str, str], int]:
    sums: Counter[tuple[str, str]] = Counter()
    for each in hours:
        sums[each.person, "2100" if each.role is PaidRole.JUNIOR else "2200"] += each.minutes
    return dict(sums)


def _booked(folder: Path) -> dict[tuple[str, str], int]:
    from koppeling.payroll.ledger import LEDGER_NAME

    return ledger_minutes(folder) if (folder / LEDGER_NAME).exists() else {}
