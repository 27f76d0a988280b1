"""Help while filling in: notes at headings, drop-downs and checks of what is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from koppeling.locale import _
from koppeling.workbook.columns import Column
from koppeling.workbook.shapes import Kind

_LONGEST_LIST = _LONGEST_MESSAGE = 255  # Excel's limits
_LONGEST_TITLE = 32


def note_shape(note: str) -> dict[str, Any]:
    """Return XlsxWriter's options for a note that shows whole."""
    height = 18 * (len(note) // 34 + 2)
    return {"author": "koppeling", "width": 240, "height": height, "color": "#FFFBEA"}


def validation(column: Column) -> dict[str, Any]:
    """
    Return XlsxWriter's data validation for a column: drop-down or check, and its message.

    Numbers and dates only ask whether you are sure: the reader accepts more
    spellings than Excel does, and explains what it does not.
    """
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    choices = column.choices
    if column.kind is Kind.YES_NO:
        choices = (_("yes"), _("no"))
    if column.list_from:
        sheet = "'" + column.list_from.replace("'", "''") + "'"
        filled = f"MAX(1,COUNTA({sheet}!$A:$A)-1)"
        rule |= {"validate": "list", "source": f"=OFFSET({sheet}!$A$2,0,0,{filled},1)"}
        rule |= {"error_type": "warning", "error_message": _("This number is not in the list.")}
    elif choices and sum(map(len, choices)) + len(choices) <= _LONGEST_LIST:
        rule |= {"validate": "list", "source": list(choices)}
        rule |= {"error_message": _("Choose one of the words in the list.")}
        if column.is_free:
            rule["show_error"] = False
    elif column.kind is Kind.DATE:
        rule |= {"validate": "date", "criteria": "between", "minimum": date(1950, 1, 1)}
        rule |= {"maximum": date(2199, 12, 31), "error_type": "warning"}
        rule |= {"error_message": _("A date is expected, such as 15-01-2027.")}
    elif column.kind in {Kind.INTEGER, Kind.HOURS, Kind.DECIMAL, Kind.PERCENT}:
        rule |= _range(column)
    if column.note:
        rule |= {
            "input_title": column.heading[:_LONGEST_TITLE],
            "input_message": _clipped(column.note),
        }
    return rule


def _range(column: Column) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "decimal", "error_type": "warning"}
    low = 0 if column.minimum is None else column.minimum
    high = 1_000_000 if column.maximum is None else column.maximum
    if column.kind is Kind.INTEGER:
        rule["validate"] = "integer"
        message = _("A whole number from {low} to {high} is expected.")
    else:
        message = _("A number from {low} to {high} is expected.")
    rule |= {"criteria": "between", "minimum": low, "maximum": high}
    return rule | {"error_message": message.format(low=f"{low:.10g}", high=f"{high:.10g}")}


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"
