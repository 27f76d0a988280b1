"""Names that meetings keep for ever: the UID of a calendar, the key of a payroll line."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from koppeling.domain.meeting import Meeting, MeetingKind

_NAMESPACE = uuid5(NAMESPACE_URL, "koppeling:meeting")


def identify(kind: MeetingKind, series: str, number: int) -> str:
    """
    Return the id of the `number`-th meeting of a kind in a series.

    Parameters
    ----------
    kind : MeetingKind
        What it is.
    series : str
        Whose it is: senior and junior, senior and group, or one person.
    number : int
        Place in the series, from 1 (of an extra meeting its nominal day as an
        ordinal); it stays when the plan is made again.

    Returns
    -------
    str
        A uuid5, the same on every machine; nothing in it tells a name or a date.

    Examples
    --------
    >>> identify(MeetingKind.GUIDANCE, "0101|0012", 1)
    '680db4fa-b255-5655-a787-2af09f1229ce'
    """
    return str(uuid5(_NAMESPACE, f"{kind.name}|{series}|{number}"))


def is_ours(meeting: Meeting) -> bool:
    """Tell a meeting that was planned from one that somebody typed: that has no number."""
    try:
        return meeting.number > 0 and UUID(meeting.id).version == 5
    except ValueError:
        return False
