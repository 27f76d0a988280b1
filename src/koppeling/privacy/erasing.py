"""
Showing, erasing and pseudonymising what a file holds on people (facts on privacy).

All three work on the sheets as they stand, whatever else may be wrong with
them: a right of a person does not wait for a sound workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import MeetingStatus
from koppeling.privacy.traces import (
    Identity,
    Mask,
    identify,
    is_number_column,
    is_text,
    lists_outsiders,
    mentions,
    numbers_in,
    numbers_of,
)
from koppeling.workbook.pages import Content, PageRow, PlainPage
from koppeling.workbook.schema.registry import find_choice
from koppeling.workbook.schema.results import STATUS_CHOICES
from koppeling.workbook.schema.shapes import Field
from koppeling.workbook.write.columns import in_use

#: Words of others about a row that stays: they may tell what the number no longer does.
_REASONS = frozenset({"reason", "explanation", "runner_up"})


@dataclass(frozen=True, kw_only=True)
class PersonalRow:
    """
    A row that is about a person: where it stands and what it says.

    `others` are the other people in it; `said_by` is who said it, when it is
    the wish or veto of somebody else.
    """

    sheet: str
    row: int
    source: str
    cells: tuple[tuple[str, Content], ...]
    others: frozenset[str]
    said_by: str = ""


def records_of(pages: Sequence[PlainPage], number: str) -> tuple[PersonalRow, ...]:
    """
    List every row that names a person, by number, name or address (GDPR art. 15).

    Parameters
    ----------
    pages : sequence of Page
        Of one file or several.
    number : str
        Personnel number.
    """
    identity = identify(pages, number)
    return tuple(
        PersonalRow(
            sheet=page.name,
            row=row.number,
            source=page.source,
            cells=tuple(
                (heading, cell)
                for (heading, _field), cell in zip(page.columns, row.cells, strict=True)
                if cell is not None
            ),
            others=frozenset(numbers_in(page, row) - {number}),
            said_by=_said_by(page, row, number),
        )
        for page in pages
        for row in page.rows
        if _is_about(page, row, identity)
    )


def _said_by(page: PlainPage, row: PageRow, number: str) -> str:
    source = page.value(row, "source") if page.key == "preferences" else ""
    return "" if source == number else source


def _is_about(page: PlainPage, row: PageRow, identity: Identity) -> bool:
    if identity.number in numbers_in(page, row):
        return True
    return any(mentions(identity.telling, cell) for cell in row.cells if isinstance(cell, str))


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """
    Pages without a person.

    Parameters
    ----------
    pages : tuple of Page
        What is left.
    removed : tuple of (str, int)
        Name of each sheet that lost rows, and how many.
    kept : tuple of (str, int)
        Sheets whose rows stay, for the totals, under the pseudonym.
    doubts : tuple of (str, int)
        Sheet and row of texts with a part of the name: perhaps somebody else.
    """

    pages: tuple[PlainPage, ...]
    removed: tuple[tuple[str, int], ...]
    kept: tuple[tuple[str, int], ...]
    doubts: tuple[tuple[str, int], ...]


def erase(pages: Sequence[PlainPage], identity: Identity, pseudonym: str) -> Erasure:
    """
    Take a person out; what totals rest on stays under a pseudonym (GDPR art. 17).

    Rows of the person's own go. Held meetings, ended pairings, load and
    handovers stay, so that hours of others still add up: number and name give
    way to `pseudonym`, remarks and reasons go.

    Parameters
    ----------
    pages : sequence of Page
        Every sheet of the workbook; what is not `copied` is left out.
    identity : Identity
        Whom, with the names and addresses to look for in texts.
    pseudonym : str
        Drawn for the occasion and kept nowhere beside the number.
    """
    mask = Mask(dict.fromkeys(identity.telling, pseudonym))
    erased: list[PlainPage] = []
    removed: list[tuple[str, int]] = []
    kept: list[tuple[str, int]] = []
    doubts: list[tuple[str, int]] = []
    for page in (page for page in pages if page.copied):
        rows = [row for row in page.rows if not _goes(page, row, identity.number)]
        left = tuple(_covered(page, row, identity.number, pseudonym, mask) for row in rows)
        under = sum(pseudonym in numbers_in(page, row) for row in left)
        if len(rows) < len(page.rows):
            removed.append((page.name, len(page.rows) - len(rows)))
        if under:
            kept.append((page.name, under))
        erased.append(replace(page, rows=left))
        doubts += [
            (page.name, at + 2)  # below the row of headings of the new workbook
            for at, row in enumerate(left)
            if _has_hint(page, row, identity)
        ]
    return Erasure(
        pages=tuple(erased), removed=tuple(removed), kept=tuple(kept), doubts=tuple(doubts)
    )


def _goes(page: PlainPage, row: PageRow, number: str) -> bool:
    if number not in numbers_in(page, row):
        return False
    if page.sheet is not None and page.sheet.own_rows:
        return True
    if page.key == "proposal":
        return page.value(row, "junior") == number
    if page.key == "pairings":
        return _choice(page, row, "status") != PairingStatus.ENDED
    if page.key == "meetings":
        is_held = _choice(page, row, "status") == MeetingStatus.HELD
        return not is_held and not _is_group_of_others(page, row, number)
    return False


def _is_group_of_others(page: PlainPage, row: PageRow, number: str) -> bool:
    """Tell whether a meeting goes on without this member: it has other juniors."""
    juniors = {part.strip() for part in page.value(row, "junior").split(";")} - {""}
    return number in juniors and len(juniors) > 1


def _choice(page: PlainPage, row: PageRow, key: str) -> str | None:
    if page.sheet is None:
        return None
    return find_choice(page.sheet.column(key), page.value(row, key))


def _covered(page: PlainPage, row: PageRow, number: str, pseudonym: str, mask: Mask) -> PageRow:
    row = _unpaired(page, row, number)
    is_theirs = number in numbers_in(page, row)
    cells: list[Content] = []
    for (_heading, field), cell in zip(page.columns, row.cells, strict=True):
        if cell is None:
            cells.append(None)
        elif lists_outsiders(page, row, field):
            cells.append("; ".join(part for part in numbers_of(cell) if part != number) or None)
        elif is_number_column(field):
            told = (pseudonym if part == number else part for part in numbers_of(cell))
            cells.append("; ".join(told))
        elif field is None and cell == number:
            cells.append(pseudonym)
        elif field is not None and field.key in _REASONS and is_theirs:
            cells.append(None)
        elif isinstance(cell, str) and not _is_name_of_row(page, row, field):
            cells.append(mask.in_cell(cell, field))
        else:
            cells.append(cell)
    return replace(row, cells=tuple(cells))


def _unpaired(page: PlainPage, row: PageRow, number: str) -> PageRow:
    """
    Take a senior who goes out of what others still have: a proposal, a group.

    A decision that names nobody would stop the next reading, so it goes too.
    """
    values: dict[str, Content] = {}
    if page.key == "groups" and page.value(row, "senior") == number:
        values = {"senior": None}
    elif page.key == "proposal" and page.value(row, "senior") == number:
        left = ("junior", "junior_name")
        values = {f.key: None for _heading, f in page.columns if f and f.key not in left}
        values["status"] = in_use(dict(STATUS_CHOICES)["unplaced"])
    elif page.key == "proposal" and page.value(row, "chosen_senior") == number:
        values = {field.key: None for _heading, field in page.columns if field and field.decides}
    cells = (
        values.get(field.key, cell) if field is not None and field.key in values else cell
        for (_heading, field), cell in zip(page.columns, row.cells, strict=True)
    )
    return replace(row, cells=tuple(cells))


def _is_name_of_row(page: PlainPage, row: PageRow, field: Field | None) -> bool:
    """In the sheets with people a name is that of its row, even when two are called the same."""
    if not page.lists_people or field is None or not field.name_of:
        return False
    return bool(page.value(row, field.name_of))


def _has_hint(page: PlainPage, row: PageRow, identity: Identity) -> bool:
    return any(
        mentions(identity.hints, cell)
        for (_heading, field), cell in zip(page.columns, row.cells, strict=True)
        if isinstance(cell, str)
        and (is_text(field) or is_number_column(field))
        and not (field and field.name_of)
    )


def identities(pages: Sequence[PlainPage]) -> Iterator[Identity]:
    """Yield everyone in the sheets with people, each once."""
    numbers = {
        page.value(row, "number") for page in pages if page.lists_people for row in page.rows
    }
    for number in sorted(numbers - {""}):
        yield identify(pages, number)
