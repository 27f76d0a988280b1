"""What if: scenarios of a practice, each solved beside the practice as it is."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError, Severity
from koppeling.domain.scenario import Scenario
from koppeling.errors import ScenarioError, SolveError
from koppeling.locale import _
from koppeling.practice.input import check
from koppeling.practice.outputs import Label, default_output, practice_of_all, refuse_places
from koppeling.report.fixes import tell_changes
from koppeling.report.phrases import names_by_number
from koppeling.solve.asking import open_executor
from koppeling.solve.questions import DEFAULT_SECONDS, SolveOptions
from koppeling.what_if.reading import make_scenarios, read_wishes, wishes_of
from koppeling.what_if.study import Question, compare
from koppeling.workbook.read.remarks import Remarks
from koppeling.workbook.write.publish import publish_all

if TYPE_CHECKING:
    import pandas as pd

    from koppeling.domain.instance import Instance
    from koppeling.domain.scenario import Change
    from koppeling.report.result_workbook import Provenance
    from koppeling.what_if.answer import Comparison, Trial
    from koppeling.what_if.reading import Flags
    from koppeling.what_if.study import ProgressListener
    from koppeling.workbook.read.reader import Reading
    from koppeling.workbook.write.publish import Published

#: For how many juniors who lose their place by a scenario it is sought what would help.
_NUM_FIXED = 3


@dataclass(frozen=True, kw_only=True)
class WhatIfRun:
    """
    A finished run of `what_if`.

    `findings` are those on the scenarios; none of them is an error. `rate` is
    in euros an hour, None where the practice has not set it.
    """

    reading: Reading
    comparison: Comparison
    findings: tuple[Finding, ...]
    rate: float | None
    published: tuple[Published, ...] = ()

    @property
    def written(self) -> Path | None:
        """The workbook that was written, None when there is none."""
        return self.published[0].path if self.published else None


@dataclass(frozen=True, kw_only=True)
class ScenarioRun:
    """What `Practice.scenario` gives: one scenario beside the practice as it is."""

    base: Trial
    trial: Trial

    @property
    def levels(self) -> pd.DataFrame:
        """
        Every level: columns level, base, scenario, difference, bound, proven, is_worse.

        `bound` and `proven` are of the scenario; values as in `LevelResult`.
        """
        import pandas as pd

        columns = ["level", "base", "scenario", "difference", "bound", "proven", "is_worse"]
        rows = [
            [
                shift.level.value,
                shift.base.value,
                shift.after.value,
                shift.difference,
                shift.after.bound,
                shift.after.proven,
                shift.is_worse,
            ]
            for shift in self.trial.shifts
        ]
        return pd.DataFrame(rows, columns=columns)

    @property
    def moves(self) -> pd.DataFrame:
        """Whoever moves: columns junior, what, and senior and slot before and after."""
        import pandas as pd

        columns = ["junior", "what", "senior before", "slot before", "senior after", "slot after"]
        rows = [
            [
                move.junior,
                move.turn.value,
                *((one.senior, str(one.slot)) if (one := move.before) else (None, None)),
                *((one.senior, str(one.slot)) if (one := move.after) else (None, None)),
            ]
            for move in self.trial.moves
        ]
        return pd.DataFrame(rows, columns=columns)

    @property
    def hours(self) -> pd.DataFrame:
        """Hours of guidance and talks: columns senior, quarter, before, after; NaN when away."""
        import pandas as pd

        quarters = [] if self.trial.outcome is None else self.trial.outcome.horizon
        both = [trial.minutes.by_senior if trial.minutes else {} for trial in self._trials]
        nothing = (None,) * len(quarters)
        rows = [
            [number, str(quarter), *(_hours(one.get(number, nothing)[at]) for one in both)]
            for number in sorted(both[0].keys() | both[1].keys())
            for at, quarter in enumerate(quarters)
        ]
        frame = pd.DataFrame(rows, columns=["senior", "quarter", "before", "after"])
        return frame.astype({"before": float, "after": float})

    @property
    def unplaced(self) -> pd.DataFrame:
        """Juniors without a senior in the scenario: columns junior, is_new, why."""
        import pandas as pd

        new = {one.junior for one in self.trial.newly_unplaced}
        every = () if self.trial.outcome is None else self.trial.outcome.unplaced
        rows = [[one.junior, one.junior in new, one.explanation] for one in every]
        return pd.DataFrame(rows, columns=["junior", "is_new", "why"])

    @property
    def _trials(self) -> tuple[Trial, Trial]:
        return self.base, self.trial


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60


def what_if(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    *,
    flags: Flags | None = None,
    output: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    time_limit: float | None = None,
    progress: ProgressListener | None = None,
    force: bool = False,
) -> WhatIfRun:
    """
    Solve the scenarios of a workbook, and one of options, and write the comparison.

    Parameters
    ----------
    path : Path
        A workbook, a result (its input part counts) or a folder; never changed.
    flags : Flags, optional
        One scenario more, after those of the sheet Scenario's.
    output : Path, optional
        Where the comparison goes; beside the input otherwise.
    workers : int, optional
        How many scenarios at once; one for each core by default.
    scheduler : str, optional
        A Dask scheduler to work on instead of this machine.
    time_limit : float, optional
        Seconds for each scenario.
    progress : callable, optional
        Told of each scenario that ends.
    force : bool
        Overwrite a comparison that somebody changed; never an input.

    Raises
    ------
    InputError
        When the input or a scenario has errors.
    ScenarioError
        When there is no scenario at all.
    SolveError
        When there is no answer for the practice as it is.
    WriteError
        When the comparison cannot be written.
    """
    started, run_at = time.monotonic(), datetime.now().astimezone()
    refuse_places(output, None, [path], force=force)
    reading = check([path])
    instance, scenarios, findings = _scenarios(reading, flags)
    target = output or default_output(
        [path], instance.settings.quarter, reading.paths, label=Label.WHAT_IF
    )
    practice = practice_of_all(reading.paths)
    refuse_places(target, None, (path, *reading.paths), practice=practice, force=force)
    comparison = _compare(
        instance,
        scenarios,
        workers=workers,
        scheduler=scheduler,
        time_limit=time_limit,
        progress=progress,
    )
    asked = {_("time limit in seconds"): time_limit, _("processor cores"): workers}
    provenance = _provenance(run_at, time.monotonic() - started, asked)
    run = WhatIfRun(reading=reading, comparison=comparison, findings=findings, rate=_rate(reading))
    from koppeling.what_if.sheets import to_bytes

    content = to_bytes(comparison, instance, reading, provenance, run.rate)
    published = publish_all([(target, content)], practice=practice, force=force)
    return replace(run, published=published)


def try_scenario(  # noqa: PLR0913
    reading: Reading,
    changes: Sequence[Change],
    *,
    flags: Flags | None = None,
    name: str = "",
    workers: int | None = None,
    scheduler: str | None = None,
    time_limit: float | None = None,
) -> ScenarioRun:
    """
    Solve one scenario beside the practice as it is; see `Practice.scenario`.

    Raises
    ------
    InputError
        When the input, or an option, has errors.
    ScenarioError
        When nothing changes, or the changes cannot be made or have no answer.
    SolveError
        When there is no answer for the practice as it is.
    """
    instance, asked, _findings = _asked(reading, flags)
    together = (*changes, *(change for scenario in asked for change in scenario.changes))
    if not together:
        raise ScenarioError(_("Nothing changes in this scenario."))
    comparison = _compare(
        instance,
        (_named(Scenario(name=name, changes=together), instance),),
        workers=workers or 2,
        scheduler=scheduler,
        time_limit=time_limit,
        progress=None,
    )
    (trial,) = comparison.trials
    if trial.outcome is None:
        raise ScenarioError(trial.failure)
    return ScenarioRun(base=comparison.base, trial=trial)


def check_scenarios(reading: Reading) -> tuple[Finding, ...]:
    """List what is wrong in the sheet Scenario's: all warnings, since a match goes on."""
    if reading.instance is None:
        return ()
    _listed, findings = make_scenarios(read_wishes(reading), reading, reading.instance)
    return tuple(replace(finding, severity=Severity.WARNING) for finding in findings)


def _scenarios(
    reading: Reading, flags: Flags | None
) -> tuple[Instance, tuple[Scenario, ...], tuple[Finding, ...]]:
    """Read the sheet and the options; every error of both is told at once."""
    if reading.instance is None:
        raise InputError(reading.findings)
    listed, on_sheet = make_scenarios(read_wishes(reading), reading, reading.instance)
    instance, asked, on_flags = _asked(reading, flags, on_sheet)
    if not (listed or asked):
        raise ScenarioError(
            _(
                "There is no scenario. Fill in the sheet Scenario's, or say what changes: "
                "for instance --hire 2, or --leaves NUMBER. See: koppeling what-if --help"
            )
        )
    return instance, (*listed, *asked), (*on_sheet, *on_flags)


def _asked(
    reading: Reading, flags: Flags | None, others: Sequence[Finding] = ()
) -> tuple[Instance, tuple[Scenario, ...], tuple[Finding, ...]]:
    if reading.instance is None:
        raise InputError(reading.findings)
    remarks = Remarks()
    wishes = () if not flags else wishes_of(flags, remarks)
    asked, more = make_scenarios(wishes, reading, reading.instance)
    found = (*remarks.findings, *more)
    if any(finding.severity is Severity.ERROR for finding in (*others, *found)):
        raise InputError((*others, *found))
    return reading.instance, tuple(_named(one, reading.instance) for one in asked), found


def _named(scenario: Scenario, instance: Instance) -> Scenario:
    """Name a scenario after what it says."""
    told = tell_changes(scenario.changes, names_by_number(instance))
    return scenario if scenario.name else replace(scenario, name=told)


def _compare(  # noqa: PLR0913
    instance: Instance,
    scenarios: tuple[Scenario, ...],
    *,
    workers: int | None,
    scheduler: str | None,
    time_limit: float | None,
    progress: ProgressListener | None,
) -> Comparison:
    seconds = time_limit or instance.settings.time_limit or DEFAULT_SECONDS
    question = Question(
        instance=instance,
        scenarios=scenarios,
        options=SolveOptions(seconds=seconds),
        num_fixed=_NUM_FIXED,
    )
    with open_executor(workers, scheduler) as executor:
        (comparison,) = compare([question], executor, progress)
    if comparison.base.outcome is None:
        raise SolveError(comparison.base.failure)
    return comparison


def _rate(reading: Reading) -> float | None:
    """Return the hourly rate that the practice has set."""
    value = next(s.value for s in reading.settings if s.field.key == "hourly_rate")
    return float(value) if isinstance(value, int | float) and value else None


def _provenance(run_at: datetime, seconds: float, asked: Mapping[str, float | None]) -> Provenance:
    from importlib.metadata import version

    from koppeling.report.result_workbook import Provenance

    return Provenance(
        version=version("koppeling"),
        run_at=run_at,
        seconds=seconds,
        options={name: f"{value:g}" for name, value in asked.items() if value is not None},
        checks=(_("The independent check found every answer sound, and every value as claimed."),),
    )
