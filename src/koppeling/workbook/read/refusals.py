"""Why a file was not read, in words."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

from koppeling.locale import _
from koppeling.workbook.read.remarks import Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from koppeling.workbook.read.grids import RawFile
    from koppeling.workbook.read.remarks import Remarks


def report_file(remarks: Remarks, file: RawFile) -> None:
    """Tell why a file was refused, and what was remarkable about one that was read."""
    place = Place(source=file.name)
    if file.refusal:
        message, remedy = words_of(file.refusal, file.name, file.detail)
        remarks.error(place, file.refusal, message, remedy)
    for code, detail in file.remarks:
        if code == "cp1252":
            remarks.warn(
                place,
                code,
                _("{file} is not UTF-8; it was read as Windows text (cp1252).").format(
                    file=file.name
                ),
                _("Check names with accents, or save the file as “CSV UTF-8”."),
            )
        elif code == "ragged":
            rows = ", ".join(str(row) for row in detail["rows"])
            remarks.error(
                place,
                code,
                _("{file} has rows with more fields than the first row: {rows}.").format(
                    file=file.name, rows=rows
                ),
                _("Put quotes around text that contains the separator."),
            )


def words_of(code: str, file: str, detail: Mapping[str, Any]) -> tuple[str, str]:
    """Say why a file was refused, and what to do about it."""
    message, remedy = _texts()[code]
    return message.format(file=file, **_shown(detail)), remedy.format(file=file, **_shown(detail))


def _shown(detail: Mapping[str, Any]) -> dict[str, str]:
    names = ("megabytes", "suffix", "line", "sheet", "cell", "reason")
    shown = {name: str(detail.get(name, "")) for name in names}
    return shown | {"reason": reason_in_words(detail.get("reason"))}


def reason_in_words(error: OSError | sqlite3.Error | int | None) -> str:
    """
    Say why the computer refused, by the number of its error.

    What the system itself says is English, or in another language still. A
    number that is not known is told, so that somebody can look it up.

    Examples
    --------
    >>> from koppeling.locale import language
    >>> with language("en"):
    ...     reason_in_words(OSError(28, "No space left on device")), reason_in_words(9999)
    ('the disk is full', 'the computer refuses it (error 9999)')
    """
    if isinstance(error, OSError):
        number = error.errno
    elif error is None or isinstance(error, int):
        number = error
    else:
        return _reason_of_database(error)
    told = _reasons()
    if number in told:
        return told[number]
    return _("the computer refuses it (error {number})").format(number=number or "?")


def _reasons() -> dict[int | None, str]:
    no_permission, is_full = _("you have no permission"), _("the disk is full")
    no_answer = _("the disk or the network does not answer")
    told = {
        "EACCES": no_permission,
        "EPERM": no_permission,
        "ENAMETOOLONG": _("its name is too long"),
        "EILSEQ": _("the disk does not take this name"),
        "EINVAL": _("the disk does not take this name"),
        "EISDIR": _("it is a folder"),
        "ENOTDIR": _("one of the folders in its name is a file"),
        "EEXIST": _("something of that name is there already"),
        "ENOTEMPTY": _("something of that name is there already"),
        "ENOENT": _("it is not there"),
        "ENXIO": _("it is not there"),
        "ELOOP": _("it is a link that leads nowhere"),
        "ENOSPC": is_full,
        "EDQUOT": _("the space that you may use on the disk is full"),
        "EFBIG": _("it is larger than this disk or computer allows"),
        "EROFS": _("the disk can only be read"),
        "EIO": no_answer,
        "ESTALE": no_answer,
        "ETIMEDOUT": no_answer,
        "EHOSTDOWN": no_answer,
        "EHOSTUNREACH": no_answer,
        "ENETDOWN": no_answer,
        "ENETUNREACH": no_answer,
        "ENODEV": no_answer,
        "EBUSY": _("another program has it open"),
        "ETXTBSY": _("another program has it open"),
        "EAGAIN": _("another program has it open"),
        "EMFILE": _("too many files are open"),
        "ENFILE": _("too many files are open"),
        "ENOMEM": _("the memory of the computer is full"),
        "EPIPE": _("the program that was reading along stopped"),
        "EBADF": _("it was closed"),
    }
    return {getattr(errno, name): text for name, text in told.items() if hasattr(errno, name)}


def _reason_of_database(error: sqlite3.Error) -> str:
    """Say the same of SQLite, of which the last byte of the code is the kind."""
    code = getattr(error, "sqlite_errorcode", None)
    kinds = {
        3: errno.EACCES,  # PERM
        5: errno.EBUSY,
        6: errno.EBUSY,  # LOCKED
        7: errno.ENOMEM,
        8: errno.EROFS,
        10: errno.EIO,
        13: errno.ENOSPC,
        14: errno.EACCES,  # CANTOPEN
    }
    if code is None or code & 0xFF not in kinds:
        return _("the computer refuses it (error {number})").format(number=f"SQLite {code or '?'}")
    return reason_in_words(kinds[code & 0xFF])


def _texts() -> dict[str, tuple[str, str]]:
    return {**_about_access(), **_about_format(), **_about_size(), **_about_content()}


def _about_access() -> dict[str, tuple[str, str]]:
    return {
        "not-found": (_("{file} does not exist."), _("Check the name and the folder.")),
        "empty-folder": (
            _("{file} holds no .xlsx, .xlsm, .ods or .csv file."),
            _("Choose the folder with the sheets, or the workbook itself."),
        ),
        "no-access": (
            _("{file} cannot be opened: {reason}."),
            _("Check whether you may read the file and whether it is fully downloaded."),
        ),
        "no-file": (
            _("{file} is no file but a pipe or a device."),
            _("Save it as a file first."),
        ),
        "password": (
            _("{file} is protected with a password."),
            _("Open it in Excel and save it without a password."),
        ),
    }


def _about_format() -> dict[str, tuple[str, str]]:
    resave = _("Open it in Excel or LibreOffice and save it as .xlsx.")
    return {
        "unknown-format": (
            _("{file} is of a kind koppeling does not read ({suffix})."),
            _("Use .xlsx, .xlsm, .ods or .csv."),
        ),
        "old-format": (_("{file} is in an old Excel format (.xls or .xlsb)."), resave),
        "strict": (
            _("{file} is saved as “Strict Open XML”, which is easily misread."),
            _("Save it in Excel as an ordinary “Excel workbook (.xlsx)”."),
        ),
        "damaged": (_("{file} is damaged or is not a workbook."), resave),
        "crashed": (_("{file} could not be read: something in it is damaged."), resave),
        "duplicate-entry": (_("{file} holds the same part twice."), resave),
        "dtd": (
            _("{file} declares entities of its own, which is not safe to read."),
            resave,
        ),
    }


def _about_size() -> dict[str, tuple[str, str]]:
    smaller = _("Copy the sheets you need to a new workbook and save that as .xlsx.")
    return {
        "too-much-memory": (
            _("{file} takes far more memory than a workbook of this kind."),
            smaller,
        ),
        "not-reached": (
            _("{file} was not read: a file before it took all the time there is."),
            _("Take that file away or mend it, and run this again."),
        ),
        "too-slow": (_("Reading {file} took too long; it was stopped."), smaller),
        "file-too-big": (_("{file} is {megabytes} MB; at most 20 MB is read."), smaller),
        "too-much": (_("{file} unpacks to far more than a workbook of this kind holds."), smaller),
        "too-many-cells": (_("{file} has more than two million cells."), smaller),
        "far-cell": (_("{file} has a cell far outside the sheet."), smaller),
    }


def _about_content() -> dict[str, tuple[str, str]]:
    in_editor = _("Open the file in a text editor and mend that line.")
    return {
        "not-a-number": (
            _("{file}, sheet {sheet}, cell {cell}: it is marked as a number but holds none."),
            _("Type the value again."),
        ),
        "csv-nul": (_("{file}, line {line}: there is a NUL character in the text."), in_editor),
        "csv-quote": (_("{file}, line {line}: a quote is opened but not closed."), in_editor),
    }
