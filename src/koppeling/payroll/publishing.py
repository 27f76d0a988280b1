"""From ledger to folder, and from folder back to ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from koppeling.locale import _
from koppeling.payroll.batch import MANIFEST, Batch, from_manifest
from koppeling.payroll.ledger import LEDGER_NAME, Ledger, LedgerError, replace_number
from koppeling.workbook.write.publish import publish_folder, replacing


def place(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """
    Put files in a folder, all or none.

    A file that stands there already with the same bytes is left alone; one
    that somebody changed is kept as .bak.
    """
    return publish_folder(folder, dict(sorted(files.items())), force=True)


def publish_batch(ledger: Ledger, batch: str) -> tuple[Path, list[Path]]:
    """
    Put the files of a booked batch in their place; return the folder and the files.

    Of files that `forget` took out of the ledger those count that still stand there.
    """
    folder = ledger.path.parent / ledger.folder(batch)
    with ledger.booking():  # so that nobody else is writing here
        files = [*place(folder, ledger.files(batch))]
        files += [
            folder / name
            for name, digest in ledger.erased(batch).items()
            if (folder / name).is_file()
            and sha256((folder / name).read_bytes()).hexdigest() == digest
        ]
        ledger.mark_published(batch)
        ledger.tell(batch, _("Booked in the ledger: batch {batch}.").format(batch=batch))
    return folder, files


def recover(ledger: Ledger) -> list[Path]:
    """Finish what a killed run booked but did not publish; return the folders."""
    return [publish_batch(ledger, batch)[0] for batch in ledger.unpublished()]


def rebuild(folder: Path, target: Path) -> tuple[Batch, ...]:
    """
    Make the ledger again from the batches in a folder (and the folders in it).

    Every manifest must be as it was written, every file that it names must be
    there unchanged, and the chain must be whole. A ledger that is in the way
    is kept as .bak, unless it knows a batch that the folder lacks.

    Parameters
    ----------
    folder : Path
        Where the batches are.
    target : Path
        Folder of the new ledger.

    Returns
    -------
    tuple of Batch
        What the ledger holds now.

    Raises
    ------
    LedgerError
        If anything is missing or changed; nothing is written then.
    """
    found: dict[str, tuple[Batch, Path, dict[str, bytes]]] = {}
    places: dict[str, Path] = {}
    for manifest in sorted(folder.rglob(MANIFEST)):
        batch, ledger_of_batch, files = _read_batch(manifest)
        places.setdefault(ledger_of_batch, manifest.parent)
        found.setdefault(batch.id, (batch, manifest.parent, files))
    _refuse_several(list(places.values()), folder)
    chain = sorted(found.values(), key=lambda item: (item[0].sequence, item[0].id))
    _check_chain([batch for batch, _folder, _files in chain], folder)
    path = target / LEDGER_NAME
    with replacing(path) as new:
        _refuse_losing(path, found.keys())
        with Ledger.open(new) as ledger, ledger.booking():
            for batch, place_of_batch, files in chain:
                ledger.book(batch, files, relative(place_of_batch, target))
                ledger.mark_published(batch.id)
        for number, pseudonym in _forgotten(path, [batch for batch, _folder, _files in chain]):
            replace_number(number, pseudonym, new)
        # a journal of the old one may not be played into the new
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            journal.replace(journal.with_name(f"{journal.name}.bak"))
    return tuple(batch for batch, _folder, _files in chain)


def relative(folder: Path, base: Path) -> str:
    """Write a folder relative to the ledger, so that both can move; whole when elsewhere."""
    try:
        return folder.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return str(folder.resolve())


def _read_batch(manifest: Path) -> tuple[Batch, str, dict[str, bytes]]:
    content = manifest.read_bytes()
    where = f"{manifest.parent.name}/{manifest.name}"
    try:
        batch, ledger, digests = from_manifest(content)
    except ValueError as error:
        raise LedgerError(
            _("{file} was changed since it was written, or is no batch.").format(file=where)
        ) from error
    files = {}
    for name, digest in digests.items():
        path = manifest.parent / Path(name).name
        data = path.read_bytes() if path.is_file() else None
        if data is None or sha256(data).hexdigest() != digest:
            raise LedgerError(
                _("{file}, of batch {batch}, is missing or was changed.").format(
                    file=name, batch=batch.id
                )
            )
        files[name] = data
    return batch, ledger, {**files, MANIFEST: content}


def _refuse_several(places: list[Path], folder: Path) -> None:
    """Stop when the batches are of several ledgers: each has its own meetings."""
    if len(places) > 1:
        names = [place.relative_to(folder).as_posix() for place in places]
        raise LedgerError(
            _(
                "The batches in {folder} are of {number} ledgers (see {places}). Give the folder "
                "of one of them."
            ).format(folder=folder, number=len(places), places=", ".join(f"“{n}”" for n in names))
        )


def _check_chain(batches: list[Batch], folder: Path) -> None:
    if not batches:
        raise LedgerError(
            _("There are no batches in {folder}: no {file}.").format(folder=folder, file=MANIFEST)
        )
    previous = ""
    for number, batch in enumerate(batches, start=1):
        if batch.sequence != number or batch.previous != previous:
            raise LedgerError(
                _("Batch {number} is missing in {folder}; the ledger cannot be whole.").format(
                    number=number, folder=folder
                )
            )
        previous = batch.id


def _refuse_losing(path: Path, found: Collection[str]) -> None:
    """Stop when the ledger that is there knows more than the folder."""
    lost = [batch.id for batch in _known(path) if batch.id not in found]
    if lost:
        raise LedgerError(
            _("{file} has a batch that the folder lacks: {batch}.").format(
                file=path.name, batch=lost[0]
            )
        )


def _known(path: Path) -> tuple[Batch, ...]:
    """List the batches of a ledger; none when it is damaged, for that is why one rebuilds."""
    if not path.is_file():
        return ()
    try:
        with Ledger.open(path) as ledger:
            return ledger.batches()
    except LedgerError:
        return ()


def _forgotten(path: Path, batches: Sequence[Batch]) -> Iterator[tuple[str, str]]:
    """Tell which numbers the old ledger held under a pseudonym: forgotten they stay."""
    lines = {batch.id: batch.lines for batch in batches}
    pairs = {
        (new.person, old.person)
        for batch in _known(path)
        for new, old in zip(lines.get(batch.id, ()), batch.lines, strict=False)
        if replace(old, person=new.person) == new
    }
    yield from sorted(pair for pair in pairs if pair[0] != pair[1])
