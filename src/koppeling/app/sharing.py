"""What a reader may see of a result: the team, a senior, a junior (P2)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.errors import KoppelingError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.export.sharing import Reader
    from koppeling.workbook.register import Register


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
        `team`, `senior 9003` or `junior 0012`, or with a whole name.
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
    from koppeling.app.naming import base_name, practice_of
    from koppeling.export.agreed import agree
    from koppeling.export.places import Places
    from koppeling.export.sharing import Shared
    from koppeling.export.sharing import share as make
    from koppeling.workbook.publish import publish

    casebook = open_casebook(result)
    instance = instance_of(casebook)
    reader = find_reader(audience, casebook.reading.register)
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
    who = f"{reader.audience} {reader.number}".strip()
    name = file_name(f"{base_name(result)} {who} {instance.settings.quarter}.xlsx")
    target, practice = output or result.with_name(name), practice_of(result)
    return publish(target, make(reader, shared), practice=practice, force=force).path


def find_reader(audience: str, register: Register) -> Reader:
    """
    Read `team`, `senior 9003` or `junior 0012`, or one with a whole name.

    Raises
    ------
    KoppelingError
        For anything else, and for somebody who is not in the workbook.
    """
    from koppeling.export.sharing import Audience, Reader
    from koppeling.workbook.shapes import Role

    kind, _space, number = audience.strip().partition(" ")
    number = number.strip()
    if kind.casefold() == Audience.TEAM and not number:
        return Reader(audience=Audience.TEAM)
    roles = {Audience.SENIOR: Role.SENIOR, Audience.JUNIOR: Role.JUNIOR}
    for person_kind, role in roles.items():
        if kind.casefold() == person_kind and number:
            return Reader(audience=person_kind, number=register.number_of(number, role))
    raise KoppelingError(
        _("For whom? Give team, or “senior 9003”, or “junior 0012”, quotes included.")
    )
