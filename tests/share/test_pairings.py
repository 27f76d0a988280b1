"""The pairings in a file of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from koppeling.domain.instance import PairingRow, PairingStatus
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.share.pairings import list_pairings, write_pairings
from tests.builders import junior, practice, senior


def held(day: date, status: MeetingStatus = MeetingStatus.HELD, minutes: int = 30) -> Meeting:
    """Make a guidance meeting of J01 with S01."""
    return Meeting(
        id=str(day), kind=MeetingKind.GUIDANCE, senior="S01", juniors=("J01",), number=1,
        nominal=day, minutes=minutes, day=day, start_minute=600, status=status,
    )  # fmt: skip


PRACTICE = practice([junior(), junior("J02", start=date(2027, 2, 1))], [senior()])


def test_hours_are_those_of_the_quarter() -> None:
    """Planned and held meetings of the quarter count, dropped ones and other quarters do not."""
    meetings = [
        held(date(2027, 1, 5)),
        held(date(2027, 3, 30), MeetingStatus.PLANNED, 45),
        held(date(2027, 3, 2), MeetingStatus.DROPPED),
        held(date(2027, 4, 6)),
    ]
    (line,) = list_pairings({"J01": "S01"}, PRACTICE, meetings, {"J01": "4100"})
    assert (line.minutes, line.cost_centre) == (75, "4100")
    assert write_pairings([line], machine=True) == (
        b"junior;senior;van;tot en met;uren dit kwartaal;kostenplaats\r\n"
        b"J01;S01;2027-01-04;;1,25;4100\r\n"
    )


def test_a_running_pair_keeps_its_first_day_and_its_last() -> None:
    """The sheet Koppelingen says since when; the end of the trajectory says until when."""
    row = PairingRow(
        junior="J01", senior="S01", status=PairingStatus.RUNNING, since=date(2026, 3, 1)
    )
    people = (replace(PRACTICE.juniors[0], trajectory_end=date(2027, 6, 30)), PRACTICE.juniors[1])
    changed = replace(PRACTICE, pairings=(row,), juniors=people)
    first, second = list_pairings({"J02": "S01", "J01": "S01"}, changed, (), {})
    assert (first.first, first.last) == (date(2026, 3, 1), date(2027, 6, 30))
    assert (second.first, second.last) == (date(2027, 2, 1), None)


def test_a_pair_ends_the_day_before_one_of_them_leaves() -> None:
    """Out of service is the first day out; whoever goes first ends the pair (B11)."""
    leaver = senior(out_of_service_from=date(2027, 3, 1))
    people = [junior(), junior("J02", out_of_service_from=date(2027, 2, 1))]
    lines = list_pairings({"J01": "S01", "J02": "S01"}, practice(people, [leaver]), (), {})
    assert [line.last for line in lines] == [date(2027, 2, 28), date(2027, 1, 31)]


def test_for_people_it_opens_in_excel() -> None:
    """BOM, semicolons, d-m-yyyy, and no formula in sight."""
    (line,) = list_pairings({"J01": "S01"}, PRACTICE, (), {"J01": "=cmd"})
    content = write_pairings([line], machine=False).decode("utf-8")
    assert content.startswith(
        "\ufeffjunior;senior;van;tot en met;uren dit kwartaal;kostenplaats\r\n"
    )
    assert content.endswith("J01;S01;04-01-2027;;0,00;'=cmd\r\n")


def test_a_machine_gets_no_broken_line() -> None:
    """A cost centre with a separator is refused rather than quoted."""
    (line,) = list_pairings({"J01": "S01"}, PRACTICE, (), {"J01": "41;00"})
    with pytest.raises(ValueError, match="separator"):
        write_pairings([line], machine=True)
