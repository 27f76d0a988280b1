"""Settling a period: what is still owed, booked in one transaction, then published."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from koppeling.errors import KoppelingError
from koppeling.export.payroll.batch import (
    MANIFEST,
    Batch,
    Ledgered,
    Span,
    Totals,
    changes,
    ledger_id,
    make_batch,
    to_manifest,
    totals,
)
from koppeling.export.payroll.layouts import render, sum_rows
from koppeling.export.payroll.ledger import Ledger
from koppeling.export.payroll.letter import write_letter
from koppeling.export.payroll.lines import Line
from koppeling.export.payroll.periods import PayPeriod
from koppeling.export.payroll.profile import Profile
from koppeling.export.payroll.publishing import publish_batch, relative
from koppeling.locale import _


@dataclass(frozen=True, kw_only=True)
class Due:
    """
    What a workbook says of a period.

    `lines` are of everything that was worked, whatever the period; `known` the
    ids of all its meetings; `basis` is `held` or `assumed`.
    """

    profile: Profile
    period: PayPeriod
    lines: tuple[Line, ...]
    known: AbstractSet[str]
    basis: str
    practice: str = ""

    @property
    def span(self) -> Span:
        """The period by its name and days."""
        return Span(str(self.period), self.period.first, self.period.last)


@dataclass(frozen=True, kw_only=True)
class Settled:
    """
    How a period stands after settling.

    `batch` is None when there was nothing to send; `is_repeat` when nothing
    changed and the last batch came out again; `reopened` names other closed
    periods that changed since.
    """

    batch: Batch | None = None
    is_repeat: bool = False
    folder: Path | None = None
    files: tuple[Path, ...] = ()
    totals: Totals = field(default_factory=dict)
    reopened: tuple[str, ...] = ()


def settle(ledger: Ledger, due: Due, folder: Path) -> Settled:
    """
    Book and publish what a period still owes.

    The first time everything, later the changes: as a difference or as the
    whole period again, as the profile says. Without changes the last batch is
    published again, byte for byte.

    Parameters
    ----------
    ledger : Ledger
        Open, recovered.
    due : Due
        What was worked.
    folder : Path
        Where batches go, each in a folder of its own.

    Raises
    ------
    KoppelingError
        If the period was closed with another profile, or a file cannot be made.
    """
    with ledger.booking():
        batches = ledger.batches()
        ours = [batch for batch in batches if batch.period == due.span.name]
        _refuse_other_profile(ours, due)
        owed = changes(due.lines, Ledgered(batches), due.span, due.known)
        batch = _next_batch(batches, ours, due, owed) if owed else None
        if batch is not None:
            files = _files(ledger, batch, ours, due)
            ledger.book(batch, files, relative(folder / _folder_name(batch), ledger.path.parent))
            ours.append(batch)
    if not ours:
        return Settled(reopened=_reopened(batches, due))
    place, written = publish_batch(ledger, ours[-1].id)
    return Settled(
        batch=ours[-1],
        is_repeat=batch is None,
        folder=place,
        files=tuple(written),
        totals=totals(_lines_in_file(ours[-1], ours)),
        reopened=_reopened((*batches, ours[-1]), due),
    )


def file_name(profile: Profile, period: PayPeriod, correction: int = 0) -> str:
    """Name a payroll file, without suffix."""
    name = profile.file_name.format(
        profile=profile.name, period=period, year=period.year, number=period.number
    )
    if not correction:
        return name
    return _("{name} correction {number}").format(name=name, number=correction)


def _refuse_other_profile(ours: Sequence[Batch], due: Due) -> None:
    if ours and ours[-1].profile != due.profile.name:
        raise KoppelingError(
            _(
                "Period {period} is closed: it was sent with profile {profile} (batch {batch}). "
                "Hours are sent once; use that profile for a correction."
            ).format(period=due.period, profile=ours[-1].profile, batch=ours[-1].id)
        )


def _next_batch(
    batches: Sequence[Batch], ours: Sequence[Batch], due: Due, owed: Sequence[Line]
) -> Batch:
    return make_batch(
        batches[-1] if batches else None,
        profile=due.profile.name,
        profile_digest=due.profile.digest,
        period=due.period,
        correction=len(ours),
        is_full=bool(ours) and due.profile.corrections == "full",
        basis=due.basis,
        lines=owed,
    )


def _lines_in_file(batch: Batch, ours: Sequence[Batch]) -> list[Line]:
    """List the lines that the file of a batch adds up: its own, or the whole period's."""
    counted = [b for b in ours if b.sequence <= batch.sequence] if batch.is_full else [batch]
    return [line for each in counted for line in each.lines]


def _files(ledger: Ledger, batch: Batch, ours: Sequence[Batch], due: Due) -> dict[str, bytes]:
    lines = _lines_in_file(batch, [*ours, batch])
    rows = sum_rows(lines, keep_zero=batch.is_full)
    name = file_name(due.profile, due.period, batch.correction)
    files = render(rows, due.profile, due.period, name)
    book = ledger.id or ledger_id(batch.id)
    letter = write_letter(batch, totals(lines), files, practice=due.practice, ledger=book)
    files[_("letter with {name}.docx").format(name=name)] = letter
    return {**files, MANIFEST: to_manifest(batch, book, files)}


def _folder_name(batch: Batch) -> str:
    return f"{batch.period} {batch.profile} {batch.id[:8]}"


def _reopened(batches: Sequence[Batch], due: Due) -> tuple[str, ...]:
    """Name the other closed periods that changed since they were sent."""
    ledger = Ledgered(batches)
    spans = {batch.period: Span(batch.period, batch.first, batch.last) for batch in batches}
    spans.pop(due.span.name, None)
    return tuple(
        name for name, span in spans.items() if changes(due.lines, ledger, span, due.known)
    )
