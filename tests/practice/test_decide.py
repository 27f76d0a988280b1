"""Decisions: taken down in a person's name, judged apart from the proposal, kept on a re-run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from koppeling import api
from koppeling import practice as app
from koppeling.cli import commands
from koppeling.cli.failure import Exit
from koppeling.domain.decision import Decision
from koppeling.domain.instance import Level, PairingStatus
from koppeling.domain.period import Slot
from koppeling.errors import KoppelingError
from koppeling.practice.decide import decide, review_decisions
from koppeling.practice.decisions import (
    as_proposed,
    instance_of,
    proposed_pairings,
    undecided,
)
from koppeling.practice.opening import open_result_workbook
from koppeling.rules.levels import level_values
from koppeling.rules.situation import Situation
from tests.practice.results import BY, ON, fill, matched, sheet_rows, write_practice
from tests.tools import DATA


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run a command line; its exit code and what it printed."""
    group = commands.build(lambda _arguments: 0)
    result = CliRunner().invoke(group, [str(a) for a in arguments], standalone_mode=False)
    return int(result.return_value or 0), result.output


@pytest.mark.parametrize("name", ["klein", "voorbeeld"])
def test_levels_without_a_solver_are_those_of_the_solver(name: str) -> None:
    """The value of every proven level is what the rules make of the pairs."""
    done = api.read(DATA / f"{name}.xlsx").match()
    assert done.outcome is not None
    assert done.reading.instance is not None
    solution = done.outcome.solution
    values = level_values(Situation(done.reading.instance), solution.pairings)
    claimed = {level.level: level.value for level in solution.levels}
    assert {level: values[level] for level in claimed} == claimed


def test_agreeing_with_all_signs_every_pair(tmp_path: Path) -> None:
    """The proposal stays as it was; by and on stand beside each decision."""
    path = matched("voorbeeld", tmp_path)
    before = open_result_workbook(path)
    done = decide(path, by=BY, on=ON, everything=True)
    assert done.written == tmp_path / "voorbeeld besluit 2027-Q1.xlsx"
    after = open_result_workbook(done.written)
    assert proposed_pairings(after.decisions) == proposed_pairings(before.decisions)
    placed = [d for d in after.decisions if d.proposed_senior]
    assert {(d.decision, d.by, d.on) for d in placed} == {(Decision.AGREED, BY, ON)}
    assert [d.decision for d in after.decisions if not d.proposed_senior] == [None]
    assert undecided(after.decisions) == ()
    assert not done.review.changed
    assert not done.review.breaches


def test_decisions_that_were_there_stay(tmp_path: Path) -> None:
    """Agreeing with the rest leaves what somebody decided in Excel."""
    path = matched("klein", tmp_path)
    typed = {"besluit": "later", "door": "B. de Wit", "op": dt.date(2027, 1, 2)}
    fill(path, "Koppelvoorstel", {("0001", key): value for key, value in typed.items()})
    done = decide(path, by=BY, everything=True)
    first, *others = done.decisions
    assert (first.decision, first.by) == (Decision.LATER, "B. de Wit")
    assert {d.decision for d in others} == {Decision.AGREED}


def test_another_senior_is_a_decision_with_its_cost(tmp_path: Path) -> None:
    """What it costs per level stands in the workbook; the proposal keeps its own values."""
    path = matched("voorbeeld", tmp_path)
    done = decide(path, by=BY, junior="0010", senior="9004")
    decision = next(d for d in done.decisions if d.junior == "0010")
    assert decision.decision is Decision.OTHERWISE
    assert decision.proposed_senior != decision.senior == "9004"
    assert dict(done.moments)["0010"] == decision.chosen_slot
    assert done.review.changed == ("0010",)
    changes = {change.level: change for change in done.review.levels}
    situation = Situation(as_proposed(instance_of(done.book)))
    assert {c.level: c.proposed for c in changes.values()} == level_values(
        situation, proposed_pairings(done.decisions)
    )
    assert changes[Level.QUALITY].is_worse
    assert done.written is not None
    rows = {row["niveau"]: row for row in sheet_rows(done.written, "Gevolg van besluiten")}
    quality = rows["kwaliteit"]
    assert quality["verschil"] == changes[Level.QUALITY].difference
    assert quality["oordeel"] == "minder goed"


def test_the_proposed_senior_at_another_moment_is_agreed(tmp_path: Path) -> None:
    """Only what differs is filled in beside the proposal."""
    done = decide(matched("klein", tmp_path), by=BY, junior="0001", slot=Slot(1, 20))
    first = done.decisions[0]
    assert (first.decision, first.chosen_senior, first.slot) == (
        Decision.AGREED,
        None,
        Slot(1, 20),
    )


def test_a_group_is_decided_about_as_one(tmp_path: Path) -> None:
    """Its members keep the same senior and moment."""
    start = dt.date(2027, 1, 4)
    person = {"name": "Anouk", "site": "Noord"}
    practice: dict[str, list[dict[str, object]]] = {
        "settings": [{"setting": "quarter", "value": "2027-Q1"}],
        "juniors": [
            {"number": number, "start": start, "group": group, **person}
            for number, group in (("0001", "Groep A"), ("0002", "Groep A"), ("0003", None))
        ],
        "seniors": [{"number": number, **person} for number in ("9001", "9002")],
        "working_days": [
            {"number": number, "monday": "x", "tuesday": "x"}
            for number in ("0001", "0002", "0003", "9001", "9002")
        ],
        "groups": [{"group": "Groep A", "type": "junior", "start": start}],
    }
    proposal = app.match([write_practice(tmp_path / "groep.xlsx", practice)]).written
    assert proposal is not None
    first = open_result_workbook(proposal).decisions[0]
    other = {"9001": "9002", "9002": "9001"}[str(first.proposed_senior)]
    done = decide(proposal, by=BY, junior="0001", senior=other)
    assert {(d.senior, d.slot) for d in done.decisions[:2]} == {(other, done.moments[0][1])}
    assert done.decisions[2].decision is None
    assert not done.review.breaches


def test_a_rule_that_is_broken_is_told_and_the_decision_stands(tmp_path: Path) -> None:
    """On a moment nobody works, with all six juniors at one senior."""
    path = matched("klein", tmp_path)
    done = decide(path, by=BY, junior="0001", slot=Slot(6, 20))
    assert [breach.code for breach in done.review.breaches] == ["slot-serves"]
    assert done.written is not None
    warned = [row for row in sheet_rows(done.written, "Bevindingen") if row["cel"]]
    assert any("zo 10:00" in str(row["wat"]) for row in warned)
    assert open_result_workbook(done.written).decisions[0].slot == Slot(6, 20)


def test_a_pair_that_cannot_be_is_no_gain(tmp_path: Path) -> None:
    """A junior who was not placed, given to a senior by hand: the rule first, and no gain."""
    path = matched("voorbeeld", tmp_path)
    code, told = run("decide", path, "--junior", "0026", "--senior", "9001", "--by", BY)
    assert code == Exit.DONE
    assert told.index("0026 met 9001") < told.index("verschil")
    done = review_decisions(tmp_path / "voorbeeld besluit 2027-Q1.xlsx").review
    assert done.apart == ("0026",)
    assert all(change.difference == 0 for change in done.levels)


def test_hours_that_are_not_there_are_no_gain(tmp_path: Path) -> None:
    """Of the juniors of an overfull senior, those whom a person put there are set apart."""
    path = matched("klein", tmp_path)
    typed = {"besluit": "anders", "gekozen senior": "9001", "door": BY, "op": ON}
    given = ("0001", "0002", "0005", "0006")
    fill(path, "Koppelvoorstel", {(j, key): value for j in given for key, value in typed.items()})
    fill(path, "Junioren", {(f"000{n}", "start traject"): dt.date(2027, 1, 4) for n in range(1, 7)})
    review = review_decisions(path).review
    assert review.apart == given
    placed = next(change for change in review.levels if change.level is Level.PLACED)
    assert (placed.proposed, placed.decided) == (6, 2)


def test_too_many_juniors_break_the_hours(tmp_path: Path) -> None:
    """Everybody with one senior who has 12 hours: each rule in words, in no code."""
    path = matched("klein", tmp_path)
    typed = {"besluit": "anders", "gekozen senior": "9001", "door": BY, "op": ON}
    others = {
        (junior, key): value
        for junior in ("0001", "0002", "0005", "0006")
        for key, value in typed.items()
    }
    fill(path, "Koppelvoorstel", others)
    fill(path, "Junioren", {(f"000{n}", "start traject"): dt.date(2027, 1, 4) for n in range(1, 7)})
    breaches = review_decisions(path).review.breaches
    assert {"hours"} <= {breach.code for breach in breaches}
    assert all("9001" in breach.message for breach in breaches)


def test_nobody_decides_without_a_name(tmp_path: Path) -> None:
    """The program never decides by itself (GDPR art. 22)."""
    path = matched("klein", tmp_path)
    with pytest.raises(KoppelingError):
        decide(path, by=" ", everything=True)
    with pytest.raises(KoppelingError):
        decide(path, by=BY, junior="0001", senior="0002")
    with pytest.raises(KoppelingError):
        decide(path, by=BY, junior="7777")
    assert list(tmp_path.glob("*besluit*")) == []


def test_decisions_are_not_lost_by_deciding_upon_the_proposal_again(tmp_path: Path) -> None:
    """A decided workbook is never replaced unasked; what follows from it has a number."""
    path = matched("klein", tmp_path)
    first = decide(path, by=BY, junior="0001").written
    assert first is not None
    with pytest.raises(KoppelingError, match="klein besluit"):
        decide(path, by=BY, junior="0002")
    second = decide(first, by=BY, junior="0002").written
    assert second == first.with_name("klein besluit 2027-Q1 (2).xlsx")
    agreed = [
        d.junior for d in open_result_workbook(second).decisions if d.decision is Decision.AGREED
    ]
    assert agreed == ["0001", "0002"]
    assert decide(second, by=BY, junior="0003", output=second).written == second
    assert second.with_name(second.name + ".bak").exists()


def test_only_decided_pairs_count_unless_asked(tmp_path: Path) -> None:
    """Undecided pairs are not in force; a concept takes them as agreed, just as proposed."""
    path = matched("klein", tmp_path)
    fill(path, "Koppelvoorstel", {("0001", "gekozen moment"): "zo 10:00"})  # of no decision
    assert open_result_workbook(path).in_force.pairs == {}
    concept = open_result_workbook(path, concept=True)
    assert concept.in_force.pairs == {d.junior: d.proposed_senior for d in concept.decisions}
    assert concept.in_force.slots == {d.junior: d.proposed_slot for d in concept.decisions}


def test_verify_accepts_what_people_decide(tmp_path: Path) -> None:
    """However odd the decision, the proposal is what is checked; never exit 4."""
    path = matched("klein", tmp_path)
    done = decide(path, by=BY, junior="0001", senior="9001", slot=Slot(6, 20))
    assert done.written is not None
    code, told = run("verify", done.written, "--input", tmp_path / "klein.xlsx")
    assert code == Exit.DONE
    assert "zo 10:00" in told
    typed = {("0002", "besluit"): "anders", ("0002", "gekozen senior"): "9999"}
    fill(done.written, "Koppelvoorstel", typed)
    code, told = run("verify", done.written, "--input", tmp_path / "klein.xlsx")
    assert code == Exit.DONE
    assert "9999" in told


def drop_column(path: Path, sheet: str, heading: str) -> None:
    """Take a column away from a workbook."""
    book = openpyxl.load_workbook(path)
    (column,) = (cell.column for cell in book[sheet][1] if cell.value == heading)
    book[sheet].delete_cols(int(column or 0))
    book.save(path)


def test_a_re_run_keeps_decisions(tmp_path: Path) -> None:
    """Decided pairs are locked with their moment, a refused one is not made again."""
    path = decide(matched("klein", tmp_path), by=BY, junior="0001", senior="9001").written
    assert path is not None
    signed = {"door": BY, "op": ON}
    typed = {("0002", key): value for key, value in {"besluit": "niet koppelen", **signed}.items()}
    typed |= {("0003", key): value for key, value in {"besluit": "later", **signed}.items()}
    fill(path, "Koppelvoorstel", typed)
    old = {d.junior: d for d in open_result_workbook(path).decisions}
    done = app.match([tmp_path / "klein.xlsx"], decided=path, output=tmp_path / "again.xlsx")
    assert done.outcome is not None
    assert done.written is not None
    assert app.verify(done.written, [done.written]) == ()
    new = {d.junior: d for d in open_result_workbook(done.written).decisions}
    assert new["0001"].proposed_senior == "9001"
    assert new["0001"].slot == old["0001"].slot
    assert (new["0001"].decision, new["0001"].by) == (Decision.AGREED, BY)
    assert new["0002"].proposed_senior not in (None, old["0002"].proposed_senior)
    assert [new[f"000{n}"].decision for n in (2, 3, 4)] == [None] * 3
    rows = sheet_rows(done.written, "Koppelingen")
    assert {(r["junior"], r["status"]) for r in rows} == {("0001", "vast"), ("0002", "verboden")}


@pytest.mark.parametrize("version", ["0.1", "now"])
def test_a_decision_that_was_taken_back_is_no_lock_any_more(tmp_path: Path, version: str) -> None:
    """The lock of a re-run goes when the decision behind it goes; version 0.1 wrote no keys."""
    first = decide(matched("klein", tmp_path), by=BY, junior="0001", senior="9001").written
    assert first is not None
    again = app.match([first], decided=first, output=tmp_path / "again.xlsx").written
    assert again is not None
    fill(again, "Koppelvoorstel", {("0001", "besluit"): "later"})
    if version == "0.1":
        drop_column(again, "Koppelingen", "sleutel")
    last = app.match([again], decided=again, output=tmp_path / "last.xlsx").written
    assert last is not None
    instance = instance_of(open_result_workbook(last))
    assert [p for p in instance.pairings if p.status is PairingStatus.LOCKED] == []


@pytest.mark.slow
def test_a_re_run_in_mid_quarter_keeps_what_was_decided(tmp_path: Path) -> None:
    """From the reference date on, with a pair that ran before it ended the day before."""
    path = decide(matched("voorbeeld", tmp_path), by=BY, everything=True).written
    assert path is not None
    book = openpyxl.load_workbook(path)
    book["Instellingen"].append(["peildatum", dt.date(2027, 2, 15)])
    book.save(path)
    decided = {d.junior: d for d in open_result_workbook(path).decisions}
    done = app.match([path], decided=path)
    assert done.outcome is not None
    pairs = {d.pairing.junior: d.pairing.senior for d in done.outcome.pairings}
    assert pairs == {j: d.senior for j, d in decided.items() if j in pairs}
    assert done.written is not None
    assert done.written.name == "voorbeeld voorstel 2027-Q1.xlsx"


def test_decisions_about_another_quarter_are_refused(tmp_path: Path) -> None:
    """The next quarter has a command of its own."""
    path = decide(matched("klein", tmp_path), by=BY, everything=True).written
    assert path is not None
    fill(tmp_path / "klein.xlsx", "Instellingen", {("kwartaal", "waarde"): "2027-Q2"})
    with pytest.raises(app.InputError) as caught:
        app.match([tmp_path / "klein.xlsx"], decided=path)
    assert [f.code for f in caught.value.findings] == ["other-quarter"]


def test_a_decision_that_became_impossible_points_at_itself(tmp_path: Path) -> None:
    """The senior has left: the finding names the cell of the decision."""
    path = decide(matched("voorbeeld", tmp_path), by=BY, everything=True).written
    assert path is not None
    book = open_result_workbook(path)
    senior = book.decisions[0].senior
    fill(path, "Senioren", {(str(senior), "uit dienst per"): dt.date(2027, 1, 5)})
    done = app.match([path], decided=path, output=tmp_path / "again.xlsx")
    assert done.outcome is None
    impossible = [f for f in done.reading.findings if f.code == "lock-impossible"]
    assert impossible
    assert {f.sheet for f in impossible} == {"Koppelvoorstel"}


def test_the_command_takes_decisions_down(tmp_path: Path) -> None:
    """By name only; without --all or --junior it tells how things stand."""
    path = matched("klein", tmp_path)
    code, told = run("decide", path)
    assert (code, list(tmp_path.glob("*besluit*"))) == (Exit.DONE, [])
    assert "0001" in told
    code, told = run("decide", path, "--all", "--by", BY, "--junior", "0002", "--senior", "9001")
    assert code == Exit.DONE
    assert "klein besluit 2027-Q1.xlsx" in told.replace("\n", "")
    decisions = open_result_workbook(tmp_path / "klein besluit 2027-Q1.xlsx").decisions
    assert [d.decision for d in decisions[:2]] == [Decision.AGREED, Decision.OTHERWISE]
