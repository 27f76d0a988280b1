"""When a workbook was last written: by koppeling, or after it by a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koppeling.workbook.casebook import Casebook

_SECOND = timedelta(seconds=1)


def last_written(casebook: Casebook) -> datetime:
    """
    Return the moment at which a workbook got what it says now, in UTC.

    Of a workbook that nobody touched that is the latest moment in Herkomst, so
    that the same file always gives the same answer. Otherwise it is when it was
    saved, and in any case later than what Herkomst says.
    """
    from koppeling.workbook.provenance import read_moment
    from koppeling.workbook.publish import is_untouched, saved_at

    read = (read_moment(value) for _item, value in casebook.provenance)
    recorded = max((moment for moment in read if moment is not None), default=None)
    if recorded is None:
        return saved_at(casebook.path)
    if is_untouched(casebook.path):
        return recorded
    return max(saved_at(casebook.path, after=recorded), recorded + _SECOND)


def next_moment(casebook: Casebook) -> datetime:
    """Return the moment to record in what is made of a workbook now: always a later one."""
    now = datetime.now(UTC).replace(microsecond=0)
    return max(now, last_written(casebook) + _SECOND)
