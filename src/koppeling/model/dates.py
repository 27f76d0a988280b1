"""Choosing dates for meetings that are in each other's way, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DateOption:
    """
    One moment at which one meeting could be.

    Parameters
    ----------
    meeting : int
        Index of the meeting.
    day, cell : int
        Day of the horizon and half hour of the day at which it begins, from 0.
    costs : tuple of int
        What it adds to each goal, the most important first: that as few as can
        be go without a date.
    tie : int
        What decides between plans that are equal in every goal.
    resources : tuple of int
        What it occupies (a person in one half hour of one day); each can be
        occupied once.
    """

    meeting: int
    day: int
    cell: int
    costs: tuple[int, ...]
    tie: int
    resources: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DateProblem:
    """
    Meetings to be dated together at least cost, goal by goal.

    Parameters
    ----------
    weights : tuple of int
        What each meeting adds to the first goal when it gets no date.
    options : tuple of DateOption
        Those that can occur in a plan better than `limit`; no others are needed.
    chains : tuple of tuple of int
        Meetings that must fall on later and later days, in order.
    limit : tuple of int
        Of a plan that is known its total of each goal; only a better plan is of
        use.
    """

    weights: tuple[int, ...]
    options: tuple[DateOption, ...]
    chains: tuple[tuple[int, ...], ...]
    limit: tuple[int, ...]


@dataclass(frozen=True)
class DateAnswer:
    """
    What came of a `DateProblem`.

    Parameters
    ----------
    chosen : tuple of (int or None), optional
        The option of each meeting; None when nothing is better than the limit.
    is_proven : bool
        Whether no plan is better than this one (or than the one that was known).
    """

    chosen: tuple[int | None, ...] | None
    is_proven: bool
