"""Why this pair, and what would it take: a result workbook explained."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.fix import COST_UNIT
from koppeling.domain.result import Status, ToldFixes
from koppeling.errors import KoppelingError
from koppeling.explain.answer import JuniorReasons
from koppeling.explain.prices import Baseline, price_pairs
from koppeling.explain.study import confirm, explain_everything, explain_junior, find_fixes
from koppeling.explain.words import tell_price
from koppeling.locale import _, current
from koppeling.practice.decisions import proposed_pairings
from koppeling.practice.opening import (
    open_result_workbook,
    proposed_situation,
    restore_outcome,
    rewrite,
)
from koppeling.practice.outputs import Label, refuse_input
from koppeling.report.fixes import tell_fix
from koppeling.rules.explanation import strongest
from koppeling.rules.situation import Situation
from koppeling.solve.asking import begin_loading, open_executor
from koppeling.solve.questions import DEFAULT_SECONDS, SolveOptions
from koppeling.workbook.schema.shapes import Role
from koppeling.workbook.write.publish import is_untouched

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Idle, Outcome, PairingDetail, Unplaced
    from koppeling.explain.answer import Reasons
    from koppeling.explain.study import StageListener
    from koppeling.practice.run import ProposalRun
    from koppeling.workbook.read.register import Register
    from koppeling.workbook.read.result_rows import ResultWorkbook

#: One junior takes two questions at once at most.
_ENOUGH_FOR_ONE = 2


@dataclass(frozen=True, kw_only=True)
class Explained:
    """
    A junior explained: exactly one of `detail`, `unplaced` and `idle` is there.

    `around` says what is special about the pair, its points apart; `reasons` is
    what solving again told, nothing for an idle junior.
    """

    instance: Instance
    reasons: JuniorReasons
    detail: PairingDetail | None = None
    unplaced: Unplaced | None = None
    idle: Idle | None = None
    around: str = ""


@dataclass(frozen=True, kw_only=True)
class ExplainedAll:
    """A whole proposal explained, and where that was written."""

    instance: Instance
    outcome: Outcome
    reasons: Reasons
    written: Path


def explain_one(
    path: Path, junior: str, senior: str | None = None, *, workers: int | None = None
) -> Explained:
    """
    Explain one junior of a proposal; writes nothing.

    Parameters
    ----------
    path : Path
        A result workbook.
    junior : str
        Personnel number, or whole name.
    senior : str, optional
        Whom to force instead; the second choice otherwise.
    workers : int, optional
        Solvers at once.

    Raises
    ------
    InputError
        When the workbook has errors.
    KoppelingError
        When the junior or the senior is not in it, or it changed since the proposal.
    """
    number = min(_ENOUGH_FOR_ONE, workers or os.cpu_count() or 1)
    with open_executor(number) as executor:
        begin_loading(executor, number)
        book = open_result_workbook(path)
        baseline, outcome = _baseline(book)
        pair = _numbers(book.reading.register, junior, senior)
        return tell_one(baseline, outcome, *pair, executor, doubts=not baseline.is_proven)


def tell_one(  # noqa: PLR0913 - the proposal, the question, and how to answer it
    baseline: Baseline,
    outcome: Outcome,
    junior: str,
    senior: str | None,
    executor: Executor,
    *,
    doubts: bool = False,
) -> Explained:
    """Explain one junior of a proposal at hand; see `explain_one`."""
    detail = next((d for d in outcome.pairings if d.pairing.junior == junior), None)
    unplaced = next((u for u in outcome.unplaced if u.junior == junior), None)
    idle = next((i for i in outcome.idle if i.junior == junior), None)
    reasons = JuniorReasons()
    if idle is None:
        other = senior or (detail.runner_up if detail is not None else None)
        if detail is not None and other == detail.pairing.senior:
            raise KoppelingError(
                _("{junior} is with {senior} already; name another senior.").format(
                    junior=junior, senior=other
                )
            )
        reasons = explain_junior(
            baseline,
            junior,
            other,
            executor,
            doubts=doubts,
            seeks_fixes=unplaced is not None and not (unplaced.told_fixes and not doubts),
        )
    return Explained(
        instance=baseline.instance,
        detail=detail,
        unplaced=unplaced,
        idle=idle,
        around="" if detail is None else _around(baseline, detail),
        reasons=reasons,
    )


def _around(baseline: Baseline, detail: PairingDetail) -> str:
    """Return the explanation of a pair without what its points come from."""
    points = strongest(baseline.situation, detail.pairing, detail.components)
    return " ".join(detail.explanation.replace(points, "").split())


def explain_all(
    path: Path,
    *,
    output: Path | None = None,
    workers: int | None = None,
    force: bool = False,
    on_done: StageListener | None = None,
) -> ExplainedAll:
    """
    Explain a whole proposal, and write it again with the sheets that say so.

    Parameters
    ----------
    path : Path
        A result workbook.
    output : Path, optional
        Where the result goes; `<name> uitleg <quarter>.xlsx` beside it otherwise.
    workers : int, optional
        Solvers at once; one for each core otherwise.
    force : bool
        Overwrite a result that somebody changed.
    on_done : callable, optional
        Told of each answer.

    Raises
    ------
    InputError
        When the workbook has errors.
    KoppelingError
        When it changed since the proposal.
    WriteError
        When the result cannot be written.
    """
    from koppeling.explain.sheets import price_sheets

    refuse_input(output, [path])
    with open_executor(workers) as executor:
        begin_loading(executor, workers or os.cpu_count() or 1)
        book = open_result_workbook(path)
        baseline, outcome = _baseline(book)
        if not baseline.is_proven:
            baseline, outcome = confirm(baseline, executor), _without_told(outcome)
        reasons = explain_everything(baseline, outcome, executor, on_done)
    written = rewrite(
        _with_fixes(book, reasons, baseline.instance),
        extra=price_sheets(reasons, outcome, baseline.instance),
        label=Label.EXPLANATION,
        output=output,
        force=force,
    )
    return ExplainedAll(
        instance=baseline.instance, outcome=outcome, reasons=reasons, written=written
    )


def _with_fixes(book: ResultWorkbook, reasons: Reasons, instance: Instance) -> ResultWorkbook:
    """Put the ways out that were found among those that the workbook tells."""
    told = {
        junior: ToldFixes(
            words=tuple(tell_fix(fix, {}, instance.fix_costs) for fix in fixes),
            language=current(),
        )
        for junior, fixes in reasons.fixes.items()
        if fixes
    }
    return replace(book, told_fixes={**book.told_fixes, **told})


def _baseline(book: ResultWorkbook) -> tuple[Baseline, Outcome]:
    """Take the proposal up; it is proven as it says only in a file that nobody changed."""
    situation = proposed_situation(book)
    outcome = _without_blanks(restore_outcome(book, situation))
    seconds = situation.instance.settings.time_limit or DEFAULT_SECONDS
    baseline = Baseline(
        situation=situation,
        pairings=proposed_pairings(book.decisions),
        is_proven=all(level.proven for level in book.levels) and is_untouched(book.path),
        options=SolveOptions(seconds=seconds),
    )
    return baseline, outcome


def _without_told(outcome: Outcome) -> Outcome:
    """Forget what a workbook tells of ways out: it may have been changed since."""
    unplaced = (replace(one, told_fixes=None) for one in outcome.unplaced)
    return replace(outcome, unplaced=tuple(unplaced))


def _without_blanks(outcome: Outcome) -> Outcome:
    """Keep what a workbook tells of ways out only where it can be told on: sought, and readable."""
    unplaced = (
        one
        if one.told_fixes is not None and one.told_fixes.language == current()
        else replace(one, told_fixes=None)
        for one in outcome.unplaced
    )
    return replace(outcome, unplaced=tuple(unplaced))


def _numbers(register: Register, junior: str, senior: str | None) -> tuple[str, str | None]:
    """Return the numbers of whom somebody asks about."""
    other = None if senior is None else register.number_of(senior, Role.SENIOR)
    return register.number_of(junior, Role.JUNIOR), other


def explain_run(run: ProposalRun, junior: str, senior: str | None) -> pd.DataFrame:
    """Price another senior for a junior of a finished run, or find one; see `MatchRun.explain`."""
    import pandas as pd

    instance, outcome = run.reading.instance, run.outcome
    if instance is None or outcome is None:
        raise KoppelingError(_("There is no result to explain."))
    junior, senior = _numbers(run.reading.register, junior, senior)
    baseline = Baseline(
        situation=Situation(instance),
        pairings=outcome.solution.pairings,
        is_proven=outcome.solution.status is Status.OPTIMAL,
    )
    unplaced = next((u for u in outcome.unplaced if u.junior == junior), None)
    if unplaced is not None and senior is None:
        return _fixes_frame(baseline, unplaced)
    detail = next((d for d in outcome.pairings if d.pairing.junior == junior), None)
    other = senior or (detail.runner_up if detail is not None else None)
    if other is None or any(idle.junior == junior for idle in outcome.idle):
        raise KoppelingError(
            _("There is no other senior to set {junior} beside.").format(junior=junior)
        )
    with open_executor(1) as executor:
        (price,) = price_pairs(baseline, [(junior, other)], executor)
    if not price.levels:
        raise KoppelingError(tell_price(price, {}))
    frame = pd.DataFrame(
        [(one.before, one.after, one.difference) for one in price.levels],
        columns=["without", "with", "difference"],
        index=pd.Index([one.level.value for one in price.levels], name="level"),
    )
    frame.attrs = {
        "senior": other,
        "moves": [(s.junior, s.before, s.after) for s in price.switches],
        "is_proven": price.is_proven,
    }
    return frame


def _fixes_frame(baseline: Baseline, unplaced: Unplaced) -> pd.DataFrame:
    """List what would place a junior; those of the run, or sought now where it had no time."""
    import pandas as pd

    fixes, instance = unplaced.fixes, baseline.instance
    if fixes is None:
        with open_executor(1) as executor:
            fixes = find_fixes(baseline, [unplaced.junior], executor).get(unplaced.junior)
    if fixes is None:
        raise KoppelingError(_("There was no time to find out."))
    costs = instance.fix_costs
    frame = pd.DataFrame(
        [
            (tell_fix(fix, {}, costs), fix.senior, fix.cost / COST_UNIT, fix.is_cheapest)
            for fix in fixes
        ],
        columns=["fix", "senior", "cost", "is_proven"],
    )
    frame.attrs = {
        "unit": "euros" if costs.in_euros else "hours",
        "refused": {code.value: number for code, number in unplaced.reasons.items()},
    }
    return frame
