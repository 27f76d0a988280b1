"""The next quarter's workbook: nothing typed twice, nothing lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from koppeling import practice as app
from koppeling.cli import commands
from koppeling.cli.failure import Exit
from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import MeetingStatus
from koppeling.domain.period import Quarter
from koppeling.domain.trajectory import nominal_dates
from koppeling.plan.use_case import plan
from koppeling.practice.decide import decide
from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import open_result_workbook, rewrite
from koppeling.quarter.use_case import next_quarter
from koppeling.rules.situation import Situation
from tests.practice.results import BY, fill, matched, sheet_rows, write_practice
from tests.quarter.turning import PRACTICE, Q1, Q2, instance, pairs


@pytest.fixture(scope="module")
def turned(decided: Path) -> Path:
    """Turn the quarter, once."""
    return next_quarter(decided).written


def test_the_quarter_is_one_later_and_the_settings_stay(turned: Path) -> None:
    """The name of the file says so too."""
    settings = instance(turned).settings
    assert (settings.quarter, settings.practice_name) == (Q2, "Praktijk De Linde")
    assert turned.name == "praktijk 2027-Q2.xlsx"


def test_a_running_pair_goes_on_with_its_moment(decided: Path, turned: Path) -> None:
    """Since when it runs stays; a lock stays a lock."""
    slots = {d.junior: d.slot for d in open_result_workbook(decided).decisions}
    row = pairs(turned)["0001", "9001"]
    assert (row["status"], row["vast moment"]) == ("lopend", str(slots["0001"]))
    assert row["sinds"] == dt.date(2026, 9, 1)
    assert pairs(turned)["0006", "9001"]["status"] == "vast"


def test_what_ended_moves_to_history_with_its_last_day_and_why(turned: Path) -> None:
    """Out of service, promoted and completed."""
    history = {
        junior: (row["tot"], row["reden"])
        for (junior, _senior), row in pairs(turned).items()
        if row["status"] == "beëindigd"
    }
    assert history == {
        "0002": (dt.date(2027, 2, 28), "uit dienst"),
        "0003": (dt.date(2027, 2, 1), "promotie"),
        "0004": (dt.date(2027, 3, 31), "traject afgerond"),
    }


def test_who_left_is_in_no_other_sheet(turned: Path) -> None:
    """Who is done stays a junior until management decides: promote, or prolong."""
    there = instance(turned)
    assert [j.number for j in there.juniors] == ["0001", "0004", "0005", "0006"]
    assert [s.number for s in there.seniors] == ["9001"]
    assert {p.source for p in there.preferences} == {"0001"}
    days = {row["personeelsnummer"] for row in sheet_rows(turned, "Werkdagen")}
    assert days == {"0001", "0004", "0005", "0006", "9001"}


def test_what_is_over_goes_and_what_counts_stays(turned: Path) -> None:
    """Long leave moved the dates of a trajectory, and the last capacity goes on counting."""
    absences = {
        (row["personeelsnummer"], row["van"]) for row in sheet_rows(turned, "Beschikbaarheid")
    }
    assert absences == {
        ("0006", dt.date(2026, 6, 1)),
        ("9001", dt.date(2027, 7, 12)),
    }
    assert [c.minutes for c in instance(turned).capacities] == [1200]
    assert instance(turned).escalations == ()
    assert all(row["vr"] is None for row in sheet_rows(turned, "Werkdagen") if "vr" in row)


def test_dropping_changes_no_need(decided: Path, turned: Path) -> None:
    """Everyone's dates from the new quarter on are those of before."""
    old = replace(instance_of(open_result_workbook(decided)), escalations=())
    settings = replace(old.settings, quarter=Q2)
    before = Situation(replace(old, settings=settings)).meetings
    after = Situation(instance(turned)).meetings
    assert any(after.values())
    assert after == {number: before[number] for number in after}


def test_starters_are_marked_and_the_mark_goes_again(turned: Path, tmp_path: Path) -> None:
    """What management typed beside it stays."""
    rows = {row["personeelsnummer"]: row for row in sheet_rows(turned, "Junioren")}
    assert (rows["0005"]["nieuw in"], rows["0005"]["opmerking"]) == ("2027-Q2", "uit Zuid")
    assert (rows["0001"]["nieuw in"], rows["0001"]["opmerking"]) == (None, None)
    result = app.match([turned], output=tmp_path / "q2.xlsx").written
    assert result is not None
    later = next_quarter(result, concept=True)
    rows = {row["personeelsnummer"]: row for row in sheet_rows(later.written, "Junioren")}
    assert rows["0005"]["opmerking"] == "uit Zuid"
    assert later.is_concept


def test_the_workbook_says_what_changed(turned: Path) -> None:
    """Each thing that went or began, with the number it is about."""
    told = {(row["soort"], row["wie"]) for row in sheet_rows(turned, "Kwartaalwissel")}
    assert told >= {
        ("weg uit het blad Junioren", "0002"),
        ("weg uit het blad Junioren", "0003"),
        ("promotie of verlenging", "0004"),
        ("weg uit het blad Senioren", "9002"),
        ("nieuw", "0005"),
        ("koppeling beëindigd", "0003"),
    }


def test_undecided_pairs_stop_it(tmp_path: Path) -> None:
    """Each with the cell of its decision; a concept goes on."""
    path = matched("klein", tmp_path)
    with pytest.raises(app.InputError) as caught:
        next_quarter(path)
    assert [f.code for f in caught.value.findings] == ["undecided"] * 6
    assert all(f.cell for f in caught.value.findings)
    assert next_quarter(path, concept=True).is_concept


def test_refused_and_put_off_pairs_do_not_run(tmp_path: Path) -> None:
    """A pair that ran and was refused ends; one put off stays as it was."""
    proposal = app.match([write_practice(tmp_path / "praktijk.xlsx", PRACTICE)]).written
    assert proposal is not None
    path = decide(proposal, by=BY, everything=True).written
    assert path is not None
    typed = {("0001", "besluit"): "niet koppelen", ("0006", "besluit"): "later"}
    fill(path, "Koppelvoorstel", typed)
    rows = pairs(next_quarter(path).written)
    assert rows["0001", "9001"]["status"] == "beëindigd"
    assert rows["0001", "9001"]["tot"] == dt.date(2026, 12, 31)
    assert rows["0006", "9001"]["status"] == "vast"


def test_a_lock_of_a_re_run_becomes_a_running_pair(tmp_path: Path) -> None:
    """Only what management itself locked stays locked."""
    path = decide(matched("klein", tmp_path), by=BY, everything=True).written
    again = app.match([tmp_path / "klein.xlsx"], decided=path, output=tmp_path / "b.xlsx").written
    assert again is not None
    rows = sheet_rows(next_quarter(again).written, "Koppelingen")
    assert {(row["status"], row["reden"]) for row in rows} == {("lopend", None)}


def test_who_was_done_before_keeps_that_day(tmp_path: Path) -> None:
    """Until management decides it is told every quarter, with the day it was done."""
    rows = [
        *PRACTICE["juniors"],
        {"number": "0007", "name": "Hugo", "site": "Noord", "start": dt.date(2023, 10, 2)},
    ]
    hugo: dict[str, object] = {"number": "0007", "monday": "standaard"}
    days = [*PRACTICE["working_days"], hugo]
    practice: dict[str, list[dict[str, object]]] = {
        **PRACTICE,
        "juniors": rows,
        "working_days": days,
    }
    path = write_practice(tmp_path / "praktijk.xlsx", practice)
    proposal = app.match([path]).written
    assert proposal is not None
    changes = next_quarter(proposal, concept=True).changes
    told = {c.who: c.message for c in changes if c.what == "promotie of verlenging"}
    assert told == {
        "0004": "traject afgerond (31-03-2027)",
        "0007": "traject afgerond (02-07-2026)",
    }


def test_who_stops_before_the_end_is_not_put_up_for_promotion(tmp_path: Path) -> None:
    """No meeting is left before the day the trajectory is ended: that is not completed."""
    start, end = dt.date(2025, 2, 3), dt.date(2027, 4, 2)
    rows = [
        *PRACTICE["juniors"],
        {"number": "0007", "name": "Hugo", "site": "Noord", "start": start, "trajectory_end": end},
    ]
    hugo: dict[str, object] = {"number": "0007", "monday": "standaard"}
    days = [*PRACTICE["working_days"], hugo]
    practice: dict[str, list[dict[str, object]]] = {
        **PRACTICE,
        "juniors": rows,
        "working_days": days,
    }
    path = write_practice(tmp_path / "praktijk.xlsx", practice)
    proposal = app.match([path]).written
    assert proposal is not None
    changes = next_quarter(proposal, concept=True).changes
    told = {c.what: c.message for c in changes if c.who == "0007"}
    assert told["begeleiding stopt"] == "traject eindigt eerder (31-03-2027)"
    assert "promotie of verlenging" not in told


def test_the_command_tells_what_became_of_whom(decided: Path, tmp_path: Path) -> None:
    """And stops with a list when nobody decided."""
    group = commands.build(lambda _arguments: 0)
    output = tmp_path / "q2.xlsx"
    arguments = ["next", str(decided), "-o", str(output)]
    result = CliRunner().invoke(group, arguments, standalone_mode=False)
    assert result.return_value == Exit.DONE
    assert "0003" in result.output
    assert output.exists()
    refused = CliRunner().invoke(
        group, ["next", str(matched("klein", tmp_path))], standalone_mode=False
    )
    assert refused.return_value == Exit.BAD_INPUT


@pytest.mark.slow
def test_a_year_of_four_rounds_from_one_workbook(tmp_path: Path) -> None:
    """Match, decide, plan, hold, next: no pair moves, no meeting is lost or doubled."""
    matched("klein", tmp_path)
    start = current = tmp_path / "klein.xlsx"
    seniors: list[dict[str, str | None]] = []
    for n in range(4):
        quarter = Q1.shift(n)
        proposal = app.match([current]).written
        assert proposal is not None
        done = decide(proposal, by=BY, on=quarter.first_day, everything=True).written
        assert done is not None
        planned = open_result_workbook(plan(done).written)
        assert instance_of(planned).settings.quarter == quarter
        seniors.append({d.junior: d.senior for d in planned.decisions})
        held = tuple(
            replace(m, status=MeetingStatus.HELD)
            if m.status is MeetingStatus.PLANNED and m.day and m.day <= quarter.last_day
            else m
            for m in planned.meetings
        )
        ticked = rewrite(planned, meetings=held)
        turning = next_quarter(ticked, on=quarter.shift(1).first_day)
        assert turning.missed == 0
        assert turning.written.name == f"klein {quarter.shift(1)}.xlsx"
        current = turning.written
    end = app.check([current])
    assert end.instance is not None
    assert end.instance.settings.quarter == Quarter(2028, 1)
    for later in seniors[1:]:
        assert later.items() <= seniors[0].items()
    first = instance(start)
    for junior in first.juniors:
        due = [d for d in nominal_dates(junior.start) if d.year == 2027]
        mine = [m for m in end.instance.held if m.junior == junior.number]
        assert len(mine) == len({m.day for m in mine}) == len(due), junior.number
    ended = [p for p in end.instance.pairings if p.status is PairingStatus.ENDED]
    assert {p.junior for p in ended} == {"0001", "0002"}  # done in September and in December
