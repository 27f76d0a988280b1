"""The settings in force: what the sheet Instellingen says, defaults for the rest."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from koppeling.domain.instance import DiscRule, Settings
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.workbook.read.cells import parse_cell
from koppeling.workbook.read.grids import Cell, Grid
from koppeling.workbook.read.parsed import UnfitError, display, shown
from koppeling.workbook.read.remarks import NOWHERE, Place, Remarks
from koppeling.workbook.read.tables import Leniency, Row, Table, read_table
from koppeling.workbook.schema.registry import (
    MEANING,
    SETTINGS,
    SETTINGS_SHEET,
    Field,
    Value,
    find_setting,
    normalise,
)

#: Our own template explains each setting in a third column.
_LENIENCY = Leniency(may_be_empty=("value",), passed_over=(MEANING.nl, MEANING.en))


@dataclass(frozen=True, kw_only=True)
class SettingInForce:
    """A setting with its value, and whether the file gave it."""

    field: Field
    value: Value
    is_from_file: bool

    @property
    def shown(self) -> str:
        """The value as people write it, in the language in use."""
        return display(self.value, self.field)


@dataclass(frozen=True, kw_only=True)
class Options:
    """Every setting by key, and where those of the file stand."""

    in_force: Mapping[str, SettingInForce]
    places: Mapping[str, Place]
    sheet_place: Place = NOWHERE

    def __getitem__(self, key: str) -> Value:
        return self.in_force[key].value

    def place(self, key: str) -> Place:
        """Return the cell that gave a setting, else the sheet."""
        return self.places.get(key, self.sheet_place)


def read_options(grid: Grid | None, remarks: Remarks) -> tuple[Options, Table | None]:
    """
    Read the sheet Instellingen; what is absent or empty gets its default.

    Returns
    -------
    options : Options
        Complete whatever the file holds; `quarter` is None when it gave none.
    table : Table or None
        The sheet as read, with each value of its proper kind.
    """
    reader = _Reader(remarks)
    table = None
    if grid is not None:
        table = read_table(grid, SETTINGS_SHEET, remarks, _LENIENCY)
        rows = tuple(reader.read(row, table, grid) for row in table.rows)
        table = replace(table, rows=rows)
    in_force = {
        field.key: SettingInForce(
            field=field,
            value=reader.values.get(field.key, field.default),
            is_from_file=field.key in reader.values,
        )
        for field in SETTINGS
    }
    place = Place(grid.name, "", grid.source) if grid is not None else NOWHERE
    if grid is not None and "quarter" not in reader.places:
        remarks.error(
            place,
            "missing-quarter",
            _("The setting “{setting}” is missing.").format(
                setting=in_force["quarter"].field.words.local
            ),
            _("Add a row with the quarter you make pairings for, such as 2027-Q1."),
        )
    return Options(in_force=in_force, places=reader.places, sheet_place=place), table


class _Reader:
    """Reads the rows of Instellingen, each value as the kind of its setting."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.values: dict[str, Value] = {}
        self.places: dict[str, Place] = {}

    def read(self, row: Row, table: Table, grid: Grid) -> Row:
        name = row.text("setting")
        field = find_setting(name) if name else None
        place = table.place(row, "value")
        cell = grid.rows[row.number].get(table.columns.get("value", 0))
        if field is None:
            if name:
                _report_unknown(name, table.place(row, "setting"), self.remarks, row["value"])
            return row
        if "value" in row.unread:  # reported when the cell was read
            self.places.setdefault(field.key, place)
        elif field.key in self.places:
            self.remarks.error(
                place,
                "duplicate-setting",
                _("The setting “{setting}” is given twice.").format(setting=field.words.local),
                _("Keep one of the two."),
            )
        elif cell is not None:
            self.places[field.key] = place
            value = self.parse(cell, field, place)
            if value is not None:
                self.values[field.key] = value
                return replace(row, values={**row.values, "value": value})
        return row

    def parse(self, cell: Cell, field: Field, place: Place) -> Value:
        try:
            parsed = parse_cell(cell, field)
        except UnfitError as unfit:
            self.remarks.error(
                place,
                unfit.code,
                _("“{heading}”: {value} was read, but {expected}.").format(
                    heading=field.words.local, value=f"“{shown(cell)}”", expected=unfit.expected
                ),
                unfit.remedy,
            )
            return None
        if parsed.doubt is not None:
            doubt = parsed.doubt
            self.remarks.warn(place, doubt.code, doubt.message, doubt.remedy, value=doubt.value)
        return parsed.value


def _report_unknown(name: str, place: Place, remarks: Remarks, value: Value) -> None:
    """Refuse a setting that is not known but given: left out, its default would hold."""
    known = {
        normalise(word): field for field in SETTINGS for word in (field.words.nl, field.words.en)
    }
    close = difflib.get_close_matches(normalise(name), list(known), n=1, cutoff=0.75)
    remedy = _("Remove the row, or correct the name.")
    if close:
        remedy = _("Is “{guess}” meant?").format(guess=known[close[0]].words.local)
    tell = remarks.warn if value is None else remarks.error
    tell(
        place,
        "unknown-setting",
        _("The setting “{setting}” is not known and not used.").format(setting=name[:60]),
        remedy,
    )


def build_settings(options: Options, remarks: Remarks) -> Settings | None:
    """Make `Settings` of the options; None without a quarter."""
    quarter_text = options["quarter"]
    if not isinstance(quarter_text, str):
        return None
    quarter = Quarter.parse(quarter_text)
    return Settings(
        quarter=quarter,
        horizon_length=_whole(options, "horizon"),
        reference_date=_reference_date(options, quarter, remarks),
        meeting_minutes=_whole(options, "meeting_minutes"),
        comfort_permille=_whole(options, "comfort"),
        keep_running=options["running_pairings"] == "locked",
        default_cap_minutes=round(_number(options, "default_hours") * 60),
        long_leave_days=_whole(options, "long_leave_days"),
        even_weeks_from=_day(options, "even_weeks_from"),
        disc_rule=DiscRule(str(options["disc_rule"])),
        remote_allowed=bool(options["remote_allowed"]),
        direct_norm_junior=_whole(options, "direct_norm_junior"),
        direct_norm_senior=_whole(options, "direct_norm_senior"),
        reserve_percent=_whole(options, "reserve"),
        time_limit=None if options["time_limit"] is None else _number(options, "time_limit"),
        practice_name=str(options["practice_name"] or ""),
    )


def _reference_date(options: Options, quarter: Quarter, remarks: Remarks) -> date | None:
    day = _day(options, "reference_date")
    if day is None or quarter.first_day <= day <= quarter.last_day:
        return day
    name = options.in_force["reference_date"].field.words.local
    if day > quarter.last_day:
        remarks.error(
            options.place("reference_date"),
            "reference-date-after-quarter",
            _("“{setting}” lies after the end of {quarter}.").format(setting=name, quarter=quarter),
            _("Choose a day in the quarter, or a later quarter."),
        )
    else:
        remarks.warn(
            options.place("reference_date"),
            "reference-date-before-quarter",
            _("“{setting}” lies before the start of {quarter} and has no effect.").format(
                setting=name, quarter=quarter
            ),
            _("Leave it empty, unless you plan again in mid-quarter."),
        )
    return None


def _number(options: Options, key: str) -> float:
    value = options[key]
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"setting {key} has no number")


def _whole(options: Options, key: str) -> int:
    return round(_number(options, key))


def _day(options: Options, key: str) -> date | None:
    value = options[key]
    return value if isinstance(value, date) else None
