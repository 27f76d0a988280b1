"""A look ahead as data frames: plain columns, hours and counts, ready for a notebook."""

from __future__ import annotations

import pandas as pd

from koppeling.domain.forecast import Forecast, Gain
from koppeling.report.forecast import days_in_words
from koppeling.report.forecast_words import gained, helped, lost


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
