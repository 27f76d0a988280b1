"""From files to a proposal that is proven, checked and written; and what belongs around that."""

from __future__ import annotations

import json as json_format
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.app.idling import load_the_rest
from koppeling.app.places import default_output, practice_of_all, refuse_places
from koppeling.app.run import MatchRun
from koppeling.domain.finding import Finding, Severity, grouped
from koppeling.domain.result import Outcome, Status
from koppeling.errors import KoppelingError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.app.forecasting import ForecastRun
    from koppeling.app.scenarios import ScenarioRun
    from koppeling.domain.instance import Instance
    from koppeling.domain.scenario import Change
    from koppeling.report.provenance import Provenance
    from koppeling.solve.process import SolverProcess
    from koppeling.solve.proposing import LevelListener
    from koppeling.verify.problem import Problem
    from koppeling.workbook.reader import Amendment, Reading

#: Telling, checking and writing take about this many times as long as compiling did.
_CLOSING = 1.5


class InputError(KoppelingError):
    """
    Input with errors where a sound one is needed.

    Attributes
    ----------
    findings : tuple of Finding
        What is wrong.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(_("The input has errors."))
        self.findings = grouped(findings)


class UnsoundResultError(KoppelingError):
    """
    The result failed its own check, so nothing was written (exit code 4).

    Attributes
    ----------
    problems : tuple of Problem
        What the independent check found.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("The result did not pass its own check."))
        self.problems = tuple(problems)


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
        from koppeling.solve.process import SolverProcess

        if self.reading.instance is None:
            raise InputError(self.findings)
        with SolverProcess() as solver:
            return _match(
                self.reading,
                solver,
                started=time.monotonic(),
                time_limit=time_limit,
                workers=workers,
                on_level=None,
            )

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
        from koppeling.app.forecasting import look_ahead
        from koppeling.domain.forecast import Assumptions

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
            `koppeling.workbook.scenario_flags.Flags`.

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
        from koppeling.app.scenarios import try_scenario
        from koppeling.workbook.scenario_flags import make_flags

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


def check(paths: Sequence[Path], amend: Amendment | None = None) -> Reading:
    """Read and check input; the findings include what only the rules can tell."""
    from koppeling.workbook.reader import read as read_workbook

    return with_rules(read_workbook(paths, amend))


def with_rules(reading: Reading) -> Reading:
    """Add what the rules find; an error takes the instance away."""
    if reading.instance is None:
        return reading
    from koppeling.rules.conflicts import find_conflicts
    from koppeling.rules.situation import Situation
    from koppeling.rules.warnings import find_warnings

    situation = Situation(reading.instance)
    found = (*find_conflicts(situation), *find_warnings(situation))
    has_error = any(finding.severity is Severity.ERROR for finding in found)
    return replace(
        reading,
        findings=(*reading.findings, *found),
        instance=None if has_error else reading.instance,
    )


def match(  # noqa: PLR0913 - one argument for each option of the command
    paths: Sequence[Path],
    *,
    output: Path | None = None,
    json: Path | None = None,
    decided: Path | None = None,
    time_limit: float | None = None,
    workers: int | None = None,
    progress: LevelListener | None = None,
    force: bool = False,
) -> MatchRun:
    """
    Read, solve, check and write a proposal.

    Parameters
    ----------
    paths : sequence of Path
        A workbook, a folder, or files of one sheet each.
    output : Path, optional
        The result workbook; see `default_output` otherwise.
    json : Path, optional
        Also write the result as JSON.
    decided : Path, optional
        A result workbook for the same quarter whose decisions are kept: decided
        pairs are locked, refused ones forbidden for the quarter.
    time_limit : float, optional
        Seconds for solving; the setting *tijdslimiet* or two minutes otherwise.
    workers : int, optional
        Threads of the solver; one by default, which repeats whatever happens.
    progress : LevelListener, optional
        Told of each better answer and each level done.
    force : bool
        Overwrite a result that somebody changed; never an input.

    Raises
    ------
    UnsoundResultError
        When the independent check does not agree; nothing is written.
    SolveError
        When the solver breaks down without any answer.
    WriteError
        When a result cannot be written; told before solving where it can be.
    """
    from koppeling.solve.process import SolverProcess

    started = time.monotonic()
    around = paths if decided is None else (*paths, decided)
    refuse_places(output, json, around, force=force)
    with SolverProcess() as solver:
        if decided is None:
            reading, keep = check(paths), None
        else:
            from koppeling.app.keeping import check_decided

            reading, keep = check_decided(paths, decided)
        if reading.instance is not None:
            quarter = reading.instance.settings.quarter
            output = output or default_output(paths, quarter, around)
            protected = (*reading.paths, *around[len(paths) :])
            practice = practice_of_all(reading.paths)
            refuse_places(output, json, protected, practice=practice, force=force)
        run = _match(
            reading,
            solver,
            started=started,
            time_limit=time_limit,
            workers=workers,
            on_level=progress,
        )
    run = run if keep is None else keep(run)
    if output is None or run.status is Status.NO_SOLUTION:
        return run
    published = run.publish(output, json, force=force)
    return replace(run, published=published, seconds=time.monotonic() - started)


def _match(  # noqa: PLR0913
    reading: Reading,
    solver: SolverProcess,
    *,
    started: float,
    time_limit: float | None,
    workers: int | None,
    on_level: LevelListener | None,
) -> MatchRun:
    """Solve and check what was read."""
    if reading.instance is None:
        return MatchRun(reading=reading, outcome=None, seconds=time.monotonic() - started)
    from koppeling.model.compiling import Compiler
    from koppeling.rules.outcome import describe
    from koppeling.rules.situation import Situation
    from koppeling.solve.options import DEFAULT_SECONDS, SolveOptions
    from koppeling.solve.proposing import propose
    from koppeling.study.fixing import with_fixes

    run_at = datetime.now().astimezone()
    seconds = time_limit or reading.instance.settings.time_limit or DEFAULT_SECONDS
    compiler, begun = Compiler(Situation(reading.instance)), time.monotonic()
    problem, ready = compiler.problem, time.monotonic()
    left = seconds - (ready - started) - _CLOSING * (ready - begun)
    options = SolveOptions(seconds=max(0.1, left), workers=workers or 1)
    load_the_rest()
    solution = propose(compiler, problem, options, solver, on_level)
    outcome = describe(compiler.situation, compiler.candidates, solution, reading.findings)
    if solution.status is not Status.NO_SOLUTION:
        _verify_outcome(reading.instance, outcome)
        spare = 0.0 if solver.was_interrupted else seconds - (time.monotonic() - started)
        outcome = with_fixes(outcome, reading.instance, spare, solver)
    asked = {_("time limit in seconds"): time_limit, _("processor cores"): workers}
    spent = time.monotonic() - started
    return MatchRun(
        reading=reading,
        outcome=outcome,
        seconds=spent,
        provenance=_provenance(run_at, spent, options.seed, asked),
        was_stopped=solution.status is Status.NO_SOLUTION and solver.was_interrupted,
    )


def _verify_outcome(instance: Instance, outcome: Outcome) -> None:
    """Let the independent check judge what is about to be published."""
    from koppeling.report.document import to_document
    from koppeling.verify.check import verify as verify_claims
    from koppeling.verify.claims import Claims

    published = json_format.loads(json_format.dumps(to_document(outcome)))
    problems = verify_claims(instance, Claims.from_json(published))
    if problems:
        raise UnsoundResultError(problems)


def _provenance(
    run_at: datetime, seconds: float, seed: int, asked: Mapping[str, float | None]
) -> Provenance:
    from importlib.metadata import version

    from koppeling.report.provenance import Provenance

    return Provenance(
        version=version("koppeling"),
        run_at=run_at,
        seconds=seconds,
        options={name: f"{value:g}" for name, value in asked.items() if value is not None},
        seed=seed,
        checks=(_("The independent check found every rule kept and every value as claimed."),),
    )


def verify(result: Path, paths: Sequence[Path]) -> tuple[Problem, ...]:
    """
    Check a published result workbook against its input.

    Raises
    ------
    InputError
        When the input itself has errors.
    """
    from koppeling.verify.check import verify as verify_claims
    from koppeling.verify.claims import Claims
    from koppeling.verify.published import read_published
    from koppeling.workbook.reader import read as read_workbook

    instance = Practice(read_workbook(paths)).instance
    return verify_claims(instance, Claims.from_json(read_published(result)))


def template(path: Path, *, full: bool = False, example: bool = False) -> list[Path]:
    """Write an empty (or example) workbook and what belongs beside it."""
    from koppeling.workbook.template import write_template

    return write_template(path, full=full, example=example)
