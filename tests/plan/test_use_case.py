"""Planning from file to file: decided pairs in, a year of meetings out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from koppeling import practice as app
from koppeling.cli import main
from koppeling.cli.failure import Exit
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.errors import KoppelingError
from koppeling.plan.use_case import plan
from koppeling.practice.decide import decide
from tests.practice.results import BY, fill, matched, sheet_rows


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    """Agree with every pair of the small example."""
    written = decide(matched("klein", tmp_path), by=BY, everything=True).written
    assert written is not None
    return written


def test_a_decided_workbook_gets_its_meetings(agreed: Path) -> None:
    """The plan stands in a new workbook beside the decided one, with proof and origin."""
    run = plan(agreed)
    assert run.written.name == "klein planning 2027-Q1.xlsx"
    rows = sheet_rows(run.written, "Overleggen")
    assert len(rows) == len(run.plan.meetings)
    assert {row["soort"] for row in rows} >= {"begeleiding", "kwartaalgesprek"}
    origin = {row["onderdeel"]: row["waarde"] for row in sheet_rows(run.written, "Herkomst")}
    assert origin["kleinste verschuiving bewezen"] == "ja"
    assert origin["grondslag van de planning"] == "alleen koppelingen waarover besloten is"
    assert app.open_result_workbook(run.written).meetings == run.plan.meetings


def test_planning_again_changes_nothing_and_replaces_nothing(agreed: Path) -> None:
    """A plan that is still right stays, in a workbook of its own."""
    first = plan(agreed)
    again = plan(first.written, reference_date=dt.date(2027, 2, 15))
    assert again.plan.meetings == first.plan.meetings
    assert again.written != first.written
    assert first.written.exists()


@pytest.mark.slow
def test_a_meeting_ticked_in_excel_is_a_fact(agreed: Path) -> None:
    """What a person ticks as held, on another day too, stays so in the next plan."""
    first = plan(agreed)
    held = next(m for m in first.plan.meetings if m.kind is MeetingKind.GUIDANCE)
    assert held.day is not None
    day = held.day + dt.timedelta(days=1)
    typed = {(held.id, "status"): "gehouden", (held.id, "datum"): day}
    again = plan(fill(first.written, "Overleggen", typed), reference_date=dt.date(2027, 2, 1))
    found = next(m for m in again.plan.meetings if m.id == held.id)
    assert (found.status, found.day) == (MeetingStatus.HELD, day)


@pytest.mark.slow
def test_a_time_that_cannot_be_is_named_at_its_cell(
    agreed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Sunday filled in by hand is not put back in silence: terminal and workbook say so."""
    monkeypatch.setenv("LANGUAGE", "nl")
    first = plan(agreed)
    one = next(m for m in first.plan.meetings if m.kind is MeetingKind.GUIDANCE and m.day)
    assert one.day is not None
    sunday = one.day + dt.timedelta(days=6 - one.day.weekday())
    fill(first.written, "Overleggen", {(one.id, "datum"): sunday})
    run = plan(first.written)
    (found,), now = run.findings, next(m for m in run.plan.meetings if m.id == one.id)
    row = next(
        n for n, r in enumerate(sheet_rows(first.written, "Overleggen"), 2) if r["id"] == one.id
    )
    assert found.place == f"Overleggen!B{row}"
    assert f"{sunday:%d-%m-%Y}" in found.message
    assert f"staat nu op {now.day:%d-%m-%Y}" in found.message
    assert main(["plan", str(first.written)]) == Exit.DONE
    assert "niet beschikbaar op dat moment" in " ".join(capsys.readouterr().out.split())
    told = [str(value) for r in sheet_rows(run.written, "Bevindingen") for value in r.values()]
    assert any(f"{sunday:%d-%m-%Y}" in text for text in told)


@pytest.mark.slow
def test_another_junior_under_an_id_is_an_error_with_its_cell(agreed: Path) -> None:
    """Ticked as held by somebody else: whose it is, is for a person to say."""
    first = plan(agreed)
    one = next(m for m in first.plan.meetings if m.kind is MeetingKind.GUIDANCE and m.day)
    other = next(n for m in first.plan.meetings for n in m.juniors if n not in one.juniors)
    typed = {(one.id, "junior"): other, (one.id, "status"): "gehouden"}
    with pytest.raises(app.InputError) as error:
        plan(fill(first.written, "Overleggen", typed))
    (found,) = [f for f in error.value.findings if f.code == "meeting-of-another"]
    assert found.sheet == "Overleggen"
    assert found.cell
    assert one.juniors[0] in found.message


def test_a_meeting_that_ends_before_it_begins_is_an_error(agreed: Path) -> None:
    """A length is not made up for it, planned or not."""
    first = plan(agreed)
    one = next(m for m in first.plan.meetings if m.kind is MeetingKind.TALK and m.day)
    with pytest.raises(app.InputError) as error:
        plan(fill(first.written, "Overleggen", {(one.id, "einde"): "07:00"}))
    (found,) = [f for f in error.value.findings if f.code == "ends-before-it-begins"]
    assert found.cell.startswith("D")


def test_nothing_decided_is_nothing_planned(tmp_path: Path) -> None:
    """Without a decision there is a message and no file; a concept says what it is."""
    proposal = matched("klein", tmp_path)
    before = set(tmp_path.iterdir())
    with pytest.raises(KoppelingError, match="--concept"):
        plan(proposal)
    assert set(tmp_path.iterdir()) == before
    run = plan(proposal, concept=True)
    origin = {row["onderdeel"]: row["waarde"] for row in sheet_rows(run.written, "Herkomst")}
    assert "concept" in str(origin["grondslag van de planning"])


def test_buddies_come_when_asked(agreed: Path) -> None:
    """The sheet of buddies has a row for every working day of a junior, and stays afterwards."""
    run = plan(agreed, buddies=True)
    rows = sheet_rows(run.written, "Buddy's")
    assert len(rows) == len(run.buddies) > 100
    assert all(isinstance(row["datum"], dt.date) for row in rows)
    again = plan(run.written)
    assert len(sheet_rows(again.written, "Buddy's")) == len(rows)


def test_the_result_never_replaces_its_input(agreed: Path) -> None:
    """The decided workbook is no place for the plan."""
    before = agreed.read_bytes()
    with pytest.raises(KoppelingError):
        plan(agreed, output=agreed, force=True)
    assert agreed.read_bytes() == before


def test_a_reference_date_after_the_horizon_is_refused(agreed: Path) -> None:
    """A day that is not planned cannot part past from future."""
    with pytest.raises(KoppelingError, match="01-01-2031"):
        plan(agreed, reference_date=dt.date(2031, 1, 1))


def test_the_command_tells_how_it_went(
    agreed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal says what is planned, how far it moved and where it was written."""
    monkeypatch.setenv("LANGUAGE", "nl")
    assert main(["plan", str(agreed), "--buddies", "--peildatum", "2027-01-10"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "Gepland:" in told
    assert "Bewezen" in told
    assert "klein planning 2027-Q1.xlsx" in told


def test_the_command_lists_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no result is refused with the findings."""
    matched("klein", tmp_path)
    assert main(["plan", str(tmp_path / "klein.xlsx")]) == Exit.BAD_INPUT
    assert "koppeling match" in capsys.readouterr().err


def test_a_day_that_is_none_is_a_wrong_command_line(
    agreed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reference date that cannot be read is refused with an example, in Dutch."""
    assert main(["plan", str(agreed), "--peildatum", "2027-13-01"]) == Exit.BAD_COMMAND
    assert "een dag zoals 2027-02-15" in capsys.readouterr().err
