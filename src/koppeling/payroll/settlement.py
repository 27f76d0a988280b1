"""Settling a period: what is still owed, booked in one transaction, then published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from koppeling.errors import StateError
from koppeling.locale import _
from koppeling.payroll.batch import (
    MANIFEST,
    Batch,
    Ledgered,
    Line,
    Span,
    Totals,
    changes,
    is_sound,
    ledger_id,
    make_batch,
    to_manifest,
    totals,
)
from koppeling.payroll.hours import PaidRole
from koppeling.payroll.layouts import PayRow, list_emptied, render, sum_rows, total_by_code
from koppeling.payroll.ledger import Ledger
from koppeling.payroll.letter import write_letter
from koppeling.payroll.periods import PayPeriod
from koppeling.payroll.profile import Profile
from koppeling.payroll.publishing import publish_batch, relative
from koppeling.workbook.schema.results import PROVENANCE, TRAVELLING_ITEMS, OriginKey

#: Meeting, person and role: what is paid once.
Who = tuple[str, str, PaidRole]


@dataclass(frozen=True, kw_only=True)
class PeriodDue:
    """
    What a workbook says of a period.

    `lines` are of everything that was worked, whatever the period; `known` the
    ids of all its meetings, `typed` those of rows that have none; `people` who
    is on its sheets; `told` the batches that it knows of; `newest` the batch
    with which the ledger ended when the lines were made (empty: none).
    """

    profile: Profile
    period: PayPeriod
    lines: tuple[Line, ...]
    known: AbstractSet[str]
    typed: AbstractSet[str]
    people: AbstractSet[str]
    told: AbstractSet[str]
    newest: str
    practice: str = ""

    @property
    def span(self) -> Span:
        """The period by its name and days."""
        return Span(str(self.period), self.period.first, self.period.last)


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """
    How a period stands after settling.

    `batch` is None when there was nothing to send; `is_repeat` when nothing
    changed and the last batch came out again; `reopened` names other closed
    periods that changed since; `emptied` whose hours fell away in a file that may
    not say 0; `agreed` are the batches with which the workbook agrees, so that it
    may know of them.
    """

    batch: Batch | None = None
    is_repeat: bool = False
    folder: Path | None = None
    files: tuple[Path, ...] = ()
    totals: Totals = field(default_factory=dict)
    reopened: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    agreed: AbstractSet[str] = frozenset()


def settle(ledger: Ledger, due: PeriodDue, folder: Path) -> Settlement:
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
    StateError
        If the period was closed with another profile, the hours were sent from
        another ledger, or the workbook is older than what it would change.
    KoppelingError
        If a file cannot be made.
    """
    batches, ours, batch = _next(ledger, due)  # a refusal begins no ledger
    if not batches and batch is None:
        return Settlement()
    with ledger.booking():
        batches, ours, batch = _next(ledger, due)
        if batch is not None:
            files = _files(ledger, batch, ours, due)
            ledger.book(batch, files, relative(folder / _folder_name(batch), ledger.path.parent))
            ledger.tell(
                batch.id,
                _(
                    "Booked in the ledger: period {period}, batch {batch}. Its files are not "
                    "written yet; the same command again writes them."
                ).format(period=batch.period, batch=batch.id),
            )
            ours, batches = [*ours, batch], (*batches, batch)
        if ledger.memory is not None:
            ledger.memory.keep(ledger.id, ledger.path, batches)
    pending = _pending(batches, due)
    settled = Settlement(
        reopened=tuple(period for period in pending if period != due.span.name),
        agreed=_agreed(batches, pending) | ({batch.id} if batch is not None else frozenset()),
    )
    if not ours:
        return settled
    place, written = publish_batch(ledger, ours[-1].id)
    return replace(
        settled,
        batch=ours[-1],
        is_repeat=batch is None,
        folder=place,
        files=tuple(written),
        totals=totals(_lines_in_file(ours[-1], ours)),
        emptied=list_emptied(_rows(ours[-1], ours, due.profile), due.profile),
    )


def _next(ledger: Ledger, due: PeriodDue) -> tuple[tuple[Batch, ...], list[Batch], Batch | None]:
    """Return all batches, those of the period, and the one that it still owes; or refuse."""
    batches = ledger.batches()
    ours = [batch for batch in batches if batch.period == due.span.name]
    _refuse_unfit(ledger, batches, ours, due)
    batch = _next_batch(batches, ours, due)
    if batch is not None:
        refuse_older_workbook(batches, batch.lines, due.told, due.typed)
        refuse_forgotten(
            batches,
            _lines_in_file(batch, [*ours, batch]),
            batch.lines,
            worked=due.lines,
            people=due.people,
        )
        _refuse_elsewhere(ledger, batches, due)
    return batches, ours, batch


def file_name(profile: Profile, period: PayPeriod, correction: int = 0) -> str:
    """Name a payroll file, without suffix."""
    name = profile.file_name.format(
        profile=profile.name,
        period=period,
        year=period.year,
        number=period.number,
        moment=f"{period.last:%Y%m%d}{correction:06d}",
    )
    if not correction or "{moment}" in profile.file_name:
        return name
    return _("{name} correction {number}").format(name=name, number=correction)


def _refuse_unfit(
    ledger: Ledger, batches: Sequence[Batch], ours: Sequence[Batch], due: PeriodDue
) -> None:
    """Stop when this ledger, or this profile, is not the one with which to go on."""
    if due.newest != (batches[-1].id if batches else ""):
        raise StateError(
            _("Somebody else used {file} just now; run this again.").format(file=ledger.path.name)
        )
    if ledger.memory is not None:
        ledger.memory.refuse_older(ledger.id, ledger.path, batches)
    if ours and ours[-1].profile != due.profile.name:
        raise StateError(
            _(
                "Period {period} is closed: it was sent with profile {profile} (batch {batch}). "
                "Hours are sent once; use that profile for a correction."
            ).format(period=due.period, profile=ours[-1].profile, batch=ours[-1].id)
        )


def _refuse_elsewhere(ledger: Ledger, batches: Sequence[Batch], due: PeriodDue) -> None:
    if ledger.memory is not None:
        ours = {line.meeting for batch in batches for line in batch.lines}
        ledger.memory.refuse_elsewhere(ledger.id, ledger.path, due.known - ours)


def _next_batch(batches: Sequence[Batch], ours: Sequence[Batch], due: PeriodDue) -> Batch | None:
    """Make the batch that a period still owes; None when it owes nothing."""
    owed = changes(due.lines, Ledgered(batches), due.span, due.known)
    if not owed:
        return None
    return make_batch(
        batches[-1] if batches else None,
        profile=due.profile.name,
        profile_digest=due.profile.digest,
        period=due.period,
        correction=len(ours),
        is_full=bool(ours) and due.profile.corrections == "full",
        lines=owed,
    )


def _lines_in_file(batch: Batch, ours: Sequence[Batch]) -> list[Line]:
    """List the lines that the file of a batch adds up: its own, or the whole period's."""
    counted = [b for b in ours if b.sequence <= batch.sequence] if batch.is_full else [batch]
    return [line for each in counted for line in each.lines]


def _files(ledger: Ledger, batch: Batch, ours: Sequence[Batch], due: PeriodDue) -> dict[str, bytes]:
    lines = _lines_in_file(batch, [*ours, batch])
    rows = _rows(batch, [*ours, batch], due.profile)
    name = file_name(due.profile, due.period, batch.correction)
    files = render(rows, due.profile, due.period, name)
    book = ledger.id or ledger_id(batch.id)
    letter = write_letter(
        batch,
        totals(lines),
        files,
        codes=total_by_code(rows, due.profile),
        emptied=list_emptied(rows, due.profile),
        practice=due.practice,
        ledger=book,
        is_assumed=any(line.is_assumed for line in lines),
    )
    files[_("letter with {name}").format(name=name) + ".docx"] = letter
    return {**files, MANIFEST: to_manifest(batch, book, files)}


def _rows(batch: Batch, ours: Sequence[Batch], profile: Profile) -> tuple[PayRow, ...]:
    """Give the rows of the file of a batch, the newest of `ours`."""
    earlier = [line for each in ours for line in each.lines if each.sequence < batch.sequence]
    return sum_rows(
        _lines_in_file(batch, ours),
        profile,
        keep_zero=batch.is_full,
        before=() if batch.is_full else earlier,
    )


def _folder_name(batch: Batch) -> str:
    return f"{batch.period} {batch.profile} {batch.id[:8]}"


def _pending(batches: Sequence[Batch], due: PeriodDue) -> dict[str, AbstractSet[Who]]:
    """Tell per closed period whose hours changed since they were sent."""
    ledger = Ledgered(batches)
    spans = {batch.period: Span(batch.period, batch.first, batch.last) for batch in batches}
    found = {
        name: frozenset(line.who for line in changes(due.lines, ledger, span, due.known))
        for name, span in spans.items()
    }
    return {name: who for name, who in found.items() if who}


def _agreed(batches: Sequence[Batch], pending: Mapping[str, AbstractSet[Who]]) -> frozenset[str]:
    """List the batches of which a workbook says the same as the ledger."""
    open_ones = frozenset(who for each in pending.values() for who in each)
    return frozenset(
        batch.id for batch in batches if not any(line.who in open_ones for line in batch.lines)
    )


def refuse_older_workbook(
    batches: Sequence[Batch],
    owed: Iterable[Line],
    told: AbstractSet[str],
    typed: AbstractSet[str],
) -> None:
    """
    Stop when a workbook changes hours of a batch that it does not know of.

    It may be from before that batch, and would undo it. Hours that were never
    sent come from any workbook, unless the row has no id: then it may be one
    that was sent, with another day.

    Parameters
    ----------
    batches : sequence of Batch
        The ledger.
    owed : iterable of Line
        What the workbook would book.
    told : set of str
        The batches that stand in its sheet Herkomst.
    typed : set of str
        Meetings of rows without an id.

    Raises
    ------
    StateError
        With the batch, and how to go on.
    """
    newest = {line.who: batch for batch in batches for line in batch.lines}
    people = {(line.person, line.role): batch for batch in batches for line in batch.lines}
    sent = [
        newest.get(line.who)
        or (people.get((line.person, line.role)) if line.meeting in typed else None)
        for line in owed
    ]
    unknown = [batch for batch in sent if batch is not None and batch.id not in told]
    if unknown:
        batch = max(unknown, key=lambda each: each.sequence)
        raise StateError(
            _(
                "This workbook would change {number} lines that were sent in batch {batch}, but "
                "does not know of that batch: it may be older. Go on with the newest workbook, "
                "the one that koppeling wrote after payroll. Is this the newest all the same? "
                "Then add a row to the sheet {sheet}: “{item} {period}”, with the value {batch}."
            ).format(
                number=len(unknown),
                batch=batch.id,
                period=batch.period,
                sheet=PROVENANCE.words.local,
                item=TRAVELLING_ITEMS[OriginKey.CLOSED].local,
            )
        )


def refuse_forgotten(
    batches: Sequence[Batch],
    sent: Iterable[Line],
    owed: Iterable[Line],
    *,
    worked: Iterable[Line],
    people: AbstractSet[str],
) -> None:
    """
    Stop when hours of somebody who was forgotten would go out again, or under the old number.

    A batch in which a pseudonym stands fits its id no longer; who of it is on
    no sheet is taken for forgotten.

    Parameters
    ----------
    batches : sequence of Batch
        The ledger.
    sent, owed : iterable of Line
        What the file would hold, and what the workbook would book.
    worked : iterable of Line
        All that was worked according to the workbook.
    people : set of str
        Who is on its sheets.

    Raises
    ------
    StateError
        With what is left to do.
    """
    ledger = Ledgered(batches)
    forgotten = {
        line.who
        for batch in batches
        if not is_sound(batch)
        for line in batch.lines
        if line.person not in people
    }
    if any(line.who in forgotten and line.in_file for line in sent):
        raise StateError(
            _(
                "Somebody in this period was forgotten, so no file can name this person any more. "
                "Make this correction in the payroll package itself."
            )
        )
    still = {line.who for line in worked}
    lost = {(who[0], who[2]) for who in forgotten - still if ledger.standing(who) is not None}
    if any(line.minutes > 0 and (line.meeting, line.who[2]) in lost for line in owed):
        raise StateError(
            _(
                "Somebody in this workbook was forgotten since: the ledger has these hours under "
                "another name. Go on with the workbook that koppeling wrote then."
            )
        )
