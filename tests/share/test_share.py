"""What each reader may see, judged on the bytes of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from koppeling.errors import KoppelingError
from koppeling.practice.opening import open_result_workbook
from koppeling.share.use_cases import calendar, find_reader, share
from koppeling.workbook.read.meetings import meeting_row
from tests.practice.kept_workbook import SECRETS
from tests.share.exchange import read_calendar, texts_in
from tests.workbook.koppelboek import SMALL, read_sheets

#: Words of the management workbook that belong in no copy.
MANAGEMENT = (
    *SECRETS, "veto", ">rang<", "DiSC", "punten", "uitleg", "tweede keus", "besluit", "Jansen",
    "voorbeeld.nl", "benutting", "9301", "9302", "0412", "0413", "0414", "Esdoorn",
)  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "seen", "unseen"),
    [
        ("team", ["Femke Berk", "Joris Els", "Lotte Wilg", "Mees Linde", "Puck Iep"], []),
        ("senior 9301", ["Femke Berk", "Mees Linde"], ["Joris Els", "Puck Iep"]),
        ("junior 0412", ["Femke Berk", "Mees Linde"], ["Joris Els", "Lotte Wilg", "Puck Iep"]),
        ("junior 0413", ["Joris Els", "Puck Iep"], ["Femke Berk", "Lotte Wilg", "Mees Linde"]),
    ],
)
def test_a_reader_sees_only_what_is_meant_for_that_reader(
    planned: Path, audience: str, seen: list[str], unseen: list[str]
) -> None:
    """The unzipped workbook holds the pairs of this reader and no word of management."""
    written = share(planned, audience)
    text = texts_in(written.read_bytes())
    assert not [word for word in seen if word not in text]
    assert not [word for word in (*unseen, *MANAGEMENT) if word in text]
    assert written.name == f"praktijk {audience} 2027-Q1.xlsx"


def test_the_workbook_of_management_has_what_the_copies_lack(planned: Path) -> None:
    """The words looked for above are really there to leak."""
    text = texts_in(planned.read_bytes())
    assert not [word for word in MANAGEMENT if word not in text]


def test_the_team_sees_moments_and_no_meetings(planned: Path) -> None:
    """Pairs with their fixed moment and site, on one sheet."""
    text = texts_in(share(planned, "team").read_bytes())
    assert "di 10:00" in text
    assert "Noord" in text
    assert "Overleggen" not in text


def test_a_person_sees_the_own_meetings(planned: Path) -> None:
    """Every dated meeting of the junior is there, and nobody else's."""
    text = texts_in(share(planned, "junior 0412").read_bytes())
    assert "Overleggen" in text
    mine = [m for m in open_result_workbook(planned).meetings if "0412" in m.juniors and m.day]
    assert len(mine) > 15
    # the heading and a row for each
    sheet = text.split("<sheetData>")[2].partition("</sheetData>")[0]
    assert sheet.count("<row ") == len(mine) + 1


@pytest.mark.parametrize(
    "audience",
    [
        "",
        "iedereen",
        "senior",
        "senior 0012",
        "junior 0101",
        "junior 12",
        "team 0101",
        "senior Cat",
    ],
)
def test_an_unknown_reader_gets_nothing(audience: str) -> None:
    """Who is not there, or is something else, sees nothing."""
    with pytest.raises(KoppelingError):
        find_reader(audience, read_sheets(SMALL).register)


def test_calendars_hold_no_word_of_management(planned: Path) -> None:
    """Of no calendar do the bytes tell of wishes, styles, reasons or personnel numbers."""
    files = calendar(planned)
    assert [path.name for path in files] == [
        *(f"agenda {number}.ics" for number in ("0412", "0413", "0414", "9301", "9302")),
        "agenda vestiging Noord.ics",
    ]
    # an organiser has an address, and an identity may hold any four digits
    words = [word for word in MANAGEMENT if word != "voorbeeld.nl" and not word.isdigit()]
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in words if word in text]
        assert read_calendar(path.read_bytes()).all("VEVENT")


def test_calendars_are_the_same_bytes_again(planned: Path) -> None:
    """A second export changes nothing and leaves no copies behind."""
    first = {path: path.read_bytes() for path in calendar(planned)}
    assert {path: path.read_bytes() for path in calendar(planned)} == first
    assert not list(planned.parent.rglob("*.bak"))


def test_a_calendar_for_whom_one_asks(planned: Path) -> None:
    """Only that person's or site's; the name of a site in any case."""
    folder = planned.parent / "uit"
    written = calendar(planned, output=folder, people=["0412"], sites=["NOORD"])
    assert [path.name for path in written] == ["agenda 0412.ics", "agenda vestiging Noord.ics"]


@pytest.mark.parametrize(("people", "sites"), [(["0099"], []), ([], ["Westen"])])
def test_who_is_not_there_gets_no_calendar(
    planned: Path, people: list[str], sites: list[str]
) -> None:
    """An unknown number or site is said, and nothing is written."""
    with pytest.raises(KoppelingError):
        calendar(planned, people=people, sites=sites)
    assert list(planned.parent.iterdir()) == [planned]


def test_every_planned_meeting_is_in_a_calendar(planned: Path) -> None:
    """The calendars of the seniors together hold each dated meeting once."""
    files = calendar(planned, people=["9301", "9302"])
    events = [event for path in files for event in read_calendar(path.read_bytes()).all("VEVENT")]
    dated = [m for m in open_result_workbook(planned).meetings if m.day and m.senior]
    assert sorted(event.text("UID") for event in events) == sorted(m.id for m in dated)
    starts = {event.text("UID"): event.text("DTSTART") for event in events}
    for one in dated:
        day, begin = one.day or date.min, str(meeting_row(one)["begin"]).replace(":", "")
        assert starts[one.id] == f"{day:%Y%m%d}T{begin}00"
