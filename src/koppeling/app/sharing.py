"""What a reader may see of a result: the team, a senior, a junior (P2)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.errors import KoppelingError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.export.sharing import Reader


def share(
    result: Path,
    audience: str,
    *,
    output: Path | None = None,
    concept: bool = False,
    force: bool = False,
) -> Path:
    """
    Write a copy with only what a reader may see.

    Parameters
    ----------
    result : Path
        A result workbook.
    audience : str
        `team`, `senior 9003` or `junior 0012`.
    output : Path, optional
        By default beside the result, with the reader in its name.
    concept : bool
        Undecided proposals count as agreed; the copy then says so.
    force : bool
        Also replace a file that somebody changed.

    Raises
    ------
    InputError
        When the result has errors.
    KoppelingError
        When the reader is unknown, or there is nothing decided to see.
    """
    from koppeling.app.casebook import instance_of, open_casebook
    from koppeling.app.delivery import file_name
    from koppeling.app.naming import base_name
    from koppeling.export.agreed import agree
    from koppeling.export.places import Places
    from koppeling.export.sharing import Shared
    from koppeling.export.sharing import share as make
    from koppeling.workbook.publish import publish

    casebook = open_casebook(result)
    instance = instance_of(casebook)
    reader = find_reader(audience, instance)
    agreement = agree(casebook.decisions, concept=concept)
    if not any(reader.may_see(*pair) for pair in agreement.pairs.items()):
        raise KoppelingError(
            _("No pair is decided that this reader may see; --concept also shows proposals.")
        )
    shared = Shared(
        instance=instance,
        places=Places(instance),
        agreement=agreement,
        slots={
            row.junior: slot
            for row in casebook.decisions
            if (slot := row.slot or (row.proposed_slot if row.decision is None else None))
        },
        meetings=casebook.meetings,
    )
    name = file_name(f"{base_name(result)} {audience} {instance.settings.quarter}.xlsx")
    return publish(output or result.with_name(name), make(reader, shared), force=force).path


def find_reader(audience: str, instance: Instance) -> Reader:
    """
    Read `team`, `senior 9003` or `junior 0012`.

    Raises
    ------
    KoppelingError
        For anything else, and for a number that is not in the workbook.
    """
    from koppeling.export.sharing import Audience, Reader

    kind, _space, number = audience.strip().partition(" ")
    number = number.strip()
    if kind.casefold() == Audience.TEAM and not number:
        return Reader(audience=Audience.TEAM)
    known = {Audience.SENIOR: instance.seniors, Audience.JUNIOR: instance.juniors}
    for person_kind, people in known.items():
        if kind.casefold() == person_kind and number:
            if number not in {person.number for person in people}:
                raise KoppelingError(_("{number} is not in this workbook.").format(number=number))
            return Reader(audience=person_kind, number=number)
    raise KoppelingError(
        _("For whom? Give team, or “senior 9003”, or “junior 0012”, quotes included.")
    )
