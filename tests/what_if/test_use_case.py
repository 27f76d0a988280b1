"""What-if, end to end: as true as a workbook that was really changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import koppeling
from koppeling.cli import main, menu
from koppeling.cli.failure import Exit
from koppeling.domain.finding import InputError
from koppeling.domain.result import Solution, Status
from koppeling.domain.scenario import Hire, Leave
from koppeling.errors import ScenarioError
from koppeling.practice.input import check
from koppeling.report.console import open_console
from koppeling.what_if.reading import Flags
from koppeling.what_if.use_case import WhatIfRun, what_if
from koppeling.what_if.words import tell_comparison
from tests.what_if.workbooks import Sheets, person, scenario, sheets, write

#: Rows of the sheet Scenario's, and the same done by hand to the other sheets.
Twin = tuple[list[dict[str, object]], Callable[[Sheets], None]]


def _hire_junior(practice: Sheets) -> None:
    for number in ("nieuw-01", "nieuw-02"):
        row = {"personeelsnummer": number, "naam": "nieuw", "vestiging": "Zuid"}
        row |= {"start traject": "01-02-2027", "in dienst sinds": "01-02-2027"}
        practice["Junioren"].append(dict(row))
        practice["Werkdagen"].append({"personeelsnummer": number, "di": "x", "do": "x"})


def _hire_senior(practice: Sheets) -> None:
    row = {"personeelsnummer": "nieuw-01", "naam": "nieuw", "vestiging": "Noord"}
    row |= {"coacht junioren": "ja", "in dienst sinds": "01-01-2027"}
    practice["Senioren"].append({**row, "uren per kwartaal": 5})
    days = dict.fromkeys(("ma", "di", "wo", "do", "vr"), "x")
    practice["Werkdagen"].append({"personeelsnummer": "nieuw-01", **days})


def _leave(practice: Sheets) -> None:
    person(practice, "9003")["uit dienst per"] = "01-01-2027"
    practice["Koppelingen"][1]["status"] = "lopend"  # a lock on whoever leaves is let go


def _more_hours(practice: Sheets) -> None:
    practice["Capaciteit"] = [
        {"personeelsnummer": "9002", "kwartaal": f"2027-Q{quarter}", "uren": hours}
        for quarter, hours in ((1, 7.5), (2, 11.5), (3, 10), (4, 10))
    ]


def _max_juniors(practice: Sheets) -> None:
    person(practice, "9003")["max junioren"] = 1


def _working_days(practice: Sheets) -> None:
    row = next(r for r in practice["Werkdagen"] if r["personeelsnummer"] == "9003")
    row["tot"] = "31-03-2027"
    practice["Werkdagen"].append(
        {"personeelsnummer": "9003", "ma": "Zuid x", "wo": "Zuid x", "vanaf": "01-04-2027"}
    )


def _absent(practice: Sheets) -> None:
    practice["Beschikbaarheid"].append(
        {"personeelsnummer": "9001", "soort": "afwezig", "van": "01-03-2027", "tot": "11-04-2027"}
    )


def _closed(practice: Sheets) -> None:
    practice["Beschikbaarheid"].append(
        {"personeelsnummer": None, "soort": "afwezig", "van": "01-02-2027", "tot": "12-02-2027"}
    )


def _escalate(practice: Sheets) -> None:
    practice["Escalaties"].append(
        {"personeelsnummer": "0002", "van": "01-02-2027", "elke (weken)": 2}
    )


def _promote(practice: Sheets) -> None:
    person(practice, "0001")["promotie per"] = "15-02-2027"


def _site(practice: Sheets) -> None:
    person(practice, "9001")["vestiging"] = "Noord; Zuid"


TWINS: dict[str, Twin] = {
    "hire junior": (
        [
            scenario(
                "x", "aannemen junior", waarde=2, vanaf="01-02-2027", dagen="di do",
                vestiging="zuid",
            )
        ],
        _hire_junior,
    ),
    "hire senior, with hours": (
        [scenario("x", "aannemen senior"), scenario("x", "uren", wie="nieuw-01", waarde=5)],
        _hire_senior,
    ),
    "leave": ([scenario("x", "vertrek", wie="9003")], _leave),
    "hours from a day on": (
        [scenario("x", "uren", wie="9002", waarde="4 meer", vanaf="01-05-2027")], _more_hours,
    ),
    "max juniors": ([scenario("x", "max junioren", wie="9003", waarde="-2")], _max_juniors),
    "working days": (
        [
            scenario(
                "x", "werkdagen", wie="9003", dagen="ma; wo", vanaf="01-04-2027", vestiging="Zuid"
            )
        ],
        _working_days,
    ),
    "absent": (
        [scenario("x", "afwezig", wie="9001", vanaf="01-03-2027", waarde="6 weken")], _absent,
    ),
    "closed": ([scenario("x", "afwezig", vanaf="01-02-2027", waarde="12-02-2027")], _closed),
    "escalation": (
        [scenario("x", "escalatie", wie="0002", vanaf="01-02-2027", waarde=2)], _escalate,
    ),
    "promotion": ([scenario("x", "promotie", wie="0001", vanaf="15-02-2027")], _promote),
    "site": ([scenario("x", "vestiging", wie="9001", vestiging="Zuid", waarde="ook")], _site),
}  # fmt: skip


def essence(solution: Solution) -> object:
    """Keep what an answer says: its pairs and the value and proof of each level."""
    levels = [(level.level, level.value, level.bound, level.proven) for level in solution.levels]
    return solution.pairings, levels


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Solution]:
    """Every kind of change as a scenario of its own, in one workbook."""
    practice = sheets()
    practice["Scenario's"] = [
        {**row, "scenario": name} for name, (rows, _by_hand) in TWINS.items() for row in rows
    ]
    path = write(practice, tmp_path_factory.mktemp("what-if") / "praktijk.xlsx")
    run = what_if(path, workers=2)
    assert not run.findings
    answers = {}
    for trial in (run.comparison.base, *run.comparison.trials):
        assert trial.outcome is not None, trial.failure
        answers[trial.scenario.name] = trial.outcome.solution
    return answers


@pytest.mark.parametrize("name", ["Zoals het nu is", *TWINS])
def test_a_scenario_is_as_true_as_a_changed_workbook(
    name: str, compared: dict[str, Solution], tmp_path: Path
) -> None:
    """The same levels, pairs and moments as a fresh match of the workbook changed by hand."""
    practice = sheets()
    if name in TWINS:
        TWINS[name][1](practice)
    run = koppeling.read(write(practice, tmp_path / "veranderd.xlsx")).match()
    assert run.outcome is not None, run.reading.findings
    assert run.status is Status.OPTIMAL
    assert essence(compared[name]) == essence(run.outcome.solution)


@pytest.mark.slow
def test_the_twins_do_change_something(compared: dict[str, Solution]) -> None:
    """Nearly every kind of change gives another answer than the base: the test above can fail."""
    base = essence(compared["Zoals het nu is"])
    same = [name for name in TWINS if essence(compared[name]) == base]
    assert len(same) <= 2, same


def with_scenarios(folder: Path) -> Path:
    """Write a practice with three scenarios, one of which cannot be."""
    practice = sheets()
    practice["Scenario's"] = [
        scenario("Erbij / Noord", "aannemen junior", vestiging="Noord"),
        scenario("Kan niet", "uren", wie="9003", waarde=0),
        scenario("Erbij / Noord", "uren", wie="9001", waarde="+2"),
        scenario("Weg", "vertrek", wie="9001", vanaf="01-02-2027"),
    ]
    return write(practice, folder / "praktijk.xlsx")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Write a practice with three scenarios, one of which cannot be."""
    return with_scenarios(tmp_path)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> WhatIfRun:
    """Solve the three scenarios once, for whoever only looks."""
    return what_if(with_scenarios(tmp_path_factory.mktemp("run")), workers=2)


def test_a_scenario_that_cannot_be_says_so_and_loses_no_other(run: WhatIfRun) -> None:
    """No hours for whoever has a locked junior: told in its place, in the words of a match."""
    both, impossible, leaves = run.comparison.trials
    assert [t.scenario.name for t in run.comparison.trials] == ["Erbij / Noord", "Kan niet", "Weg"]
    assert len(both.scenario.changes) == 2
    assert impossible.outcome is None
    assert "9003" in impossible.failure
    assert both.outcome is not None
    assert leaves.outcome is not None


def test_the_input_stays_and_the_output_repeats(workbook: Path, tmp_path: Path) -> None:
    """Run twice, the workbook differs in the time of the run only; the input in nothing."""
    before = workbook.read_bytes()
    books = []
    for name in ("een.xlsx", "twee.xlsx"):
        run = what_if(workbook, output=tmp_path / name, workers=2)
        assert run.written == tmp_path / name
        books.append(openpyxl.load_workbook(tmp_path / name))
    assert workbook.read_bytes() == before
    first, second = books
    assert first.sheetnames == second.sheetnames
    for sheet in first.worksheets[:-1]:
        twin = second[sheet.title]
        assert [[c.value for c in r] for r in sheet] == [[c.value for c in r] for r in twin]


def test_the_workbook_compares_and_has_a_sheet_for_each(run: WhatIfRun) -> None:
    """The base comes first; names that Excel refuses are mended; costs follow from the hours."""
    assert run.written is not None
    assert run.written.name == "praktijk wat-als 2027-Q1.xlsx"
    book = openpyxl.load_workbook(run.written)
    assert book.sheetnames == ["Vergelijking", "Erbij - Noord", "Kan niet", "Weg", "Herkomst"]
    headings, *rows = book["Vergelijking"].iter_rows(values_only=True)
    cells = [dict(zip(headings, row, strict=True)) for row in rows]
    names = ["Zoals het nu is", "Erbij / Noord", "Kan niet", "Weg"]
    assert [row["scenario"] for row in cells] == names
    base, both, impossible, _leaves = cells
    assert impossible["geplaatst"] is None
    assert "9003" in str(impossible["wat het doet"])
    minutes = run.comparison.trials[0].minutes
    outcome = run.comparison.trials[0].outcome
    assert minutes is not None
    assert outcome is not None
    used = sum(load.used_minutes for load in outcome.loads)
    meetings = sum(sum(detail.minutes) for detail in outcome.pairings)
    taken_over = sum(one.minutes for one in outcome.handovers)
    assert minutes.everyone == used + meetings + taken_over
    assert both["kosten (€)"] == pytest.approx(minutes.everyone / 60 * 80, abs=0.01)
    difference = float(str(both["kosten (€)"])) - float(str(base["kosten (€)"]))
    assert both["± kosten (€)"] == pytest.approx(difference, abs=0.02)
    assert both["± geplaatst"] == int(str(both["geplaatst"])) - int(str(base["geplaatst"]))


def test_hours_of_guidance_count_a_group_once_and_need_no_goal(tmp_path: Path) -> None:
    """
    Three meetings of half an hour in each of three quarters, for a group of two.

    One member comes along from Q2 on, and the senior is away in Q3: 3.0 hours
    given, 1.5 handed over to one colleague, though nobody pursues *begeleid*.
    A scenario without the second member takes nothing off; one without the
    first from February on takes the two meetings of which nobody is left.
    """
    week = dict.fromkeys(("ma", "di", "wo", "do", "vr"), "x")
    people = {"vestiging": "Noord", "start traject": "04-01-2027", "groep": "G"}
    practice: Sheets = {
        "Instellingen": [
            {"instelling": "kwartaal", "waarde": "2027-Q1"},
            {"instelling": "horizon", "waarde": 3},
        ],
        "Junioren": [
            {"personeelsnummer": "0001", "naam": "Anouk", **people},
            {"personeelsnummer": "0002", "naam": "Bram", **people,
             "begeleiding vanaf": "01-04-2027"},
        ],
        "Senioren": [
            {"personeelsnummer": "9001", "naam": "Cato", "vestiging": "Noord",
             "coacht junioren": "ja", "uren per kwartaal": 6},
        ],
        "Werkdagen": [{"personeelsnummer": n, **week} for n in ("0001", "0002", "9001")],
        "Beschikbaarheid": [
            {"personeelsnummer": "9001", "soort": "afwezig", "van": "01-07-2027",
             "tot": "31-08-2027"}
        ],
        "Trajecttypen": [
            {"type": "groepstype", "fase": "1", "vanaf maand": 0, "aantal": 9, "elke": 1,
             "eenheid": "maanden"}
        ],
        "Groepen": [{"groep": "G", "type": "groepstype", "start": "04-01-2027"}],
        "Doelen": [{"doel": "begeleid", "volgorde": None, "aan": "nee"}],
        "Scenario's": [
            scenario("alleen", "promotie", wie="0002", vanaf="15-03-2027"),
            scenario("korter", "promotie", wie="0001", vanaf="31-01-2027"),
        ],
    }  # fmt: skip
    run = what_if(write(practice, tmp_path / "groep.xlsx"), workers=1)
    assert run.written is not None
    headings, *rows = openpyxl.load_workbook(run.written)["Vergelijking"].iter_rows(
        values_only=True
    )
    cells = [dict(zip(headings, row, strict=True)) for row in rows]
    given = [(r["begeleiding (uren)"], r["± begeleiding"], r["overdracht (uren)"]) for r in cells]
    assert given == [(3, None, 1.5), (3, 0, 1.5), (2, -1, 1.5)]
    assert [row["uren senioren"] for row in cells] == [4, 4, 3]


def test_every_mistake_is_told_at_once_at_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown people, missing and unreadable values: one finding each; `check` tells them too."""
    practice = sheets()
    practice["Scenario's"] = [
        scenario("a", "vertrek", wie="9999"),
        scenario("a", "uren", wie="9001"),
        scenario("a", "uren", wie="9001", waarde="veel"),
        scenario("a", "werkdagen", wie="9001"),
        scenario("a", "promotie", wie="9001"),
        scenario("a", "uren", wie="nieuw-01", waarde=4),
        scenario("a", "aannemen junior", vestiging="Noort"),
        scenario("a", "afwezig", vanaf="01-02-2027"),
        scenario("a", "escalatie", wie="2", waarde=1),
        scenario("a", "aannemen junior", wie="9001", vanaf="01-02-2031"),
    ]
    path = write(practice, tmp_path / "fout.xlsx")
    with pytest.raises(InputError) as raised:
        what_if(path)
    errors = {f.cell: f.code for f in raised.value.findings if f.severity == "error"}
    assert errors == {
        "C2": "unknown-person",
        "D3": "scenario-lacks",
        "D4": "scenario-value",
        "F5": "scenario-lacks",
        "C6": "unknown-person",
        "C7": "unknown-person",
        "G8": "scenario-value",
        "D9": "scenario-value",
        "C10": "lost-zeros",
    }
    warnings = {f.cell: f.code for f in raised.value.findings if f.severity == "warning"}
    assert warnings == {"C11": "scenario-unused", "E11": "scenario-too-late"}
    assert all(f.sheet == "Scenario's" and f.remedy for f in raised.value.findings)
    assert main(["check", str(path)]) == Exit.DONE
    told = capsys.readouterr().out
    assert all(cell in told for cell in (*errors, *warnings))
    assert len(list(tmp_path.iterdir())) == 1


def test_options_are_one_scenario_named_after_what_it_says(workbook: Path) -> None:
    """Options together are one scenario, behind those of the sheet."""
    flags = Flags(hire=2, days="di do", site="noord", start="2027-02-01", hours=("9003=+4",))
    run = what_if(workbook, flags=flags, workers=2)
    last = run.comparison.trials[-1].scenario
    assert last.name == (
        "2 nieuwe junioren in Noord (di, do) vanaf 01-02-2027; "
        "9003 Hassan geeft 4 uur per kwartaal meer"
    ).replace("geeft 4 uur", "geeft 4,0 uur")
    hire = last.changes[0]
    assert isinstance(hire, Hire)
    assert {(h.start_minute, h.end_minute) for h in hire.hours} == {(540, 720), (780, 990)}


def test_options_that_cannot_be_read_are_told_by_name(workbook: Path) -> None:
    """Each option that is wrong is named, all at once."""
    flags = Flags(days="zomaar", leaves=("9999",), hours=("9001",), start="morgen")
    with pytest.raises(InputError) as raised:
        what_if(workbook, flags=flags)
    assert {f.sheet for f in raised.value.findings} == {"--days", "--leaves", "--hours", "--from"}


def test_without_any_scenario_nothing_is_solved(tmp_path: Path) -> None:
    """No sheet and no options: a clear refusal, exit code 2."""
    path = write(sheets(), tmp_path / "praktijk.xlsx")
    with pytest.raises(ScenarioError, match="Er is geen scenario"):
        what_if(path)
    assert main(["what-if", str(path)]) == Exit.BAD_COMMAND


def test_the_command_line_tells_and_writes(
    workbook: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row for each scenario in 80 columns; the result stands beside the input."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["what-if", str(workbook), "--promote", "0001", "--workers", "2"]) == Exit.DONE
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines()[:-2])) <= 80
    assert "Erbij / Noord" in told
    assert "0001 Anouk" in told
    assert (workbook.parent / "praktijk wat-als 2027-Q1.xlsx").exists()


def test_a_comparison_is_not_the_last_proposal(workbook: Path, tmp_path: Path) -> None:
    """The menu opens what was proposed, whatever was asked since."""
    menu.remember(workbook)
    written = tmp_path / "wat-als.xlsx"
    assert main(["what-if", str(workbook), "--promote", "0001", "-o", str(written)]) == Exit.DONE
    assert written.exists()
    assert menu.last_result() == workbook.resolve()


def test_a_result_workbook_is_asked_like_its_input(
    workbook: Path, tmp_path: Path, run: WhatIfRun
) -> None:
    """The input part of a proposal counts; its scenarios are in it."""
    result = koppeling.read(workbook).match().to_excel(tmp_path / "voorstel.xlsx")
    again = what_if(result, workers=2).comparison.trials
    assert [t.scenario for t in again] == [t.scenario for t in run.comparison.trials]


def test_python_gives_data_frames(workbook: Path) -> None:
    """Changes and options both; the frames say what the trial says."""
    practice = koppeling.read(workbook)
    run = practice.scenario(Leave(who="9001", day=practice.instance.settings.quarter.first_day))
    same = practice.scenario(leaves="9001")
    assert run.trial.outcome is not None
    assert same.trial.outcome is not None
    assert essence(run.trial.outcome.solution) == essence(same.trial.outcome.solution)
    assert list(run.levels["level"]) == [x.level for x in run.trial.outcome.solution.levels]
    assert len(run.moves) == len(run.trial.moves) > 0
    assert run.hours["after"].sum() * 60 == pytest.approx(
        sum(load.used_minutes for load in run.trial.outcome.loads if not load.is_out)
    )
    assert set(run.unplaced["junior"]) == {x.junior for x in run.trial.outcome.unplaced}
    with pytest.raises(ScenarioError, match="onbekend"):
        practice.scenario(ontslaan="9001")
    with pytest.raises(ScenarioError):
        practice.scenario()


def test_the_table_tells_of_failures_in_their_place(run: WhatIfRun) -> None:
    """A scenario without an answer has its reason in its row."""
    out = io.StringIO()
    tell_comparison(run.comparison, open_console(out), rate=run.rate)
    told = out.getvalue()
    assert told.index("Erbij / Noord") < told.index("Kan niet") < told.index("Weg")


def test_check_reads_a_workbook_with_scenarios(workbook: Path) -> None:
    """Scenarios are no reason for a match to stop."""
    assert check([workbook]).instance is not None
