"""The rights of the people in a file: seeing, erasing; and a copy that names nobody (GDPR)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import InputError
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.payroll.ledger import bookings_of, ledger_in, replace_number
from koppeling.practice.outputs import practice_of, refuse_input
from koppeling.privacy.erasing import erase, records_of
from koppeling.privacy.pseudonyms import Pseudonyms
from koppeling.privacy.pseudonyms import pseudonymise as cover
from koppeling.privacy.traces import find_traces, identify, numbers_called
from koppeling.workbook.pages import read_pages, with_numbers, write_pages
from koppeling.workbook.read.intake import Intake, input_files
from koppeling.workbook.read.reader import interpret
from koppeling.workbook.read.refusals import report_file
from koppeling.workbook.read.register import UnknownPersonError
from koppeling.workbook.read.remarks import Remarks
from koppeling.workbook.schema.people import FORGOTTEN
from koppeling.workbook.schema.shapes import words
from koppeling.workbook.write.publish import establish, left_behind, publish, sweep

if TYPE_CHECKING:
    from koppeling.payroll.ledger import Booking
    from koppeling.privacy.erasing import PersonalRow
    from koppeling.workbook.pages import PlainPage
    from koppeling.workbook.read.register import Register

#: Name of the key file of a folder.
_KEY_FILE = words(("pseudoniemen sleutel", "pseudonym key"))


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """
    Everything held on a person.

    Parameters
    ----------
    number : str
        Personnel number.
    records : tuple of Record
        Rows of the file.
    booked : tuple of Booked
        Rows of the ledger.
    unread : tuple of str
        Sheets that koppeling does not know: look there by hand.
    files : tuple of Path
        Other files nearby in which the number or name stands.
    unopened : tuple of Path
        Files nearby that could not be looked into.
    """

    number: str
    records: tuple[PersonalRow, ...]
    booked: tuple[Booking, ...]
    unread: tuple[str, ...]
    files: tuple[Path, ...]
    unopened: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """
    What came of forgetting a person, and what is left to do by hand.

    Parameters
    ----------
    written : Path
        The new workbook.
    pseudonym : str
        What stands where totals need somebody.
    removed, kept : tuple of (str, int)
        Rows that went, and rows that stay under the pseudonym, by sheet.
    bookings : int
        Lines of the ledger that now have the pseudonym.
    doubts : tuple of (str, int)
        Sheet and row of texts that hold a part of the name.
    files : tuple of Path
        Files nearby that still tell of the person.
    unopened : tuple of Path
        Files nearby that could not be looked into.
    left_behind : tuple of str
        Sheets that were not taken over, since koppeling does not know them.
    cut_short : tuple of Path
        What runs that were killed left there, hidden.
    """

    written: Path
    pseudonym: str
    removed: tuple[tuple[str, int], ...]
    kept: tuple[tuple[str, int], ...]
    bookings: int
    doubts: tuple[tuple[str, int], ...]
    files: tuple[Path, ...]
    unopened: tuple[Path, ...]
    left_behind: tuple[str, ...]
    cut_short: tuple[Path, ...] = ()


def about(path: Path, number: str) -> Dossier:
    """
    Gather everything that is held on a person (GDPR art. 15).

    Parameters
    ----------
    path : Path
        A workbook, before or after pairing, or a folder of sheets.
    number : str
        Personnel number, or the whole name of one who is there.

    Raises
    ------
    InputError
        When the file cannot be read.
    KoppelingError
        When nothing is held on this person.
    """
    pages, unread, register = _open(path)
    number = _number_of(number, register, pages)
    records = records_of(pages, number)
    ledger = ledger_in(_folder_of(path))
    booked = bookings_of(number, ledger) if ledger else ()
    if not records and not booked:
        raise _nothing_held(number, register)
    apart = [path, *([ledger] if ledger else [])]
    traces = find_traces(_folder_of(path), identify(pages, number), apart=apart)
    return Dossier(
        number=number,
        records=records,
        booked=booked,
        unread=unread,
        files=traces.files,
        unopened=traces.unopened,
    )


def forget(
    path: Path, number: str, output: Path, *, force: bool = False, pseudonym: str | None = None
) -> Forgotten:
    """
    Write a workbook without a person, totals kept, and take the number out of the ledger.

    The old workbook and other files stay as they are and are named: only a
    person decides that a file may go (payroll must be kept for 7 years).

    Parameters
    ----------
    path : Path
        The workbook.
    number : str
        Personnel number, or the whole name of one who is there.
    output : Path
        The new workbook.
    force : bool
        Also replace a file that somebody changed.
    pseudonym : str, optional
        Drawn at random by default, so that nobody can work back.

    Raises
    ------
    InputError
        When the file cannot be read.
    KoppelingError
        When nothing is held on this number, or the new file is the old one.
    """
    pages, unknown, register = _open(path)
    number = _number_of(number, register, pages)
    identity = identify(pages, number)
    ledger = ledger_in(_folder_of(path))
    if not records_of(pages, number) and not (ledger and bookings_of(number, ledger)):
        raise _nothing_held(number, register)
    stand_in = pseudonym or f"{FORGOTTEN.local}-{secrets.token_hex(4)}"
    erasure = erase(pages, identity, stand_in)
    written = _write(erasure.pages, path, output, practice=practice_of(path), force=force)
    sweep(_folder_of(path))
    # the workbook first: a ledger without the number cannot be matched to the old one
    bookings = replace_number(number, stand_in, ledger) if ledger else 0
    traces = find_traces(_folder_of(path), identity, apart=[written])
    return Forgotten(
        written=written,
        pseudonym=stand_in,
        removed=erasure.removed,
        kept=erasure.kept,
        bookings=bookings,
        doubts=erasure.doubts,
        files=traces.files,
        unopened=traces.unopened,
        left_behind=unknown,
        cut_short=left_behind(_folder_of(path)),
    )


def pseudonymise(
    path: Path, output: Path, *, key: Path | None = None, force: bool = False
) -> tuple[Path, Path]:
    """
    Write a copy in which nobody can be recognised by number, name or address.

    Parameters
    ----------
    path : Path
        A workbook, before or after pairing, or a folder of sheets.
    output : Path
        The copy.
    key : Path, optional
        The key file; made where it is not there yet. By default in the same
        folder, so that every quarter's file gets the same pseudonyms.
    force : bool
        Also replace a file that somebody changed.

    Returns
    -------
    tuple of Path
        The copy, and the key file.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    pages, _unknown, _register = _open(path)
    key_file = key or _key_file(_folder_of(path))
    covered = cover(pages, Pseudonyms(_key_in(key_file)))
    # without a mark: that is made of a name, and could be guessed
    return _write(covered, path, output, practice="", force=force), key_file


def _key_file(folder: Path) -> Path:
    """Return the key file of a folder, whatever the language in which it was made."""
    usual = folder / f"{_KEY_FILE.local}.txt"
    named = (folder / f"{name}.txt" for name in (_KEY_FILE.nl, _KEY_FILE.en))
    return usual if usual.exists() else next((one for one in named if one.exists()), usual)


def _number_of(text: str, register: Register, pages: Sequence[PlainPage]) -> str:
    """
    Return the number of who is meant by a name; a number may be of somebody long gone.

    A workbook of answers has no register: there the number beside the name tells.
    """
    match = register.find(text)
    if not match.number and match.candidates and not any(char.isdigit() for char in text):
        return register.number_of(text)
    called = numbers_called(pages, text)
    return match.number or (called.pop() if len(called) == 1 else text)


def _nothing_held(number: str, register: Register) -> KoppelingError:
    match = register.find(number)
    if match.candidates:
        return UnknownPersonError(register.tell(number, match)[0])
    return KoppelingError(_("Nothing is held here on {number}.").format(number=number))


def _open(path: Path) -> tuple[tuple[PlainPage, ...], tuple[str, ...], Register]:
    found, refused = input_files([path])
    files = [*refused, *Intake(found).collect()]
    if any(file.refusal for file in files):
        remarks = Remarks()
        for file in files:
            report_file(remarks, file)
        raise InputError(remarks.findings)
    register = interpret(files).register
    pages, unknown = read_pages(files)
    return with_numbers(pages, register), unknown, register


def _write(
    pages: Sequence[PlainPage], path: Path, output: Path, *, practice: str, force: bool
) -> Path:
    refuse_input(output, [path])
    content = write_pages(pages, _("Pairing workbook"))
    return publish(output, content, practice=practice, force=force).path


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.resolve().parent


def _key_in(path: Path) -> bytes:
    """Return the key of a file, made first where there is none, for its owner's eyes only."""
    key = establish(path, f"{secrets.token_hex(32)}\n".encode()).strip()
    if not key:
        raise KoppelingError(_("{file} is empty; it should hold the key.").format(file=path))
    return key
