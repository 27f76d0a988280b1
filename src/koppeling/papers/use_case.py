"""The Word documents of a decided result workbook (K9-K14, B11, P24-P29, P37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.papers.casefile import Casefile
from koppeling.papers.documents import choose_papers, render
from koppeling.papers.kinds import DocumentKind
from koppeling.practice.opening import open_result_workbook
from koppeling.practice.outputs import Label, base_name, deliver, practice_of
from koppeling.registers.use_case import stand
from koppeling.workbook.schema.shapes import Role

if TYPE_CHECKING:
    from koppeling.domain.finding import Finding

#: Folder beside the workbook with the practice's own templates.
OWN_TEMPLATES = "sjablonen"


@dataclass(frozen=True, kw_only=True)
class DocumentsRun:
    """
    What `documents` wrote: the files, in order of kind and number.

    `has_pairs` tells whether any pair counts: without one there are no documents.
    """

    folder: Path
    written: tuple[Path, ...]
    has_pairs: bool
    findings: tuple[Finding, ...]


def documents(  # noqa: PLR0913 - one argument for each option of the command
    result: Path,
    *,
    kind: str | None = None,
    junior: str | None = None,
    output: Path | None = None,
    concept: bool = False,
    force: bool = False,
    on: date | None = None,
) -> DocumentsRun:
    """
    Write the documents of a result workbook into a folder.

    All are made before the first is written: a fault in a template leaves
    nothing half done. A file that did not change is left alone.

    Parameters
    ----------
    result : Path
        A result workbook, decided upon.
    kind : str, optional
        A value of `DocumentKind`; without it whatever applies now.
    junior : str, optional
        Only for this junior.
    output : Path, optional
        Folder; by default `<practice> documenten <quarter>` beside the workbook.
    concept : bool
        Count undecided proposals as agreed; every document says so.
    force : bool
        Also replace documents that somebody changed.
    on : date, optional
        Day of reckoning; by default the setting *peildatum*, else today.

    Raises
    ------
    InputError
        When the workbook has errors.
    KoppelingError
        When the junior is unknown or unpaired, or a template cannot be used.
    WriteError
        When a document cannot be written.
    """
    book = open_result_workbook(result, concept=concept)
    junior = junior and book.reading.register.number_of(junior, Role.JUNIOR)
    casefile = Casefile(standing=stand(book, on=on), slots=book.in_force.slots)
    chosen = choose_papers(
        casefile, kind=DocumentKind(kind) if kind is not None else None, junior=junior
    )
    own = result.parent / OWN_TEMPLATES
    made = [(paper.file_name, render(paper, own)) for paper in chosen]
    label = Label.DOCUMENTS
    folder = output or result.with_name(f"{base_name(result)} {label} {casefile.standing.quarter}")
    written = deliver(folder, made, practice_of(result), force=force) if made else ()
    juniors = casefile.standing.instance.juniors
    return DocumentsRun(
        folder=folder,
        written=written,
        has_pairs=any(casefile.senior_of(someone) is not None for someone in juniors),
        findings=book.reading.findings,
    )
