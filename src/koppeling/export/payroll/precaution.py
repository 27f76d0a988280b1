"""What a workbook may not change in the ledger: it is older, or somebody was forgotten since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from koppeling.errors import StateError
from koppeling.export.payroll.batch import Batch, Ledgered, is_sound
from koppeling.export.payroll.lines import Line
from koppeling.export.payroll.marks import CLOSED_ITEM
from koppeling.locale import _
from koppeling.workbook.result_sheets import PROVENANCE


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
                item=CLOSED_ITEM.local,
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
