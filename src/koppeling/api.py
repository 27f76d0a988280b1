"""What Python users hold: a practice's input, ready to be matched."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError
from koppeling.explain.use_case import explain_run
from koppeling.forecast.answer import Assumptions
from koppeling.practice.input import check
from koppeling.practice.match import match_reading
from koppeling.practice.run import ProposalRun
from koppeling.solve import process
from koppeling.what_if.reading import make_flags
from koppeling.what_if.use_case import try_scenario

if TYPE_CHECKING:
    import pandas as pd

    from koppeling.domain.instance import Instance
    from koppeling.domain.scenario import Change
    from koppeling.forecast.use_case import ForecastRun
    from koppeling.what_if.use_case import ScenarioRun
    from koppeling.workbook.read.reader import Reading


class MatchRun(ProposalRun):
    """A finished run of `match`, that can be asked why."""

    def explain(self, junior: str, senior: str | None = None) -> pd.DataFrame:
        """
        Price another senior for a junior, or find what would place one, by solving again.

        Parameters
        ----------
        junior : str
            Personnel number of a junior who needs guidance.
        senior : str, optional
            Whom to force; the second choice of the proposal otherwise.

        Returns
        -------
        pandas.DataFrame
            A row for each level in force, in order; columns *without* (the
            proposal), *with* (the best proposal that has this pair) and
            *difference*. Its `attrs` hold *senior*, *moves* (junior, from, to) of
            everyone else who gets another senior, and *is_proven*. For a junior
            without a senior, when none is named: a row for each of the cheapest
            ways out, with *fix* (in words), *senior*, *cost* and *is_proven*; its
            `attrs` hold *unit* (hours or euros) and *refused* (how many seniors
            fall away by each code).

        Raises
        ------
        KoppelingError
            When there is no answer, nobody else to force, or the pair cannot be.
        """
        return explain_run(self, junior, senior)


@dataclass(frozen=True)
class Practice:
    """What `koppeling.read` gives: a practice's input, ready to be matched."""

    reading: Reading

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong or noteworthy in the input."""
        return self.reading.findings

    @property
    def instance(self) -> Instance:
        """The input; raises InputError when it has errors."""
        if self.reading.instance is None:
            raise InputError(self.findings)
        return self.reading.instance

    def match(self, *, time_limit: float | None = None, workers: int | None = None) -> MatchRun:
        """
        Make a proposal without writing anything; see `MatchRun`.

        Raises
        ------
        InputError
            When the input has errors.
        """
        if self.reading.instance is None:
            raise InputError(self.findings)
        with process.open_solver() as solver:
            run = match_reading(
                self.reading,
                solver,
                started=time.monotonic(),
                time_limit=time_limit,
                workers=workers,
                on_level=None,
            )
        return MatchRun(**vars(run))

    def forecast(
        self,
        quarters: int = 12,
        *,
        hire_per_quarter: int = 1,
        turnover: float = 0.0,
        leave: float = 0.0,
        workers: int | None = None,
    ) -> ForecastRun:
        """
        Look ahead before hiring, without writing anything; see `ForecastRun`.

        `turnover` and `leave` are percentages of the seniors' hours: what
        leaves in a year, and what falls away all the time.
        """
        from koppeling.forecast.use_case import look_ahead

        taken = Assumptions(
            num_quarters=quarters,
            hire_per_quarter=hire_per_quarter,
            turnover_percent=turnover,
            leave_percent=leave,
        )
        return look_ahead(self.reading, taken, workers=workers)

    def scenario(
        self,
        *changes: Change,
        name: str = "",
        workers: int | None = None,
        scheduler: str | None = None,
        time_limit: float | None = None,
        **asked: object,
    ) -> ScenarioRun:
        """
        Try a scenario beside the practice as it is; nothing is changed or written.

        Parameters
        ----------
        *changes : Change
            Of `koppeling.domain.scenario`, in order.
        name : str
            Of the scenario; what it says otherwise.
        workers : int, optional
            Two by default, since there are two things to solve.
        scheduler : str, optional
            A Dask scheduler to work on.
        time_limit : float, optional
            Seconds for each of the two.
        **asked
            What changes as the options of `koppeling what-if` say it: see
            `koppeling.what_if.reading.Flags`.

        Returns
        -------
        ScenarioRun
            Its `levels`, `moves`, `hours` and `unplaced` are data frames.

        Raises
        ------
        InputError
            When the input, or what is asked, has errors.
        ScenarioError
            When the changes cannot be made or have no answer.

        Examples
        --------
        >>> run = read("data/klein.xlsx").scenario(hire=1, days="ma di")
        >>> run.trial.scenario.name
        '1 nieuwe junior in Noord (ma, di) vanaf 01-01-2027'
        """
        return try_scenario(
            self.reading,
            changes,
            flags=make_flags(asked),
            name=name,
            workers=workers,
            scheduler=scheduler,
            time_limit=time_limit,
        )


def read(*paths: str | Path) -> Practice:
    """
    Read a workbook, a folder or several files.

    Examples
    --------
    >>> practice = read("data/klein.xlsx")
    >>> len(practice.instance.juniors)
    6
    """
    return Practice(check([Path(path) for path in paths]))
