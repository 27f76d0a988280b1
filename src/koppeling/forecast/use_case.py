"""Looking ahead before hiring: need, room, runway, what helps, and who cannot be missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from koppeling.domain.finding import InputError
from koppeling.domain.instance import Instance
from koppeling.domain.period import horizon
from koppeling.errors import KoppelingError
from koppeling.forecast.answer import MOST_QUARTERS, Assumptions, Forecast, Gain
from koppeling.forecast.sheets import days_in_words
from koppeling.forecast.study import Recruiting
from koppeling.forecast.study import forecast as study
from koppeling.forecast.words import gained, helped, lost, summarise
from koppeling.locale import _
from koppeling.practice.input import check
from koppeling.practice.outputs import Label, fresh, practice_of_all, refuse_places
from koppeling.solve.asking import open_executor
from koppeling.workbook.read.public_holidays import list_holidays
from koppeling.workbook.read.week_cells import stretches_of
from koppeling.workbook.write.publish import publish

if TYPE_CHECKING:
    from koppeling.domain.finding import Finding
    from koppeling.workbook.read.reader import Reading


@dataclass(frozen=True, kw_only=True)
class ForecastRun:
    """
    A finished look ahead.

    Parameters
    ----------
    forecast : Forecast
        Every figure, in minutes.
    instance : Instance
        The practice it is about.
    findings : tuple of Finding
        What stood out in the input.
    written : Path or None
        The workbook, when one was written.
    picture : Path or None
        The chart as a picture, when asked for.
    practice : str
        The mark of the practice that it is about.
    """

    forecast: Forecast
    instance: Instance
    findings: tuple[Finding, ...] = ()
    written: Path | None = None
    picture: Path | None = None
    practice: str = ""

    @property
    def summary(self) -> tuple[str, ...]:
        """The main points, as sentences in the language in use."""
        return tuple(sentence for _item, sentence in summarise(self.forecast, self.instance))

    @property
    def quarters(self) -> pd.DataFrame:
        """A row for each quarter; hours of one side, None where not proven."""
        return frame_quarters(self.forecast)

    @property
    def runway(self) -> pd.Series[str]:
        """The first quarter with too few hours, without and with hiring and reserve; or None."""
        return frame_runway(self.forecast)

    @property
    def room(self) -> pd.DataFrame:
        """A row for each quarter, site and set of working days, with the room there is."""
        return frame_room(self.forecast)

    @property
    def gains(self) -> pd.DataFrame:
        """A row for each change, with what it brings in the quarter where it pinches."""
        return frame_gains(self.forecast)

    @property
    def cannot_miss(self) -> pd.DataFrame:
        """A row for each senior, with what happens when that one is gone."""
        return frame_dependences(self.forecast)

    def to_excel(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the workbook; return where it went (beside `path` when that is open)."""
        from koppeling.forecast.sheets import to_bytes

        content = to_bytes(self.forecast, self.instance)
        return publish(Path(path), content, practice=self.practice, force=force).path

    def to_picture(self, path: str | Path) -> Path:
        """Write the chart as a picture, .png or .svg by the name."""
        from koppeling.forecast.sheets import draw_outlook

        target = _picture_name(Path(path))
        kind = target.suffix.lower().removeprefix(".")
        return publish(target, draw_outlook(self.forecast, kind), force=True).path


def forecast(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    assumptions: Assumptions | None = None,
    *,
    output: Path | None = None,
    picture: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    force: bool = False,
) -> ForecastRun:
    """
    Look ahead and write the workbook.

    Parameters
    ----------
    path : Path
        A workbook or folder, or a result, of which the input part counts.
    assumptions : Assumptions, optional
        Twelve quarters and one junior a quarter otherwise. The hourly rate is
        that of the settings.
    output : Path, optional
        `<name> vooruitblik <quarter>.xlsx` beside the input otherwise.
    picture : Path, optional
        Also draw the chart, .png or .svg.
    workers, scheduler : optional
        As in `koppeling.solve.asking.open_executor`.
    progress : callable, optional
        Told how many questions are answered, of how many.
    force : bool
        Overwrite a workbook that somebody changed.

    Raises
    ------
    InputError
        When the input has errors.
    WriteError
        When a result cannot be written.
    KoppelingError
        When an assumption or the name of a picture does not fit.
    """
    if picture is not None:
        _picture_name(picture)
    reading = check([path])
    practice = practice_of_all(reading.paths)
    target = output
    if reading.instance is not None:
        quarter = reading.instance.settings.quarter
        target = output or fresh(path, Label.FORECAST, quarter, practice)
        refuse_places(target, None, reading.paths, practice=practice, force=force)
    run = look_ahead(
        reading, assumptions or Assumptions(), workers=workers, scheduler=scheduler,
        progress=progress,
    )  # fmt: skip
    run = replace(run, practice=practice)
    drawn = None if picture is None else run.to_picture(picture)
    written = None if target is None else run.to_excel(target, force=force)
    return replace(run, written=written, picture=drawn)


def look_ahead(
    reading: Reading,
    assumptions: Assumptions,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ForecastRun:
    """
    Look ahead without writing anything.

    Raises
    ------
    InputError
        When the input has errors.
    KoppelingError
        When an assumption does not fit.
    """
    if reading.instance is None:
        raise InputError(reading.findings)
    _refuse(assumptions)
    instance = with_holidays(reading, reading.instance, assumptions.num_quarters)
    rate = _setting(reading, "hourly_rate")
    taken = replace(assumptions, hourly_rate=float(rate) if isinstance(rate, int | float) else None)
    with open_executor(workers, scheduler) as executor:
        found = study(instance, taken, executor, _recruiting(reading, instance), progress)
    return ForecastRun(forecast=found, instance=instance, findings=reading.findings)


def with_holidays(reading: Reading, instance: Instance, num_quarters: int) -> Instance:
    """Return the practice with the public holidays of every quarter that is looked at."""
    length = num_quarters + instance.settings.horizon_length
    is_working = bool(_setting(reading, "good_friday_working"))
    holidays = list_holidays(
        horizon(instance.settings.quarter, length), is_good_friday_working=is_working
    )
    return replace(instance, holidays=holidays)


def _recruiting(reading: Reading, instance: Instance) -> Recruiting:
    usual = Recruiting().trajectory
    known = usual if usual in instance.trajectories else next(iter(instance.trajectories))
    times = tuple(stretches_of(str(_setting(reading, "default_times"))))
    return Recruiting(times=times, trajectory=known)


def _setting(reading: Reading, key: str) -> object:
    return next((one.value for one in reading.settings if one.field.key == key), None)


def _refuse(assumptions: Assumptions) -> None:
    """Refuse what makes no sense, in words."""
    if not 1 <= assumptions.num_quarters <= MOST_QUARTERS:
        raise KoppelingError(
            _("The number of quarters must be 1 to {most}.").format(most=MOST_QUARTERS)
        )
    if assumptions.hire_per_quarter < 1:
        raise KoppelingError(_("The number of juniors to hire must be at least 1."))
    for percent in (assumptions.turnover_percent, assumptions.leave_percent):
        if not 0 <= percent <= 100:
            raise KoppelingError(_("A percentage must be 0 to 100."))


def _picture_name(path: Path) -> Path:
    from koppeling.forecast.sheets import PICTURES

    if path.suffix.lower() not in PICTURES:
        raise KoppelingError(_("The name of the picture must end in .png or .svg."))
    return path


def frame_quarters(forecast: Forecast) -> pd.DataFrame:
    """Return a row for each quarter; hours are of one side, consults and euros of both."""
    rate = forecast.assumptions.hourly_rate
    return pd.DataFrame(
        [
            {
                "quarter": str(one.quarter),
                "need": one.need_minutes / 60,
                "hired": one.hired_minutes / 60,
                "available": one.available_minutes / 60,
                "reserved": one.reserved_minutes / 60,
                "ratio": one.ratio,
                "served": None if one.served_minutes is None else one.served_minutes / 60,
                "room": one.room,
                "unplaced": one.num_unplaced,
                "juniors": one.num_juniors,
                "seniors": one.num_seniors,
                "starting": list(one.starting),
                "ending": list(one.ending),
                "arriving": list(one.arriving),
                "trained": list(one.trained),
                "leaving": list(one.leaving),
                "expiring": list(one.expiring),
                "consults": one.need_minutes / 30,
                "euros": None if rate is None else one.need_minutes / 30 * rate,
            }
            for one in forecast.quarters
        ]
    ).set_index("quarter")


def frame_runway(forecast: Forecast) -> pd.Series[str]:
    """Return the first quarter with too few hours, in four ways; None where there is none."""
    short = {
        (hiring, reserve): forecast.first_short(with_reserve=reserve, with_hiring=hiring)
        for hiring in (False, True)
        for reserve in (False, True)
    }
    index = pd.MultiIndex.from_tuples(short, names=["hiring", "reserve"])
    values = [None if quarter is None else str(quarter) for quarter in short.values()]
    return pd.Series(values, index=index, dtype=object, name="quarter")


def frame_room(forecast: Forecast) -> pd.DataFrame:
    """Return a row for each quarter and kind of newcomer."""
    rows = [
        (str(row.quarter), row.newcomer.site, days_in_words(row.newcomer), row.number)
        for row in forecast.room
    ]
    return pd.DataFrame(rows, columns=["quarter", "site", "days", "room"])


def frame_gains(forecast: Forecast) -> pd.DataFrame:
    """Return a row for each change; `senior` is None when it is about all, or a new one."""
    columns = ["senior", "step", "amount", "site", "day", "room", "gain", "helped"]
    return pd.DataFrame(
        [_gain_row(gain, forecast) for gain in (*forecast.pinch.general, *forecast.gains)],
        columns=columns,
    )


def _gain_row(gain: Gain, forecast: Forecast) -> tuple[object, ...]:
    return (
        gain.senior,
        gain.step.value,
        gain.amount,
        gain.site,
        gain.day,
        gain.room,
        gained(gain, forecast),
        helped(gain, forecast),
    )


def frame_dependences(forecast: Forecast) -> pd.DataFrame:
    """Return a row for each senior."""
    rows = [
        (one.senior, list(one.orphans), one.num_placed_again, lost(one))
        for one in forecast.dependences
    ]
    return pd.DataFrame(rows, columns=["senior", "orphans", "placed_again", "lost"])
