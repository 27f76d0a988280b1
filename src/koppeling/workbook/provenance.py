"""A moment in Herkomst: read the same on every machine, whatever its time zone."""

from __future__ import annotations

from datetime import UTC, datetime

_FORM = "%d-%m-%Y %H:%M:%S %z"


def write_moment(moment: datetime) -> str:
    """
    Write a moment with its difference from UTC.

    Examples
    --------
    >>> write_moment(datetime(2027, 1, 4, 9, 30, tzinfo=UTC))
    '04-01-2027 09:30:00 +0000'
    """
    return moment.strftime(_FORM)


def read_moment(text: str) -> datetime | None:
    """Return what `write_moment` wrote, in UTC; None for any other text."""
    try:
        return datetime.strptime(text, _FORM).astimezone(UTC)
    except ValueError:
        return None
