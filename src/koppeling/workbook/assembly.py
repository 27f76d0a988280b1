"""From tables to the `Instance`: everything that takes more than one cell to judge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from koppeling.domain.instance import Instance, Settings
from koppeling.locale import _
from koppeling.workbook.absences import read_absences
from koppeling.workbook.costs import read_costs
from koppeling.workbook.goals import read_levels, read_matrix, read_weights
from koppeling.workbook.in_force import Options, build_settings
from koppeling.workbook.links import (
    read_capacities,
    read_escalations,
    read_held,
    read_pairings,
    read_preferences,
)
from koppeling.workbook.patterns import DaySettings, read_working_weeks
from koppeling.workbook.people import (
    Surroundings,
    build_juniors,
    build_seniors,
    list_sites,
    read_discs,
)
from koppeling.workbook.public_holidays import list_holidays
from koppeling.workbook.register import Register
from koppeling.workbook.remarks import Remarks
from koppeling.workbook.sites import report_sites, report_words
from koppeling.workbook.tables import Table
from koppeling.workbook.trajectories import read_groups, read_trajectories
from koppeling.workbook.week import stretches_of

_FORTNIGHT = timedelta(days=14)


def assemble(
    options: Options, tables: Mapping[str, Table], register: Register, remarks: Remarks
) -> Instance | None:
    """
    Make an instance of the tables; what does not fit together goes to `remarks`.

    Whoever a row is about is in the `register`, or was reported (`references`).

    Returns
    -------
    Instance or None
        None without a quarter. With errors in `remarks` it is not to be used:
        it lacks what they are about.
    """
    assembly = _Assembly(options, tables, register, remarks)
    settings = build_settings(options, remarks)
    parts = {
        **assembly.read_people(),
        "capacities": read_capacities(tables.get("capacity"), remarks),
        "preferences": read_preferences(tables.get("preferences"), register, remarks),
        "escalations": read_escalations(
            tables.get("escalations"), assembly.groups, register, remarks
        ),
        "groups": assembly.groups,
        "closures": assembly.absences.closures,
        "trajectories": MappingProxyType(assembly.types),
        "weights": read_weights(tables.get("weights"), remarks),
        "levels": read_levels(tables.get("goals"), remarks),
        "fix_costs": read_costs(tables.get("costs"), options["hourly_rate"], remarks),
    }
    if settings is None:
        return None
    instance = Instance(settings=settings, **parts, **assembly.read_dated(settings))
    _report_default_hours(instance, tables.get("seniors"), assembly.register, remarks)
    return instance


class _Assembly:
    """The tables of one reading, with what most of them refer to."""

    def __init__(
        self, options: Options, tables: Mapping[str, Table], register: Register, remarks: Remarks
    ) -> None:
        self.options = options
        self.tables = tables
        self.remarks = remarks
        self.register = register
        self.types = read_trajectories(tables.get("trajectory_types"), remarks)
        self.type_names = {name.casefold(): name for name in self.types}
        self.groups = read_groups(tables.get("groups"), self.type_names, remarks)
        self.absences = read_absences(tables.get("availability"), remarks)
        self.weeks = read_working_weeks(
            tables.get("working_days"),
            DaySettings(
                default=stretches_of(str(options["default_times"])),
                reading=str(options["day_columns"]),
            ),
            list_sites(self.register),
            self.register,
            remarks,
        )

    def read_people(self) -> dict[str, Any]:
        """Read juniors and seniors."""
        around = Surroundings(
            weeks=self.weeks,
            absences=self.absences,
            discs=read_discs(self.tables.get("disc"), self.remarks),
            options=self.options,
            trajectories=self.type_names,
            groups={group.name.casefold(): group.name for group in self.groups},
        )
        juniors, seniors = self.tables.get("juniors"), self.tables.get("seniors")
        report_sites(juniors, seniors, self.register, self.remarks)
        report_words(juniors, seniors, self.register, self.remarks)
        built_juniors = (
            build_juniors(juniors, self.register, around, self.remarks) if juniors else ()
        )
        built_seniors = (
            build_seniors(seniors, self.register, around, self.remarks) if seniors else ()
        )
        return {"juniors": built_juniors, "seniors": built_seniors}

    def read_dated(self, settings: Settings) -> dict[str, Any]:
        """Read what only means something in a quarter."""
        if self.weeks.has_alternating_weeks:
            _report_week_53(settings, self.options, self.remarks)
        register, remarks = self.register, self.remarks
        is_working = bool(self.options["good_friday_working"])
        return {
            "pairings": read_pairings(self.tables.get("pairings"), settings.quarter, remarks),
            "held": read_held(self.tables.get("meetings"), settings, register, remarks),
            "holidays": list_holidays(settings.quarters, is_good_friday_working=is_working),
            "disc_matrix": read_matrix(self.tables.get("disc_matrix"), settings.disc_rule, remarks),
        }


def _report_default_hours(
    instance: Instance, table: Table | None, register: Register, remarks: Remarks
) -> None:
    """Tell for which guides the default hours are assumed, when others have hours of their own."""
    quarter = instance.settings.quarter
    given = {
        row.senior for row in instance.capacities if row.quarter is None or row.quarter <= quarter
    }
    guides = [senior for senior in instance.seniors if senior.coaches]
    without = [s.number for s in guides if s.cap_minutes is None and s.number not in given]
    if table is None or len(without) == len(guides):
        return
    for number in without:
        remarks.warn(
            table.place(register.seniors[number], "hours_per_quarter"),
            "default-hours",
            _("The default of {hours} hours a quarter is assumed for {value}.").format(
                hours=f"{instance.settings.default_cap_minutes / 60:g}".replace(".", ","),
                value="{value}",
            ),
            _("Fill in the hours a quarter if that is not right."),
            value=number,
        )


def _report_week_53(settings: Settings, options: Options, remarks: Remarks) -> None:
    first, last = settings.quarters[0].first_day, settings.quarters[-1].last_day
    for year in range(first.year - 1, last.year + 1):
        monday = date.fromisocalendar(year + 1, 1, 1) - timedelta(days=7)
        if monday.isocalendar().week != 53 or not monday <= last:
            continue
        anchor = settings.even_weeks_from
        if monday + _FORTNIGHT <= first or (anchor is not None and anchor <= monday):
            continue
        remarks.warn(
            options.place("even_weeks_from"),
            "week-53",
            _("{year} has a week 53: that week and week 1 after it are both odd.").format(
                year=year
            ),
            _("Fill in “{setting}” if the weeks strictly alternate in your practice.").format(
                setting=options.in_force["even_weeks_from"].field.words.local
            ),
        )
