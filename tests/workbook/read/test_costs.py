"""The sheet Kosten: what each kind of change costs."""

from __future__ import annotations

from koppeling.domain.fix import FixCosts, FixKind
from koppeling.workbook.read.reader import Reading
from tests.workbook.koppelboek import SMALL, Rows, read_sheets

HEADINGS = ["soort", "uren", "euro"]


def reading(rows: Rows, rate: float | None = None) -> Reading:
    """Read a small koppelboek with these costs."""
    settings = [*SMALL["Instellingen"]]
    if rate is not None:
        settings.append(["tarief per uur", rate])
    return read_sheets({**SMALL, "Instellingen": settings, "Kosten": [HEADINGS, *rows]})


def costs(read: Reading) -> FixCosts:
    """Return the costs read, of input without errors."""
    assert read.instance is not None, read.findings
    return read.instance.fix_costs


def test_without_the_sheet_costs_are_the_defaults() -> None:
    """Hours of docs/rules.md."""
    found = read_sheets(SMALL)
    assert found.instance is not None
    assert found.instance.fix_costs == FixCosts()


def test_a_kind_that_is_listed_replaces_its_default() -> None:
    """The others keep theirs; a comma is fine."""
    found = costs(reading([["werkdag", 12, None], ["uren senior", "0,75", None]]))
    assert found.by_kind[FixKind.WORKING_DAY] == 12_000
    assert found.by_kind[FixKind.HOURS] == 750
    assert found.by_kind[FixKind.SITE] == 6_000
    assert not found.in_euros


def test_one_cost_in_euros_makes_all_euros() -> None:
    """Hours are counted at the hourly rate."""
    found = costs(reading([["registratie", None, 1500], ["vestiging", 2, None]], rate=85))
    assert found.in_euros
    assert found.hourly_rate == 85_000
    assert found.by_kind[FixKind.REGISTRATION] == 1_500_000
    assert found.by_kind[FixKind.SITE] == 170_000
    assert found.by_kind[FixKind.WORKING_DAY] == 680_000


def test_euros_without_a_rate_are_left_out_and_said_so() -> None:
    """They cannot be compared with hours."""
    read = reading([["registratie", None, 1500]])
    assert costs(read) == FixCosts()
    assert [f.code for f in read.findings] == ["costs-without-rate"]


def test_a_kind_listed_twice_is_remarked() -> None:
    """The last one counts."""
    read = reading([["werkdag", 4, None], ["werkdag", 5, None]])
    assert costs(read).by_kind[FixKind.WORKING_DAY] == 5_000
    assert [f.code for f in read.findings] == ["duplicate-cost"]
