"""From files to a proposal that is proven, checked and written; and what belongs around that."""

from __future__ import annotations

import json as json_format
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import InputError
from koppeling.domain.result import Outcome, Status
from koppeling.locale import _
from koppeling.model.compiling import Compiler
from koppeling.practice.input import check
from koppeling.practice.kept_decisions import check_decided
from koppeling.practice.outputs import default_output, practice_of_all, refuse_places
from koppeling.practice.run import ProposalRun
from koppeling.report.document import to_document
from koppeling.rules.outcome import describe
from koppeling.rules.situation import Situation
from koppeling.solve import process
from koppeling.solve.questions import DEFAULT_SECONDS, SolveOptions
from koppeling.solve.remedies import with_fixes
from koppeling.verify.check import verify as verify_claims
from koppeling.verify.claims import Claims
from koppeling.verify.problem import UnsoundResultError
from koppeling.verify.published import read_published
from koppeling.workbook.read.reader import read as read_workbook

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.report.result_workbook import Provenance
    from koppeling.solve.answer import LevelListener
    from koppeling.verify.problem import Problem
    from koppeling.workbook.read.reader import Reading


#: Telling, checking and writing take about this many times as long as compiling did.
_CLOSING = 1.5


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
) -> ProposalRun:
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
    started = time.monotonic()
    around = paths if decided is None else (*paths, decided)
    refuse_places(output, json, around, force=force)
    with process.open_solver() as solver:
        if decided is None:
            reading, keep = check(paths), None
        else:
            reading, keep = check_decided(paths, decided)
        if reading.instance is not None:
            quarter = reading.instance.settings.quarter
            output = output or default_output(paths, quarter, around)
            protected = (*reading.paths, *around[len(paths) :])
            practice = practice_of_all(reading.paths)
            refuse_places(output, json, protected, practice=practice, force=force)
        run = match_reading(
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


def match_reading(  # noqa: PLR0913
    reading: Reading,
    solver: process.SolverProcess,
    *,
    started: float,
    time_limit: float | None,
    workers: int | None,
    on_level: LevelListener | None,
) -> ProposalRun:
    """Solve and check what was read."""
    if reading.instance is None:
        return ProposalRun(reading=reading, outcome=None, seconds=time.monotonic() - started)
    from koppeling.solve.answer import propose

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
    return ProposalRun(
        reading=reading,
        outcome=outcome,
        seconds=spent,
        provenance=_provenance(run_at, spent, options.seed, asked),
        was_stopped=solution.status is Status.NO_SOLUTION and solver.was_interrupted,
    )


def _verify_outcome(instance: Instance, outcome: Outcome) -> None:
    """Let the independent check judge what is about to be published."""
    published = json_format.loads(json_format.dumps(to_document(outcome)))
    problems = verify_claims(instance, Claims.from_json(published))
    if problems:
        raise UnsoundResultError(problems)


def _provenance(
    run_at: datetime, seconds: float, seed: int, asked: Mapping[str, float | None]
) -> Provenance:
    from importlib.metadata import version

    from koppeling.report.result_workbook import Provenance

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
    reading = read_workbook(paths)
    if reading.instance is None:
        raise InputError(reading.findings)
    return verify_claims(reading.instance, Claims.from_json(read_published(result)))


def template(path: Path, *, full: bool = False, example: bool = False) -> list[Path]:
    """Write an empty (or example) workbook and what belongs beside it."""
    from koppeling.workbook.write.template import write_template

    return write_template(path, full=full, example=example)


def load_the_rest() -> None:
    """
    Begin to load what writes an answer, on a thread of its own.

    To be called just before waiting for the solver: the processor that this
    program leaves idle then has it ready when the answer is there.
    """
    threading.Thread(target=_load).start()


def _load() -> None:
    import koppeling.report.result_workbook  # noqa: F401
