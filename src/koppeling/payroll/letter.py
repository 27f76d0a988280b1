"""The letter with a batch: one page in Word that says what it is, and what it is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.payroll.batch import Batch, Totals
from koppeling.payroll.hours import HourKind, PaidRole, tell_minutes
from koppeling.payroll.layouts import CodeTotal

if TYPE_CHECKING:
    from docx.document import Document

_WHEN = datetime(2000, 1, 1, tzinfo=UTC)  # fixed, so that the same batch gives the same bytes


def write_letter(  # noqa: PLR0913 - what a letter tells
    batch: Batch,
    totals: Totals,
    files: Mapping[str, bytes],
    *,
    codes: Sequence[CodeTotal],
    emptied: Sequence[str],
    practice: str,
    ledger: str,
    is_assumed: bool,
) -> bytes:
    """
    Write the letter: period, totals by kind and by code, files with their SHA-256.

    Parameters
    ----------
    batch : Batch
        What it goes with.
    totals : mapping
        Of the file as it is: the whole period in a full re-send.
    files : mapping of str to bytes
        The payroll files.
    codes : sequence of CodeTotal
        What they hold by wage code, as payroll finds it back.
    emptied : sequence of str
        Who has nothing any more of what was sent, where a file may not say 0.
    practice, ledger : str
        Name of the practice (may be empty), id of the ledger.
    is_assumed : bool
        Some of the meetings were planned and taken as held.

    Returns
    -------
    bytes
        A .docx of one page; the same batch gives the same bytes.
    """
    import docx
    from docx.shared import Cm

    document = docx.Document()
    _fix_properties(document)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(1.8)
    document.add_heading(_("Hours of guidance {period}").format(period=batch.period), level=1)
    document.add_paragraph().add_run(_("For information, no extra pay.")).bold = True
    document.add_paragraph(
        _(
            "Guidance is mostly worked in time that is paid already. Post these hours on a "
            "component for information, or use them to divide costs; on a component that pays "
            "they would then be paid twice."
        )
    )
    facts = _facts(batch, practice, ledger, is_assumed=is_assumed)
    _add_table(document, [(_("About this batch"), ""), *facts])
    document.add_paragraph()
    _add_table(document, _totals(totals))
    document.add_paragraph()
    _add_table(document, _code_totals(codes))
    document.add_paragraph()
    if emptied:
        document.add_paragraph(tell_emptied(emptied))
    hashes = [(name, sha256(data).hexdigest()) for name, data in sorted(files.items())]
    _add_table(document, [(_("File"), "SHA-256"), *hashes])
    document.add_paragraph()
    document.add_paragraph(_("Payroll papers are usually kept for 7 years."))
    out = io.BytesIO()
    document.save(out)
    return _repacked(out.getvalue())


def _facts(
    batch: Batch, practice: str, ledger: str, *, is_assumed: bool
) -> Iterable[tuple[str, str]]:
    if practice:
        yield _("Practice"), practice
    yield _("Period"), f"{batch.first:%d-%m-%Y} – {batch.last:%d-%m-%Y}"
    yield _("Profile"), batch.profile
    yield _("Delivery"), tell_delivery(batch)
    yield (
        _("Hours from"),
        _("meetings that were held, or planned and taken as held")
        if is_assumed
        else _("meetings that were held"),
    )
    yield _("Batch"), f"{batch.id} ({batch.sequence})"
    yield _("Ledger"), ledger


def tell_delivery(batch: Batch) -> str:
    """Say in a sentence whether this is the first file of a period or a correction."""
    if not batch.correction:
        return _("first of this period")
    if batch.is_full:
        return _("correction {number}: the whole period again; replaces the earlier file").format(
            number=batch.correction
        )
    return _("correction {number}: the difference only; comes on top of the earlier file").format(
        number=batch.correction
    )


def _totals(totals: Totals) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (_("Kind of hours"), _("In the file"), _("In no file"), _("Together"))
    ]
    for (kind, role), (inside, outside) in totals.items():
        told = (tell_minutes(inside), tell_minutes(outside), tell_minutes(inside + outside))
        rows.append((tell_kind(kind, role), *told))
    inside = sum(pair[0] for pair in totals.values())
    outside = sum(pair[1] for pair in totals.values())
    told = (tell_minutes(inside), tell_minutes(outside), tell_minutes(inside + outside))
    return [*rows, (_("Total"), *told)]


def _code_totals(codes: Sequence[CodeTotal]) -> list[tuple[str, ...]]:
    """Set the hours beside what the file holds, so that both can be found back."""
    heading = (_("Wage code"), _("Values in the file"), _("Hours and minutes"), _("As in the file"))
    return [
        heading,
        *(
            (
                each.code or _("Total"),
                str(each.num_values),
                tell_minutes(each.minutes),
                each.message,
            )
            for each in codes
        ),
    ]


def tell_emptied(emptied: Iterable[str]) -> str:
    """Say whose hours fell away in a package of which nobody knows what it makes of a 0."""
    return _(
        "Nothing is left of what was sent earlier of {people}; the file leaves the cell empty. "
        "Look in the payroll package whether the earlier hours are gone."
    ).format(people=", ".join(emptied))


def tell_kind(kind: HourKind, role: PaidRole) -> str:
    """Name a kind of hours for people."""
    names = {
        HourKind.GUIDANCE: _("guidance"),
        HourKind.TALK: _("quarterly talk"),
        HourKind.GROUP: _("group guidance"),
        HourKind.COCKPIT: _("cockpit meeting"),
    }
    return f"{names[kind]}, {role}"


def _add_table(document: Document, rows: Sequence[tuple[str, ...]]) -> None:
    """Add a table with a bold first row and figures to the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Light Grid Accent 1"
    for number, row in enumerate(rows):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(9)
            run.bold = number == 0 or column == 0
            if len(row) > 2 and column:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fix_properties(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "koppeling"
    properties.created = properties.modified = _WHEN
    properties.comments = properties.title = ""
    properties.revision = 1


def _repacked(content: bytes) -> bytes:
    """Write the archive again with a fixed date on each part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            stamp = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            stamp.external_attr = 0o600 << 16
            stamp.create_system = 3  # else Windows and Linux differ
            new.writestr(stamp, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
