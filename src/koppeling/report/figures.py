"""The few figures and sentences that sum a run up, in words for a manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from koppeling.domain.instance import Component, DiscRule, PairingStatus
from koppeling.domain.result import PairStatus, Status
from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.rules.points import blank_components
from koppeling.rules.reason_words import component_name
from koppeling.workbook.schema.results import OriginKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Outcome

#: Below this capacity a single talk fills much of a quarter; domain.md §5, *piek*.
LEAST_CAP_MINUTES = 240


class Figure(NamedTuple):
    """
    A line of the summary; `is_good` None where there is nothing to cheer or fear.

    `key` is what Herkomst has for programs (`koppeling.workbook.schema.results.Origin`).
    """

    label: str
    message: str
    is_good: bool | None = None
    key: str = ""


def caption(outcome: Outcome, instance: Instance) -> str:
    """Name the proposal: its quarter, and the practice when that is known."""
    title = _("Pairing proposal {quarter}").format(quarter=outcome.quarter)
    practice = instance.settings.practice_name
    return f"{title} · {practice}" if practice else title


def key_figures(outcome: Outcome, instance: Instance) -> list[Figure]:
    """
    Sum a run up: placed, kept, busiest, points and proof.

    Returns
    -------
    list of Figure
        Only the ones that have something to tell.
    """
    figures = (
        _placed(outcome),
        _idle(outcome),
        _kept(outcome, instance),
        _busiest(outcome, instance),
        _points(outcome, instance),
        _proof(outcome),
    )
    return [figure for figure in figures if figure is not None]


def running_pairs(outcome: Outcome, instance: Instance) -> dict[str, str]:
    """Map each junior in need of guidance to the senior of the row that still runs."""
    idle = {one.junior for one in outcome.idle}
    return {
        row.junior: row.senior
        for row in instance.pairings
        if row.status in (PairingStatus.RUNNING, PairingStatus.LOCKED)
        and row.is_open(outcome.quarter)
        and row.junior not in idle
    }


def _placed(outcome: Outcome) -> Figure:
    placed, total = len(outcome.pairings), len(outcome.pairings) + len(outcome.unplaced)
    told = ngettext("{placed} of {total} junior", "{placed} of {total} juniors", total)
    return Figure(_("Placed"), told.format(placed=placed, total=total), placed == total)


def _idle(outcome: Outcome) -> Figure | None:
    if not outcome.idle:
        return None
    told = ngettext("{count} junior ({numbers})", "{count} juniors ({numbers})", len(outcome.idle))
    numbers = ", ".join(one.junior for one in outcome.idle)
    story = " ".join(one.explanation for one in outcome.idle)
    figure = told.format(count=len(outcome.idle), numbers=numbers)
    return Figure(_("Without meetings"), f"{figure}: {story}", key=f"{OriginKey.IDLE} {numbers}")


def _kept(outcome: Outcome, instance: Instance) -> Figure | None:
    running = len(running_pairs(outcome, instance))
    if not running:
        return None
    kept = sum(x.status in (PairStatus.KEPT, PairStatus.LOCKED) for x in outcome.pairings)
    told = ngettext(
        "{kept} of {running} running or locked pair",
        "{kept} of {running} running and locked pairs",
        running,
    )
    return Figure(_("Kept"), told.format(kept=kept, running=running), kept == running or None)


def _busiest(outcome: Outcome, instance: Instance) -> Figure | None:
    if not outcome.pairings:
        return None
    tested = [x for x in outcome.loads if not x.is_out and x.cap_minutes >= LEAST_CAP_MINUTES]
    if not tested:
        return None
    load = max(tested, key=lambda x: x.used_minutes / x.cap_minutes)
    share = load.used_minutes / load.cap_minutes
    comfort = instance.settings.comfort_permille / 1000
    told = _("{senior}: {share} of the hours in {quarter} (comfortable up to {comfort})")
    return Figure(
        _("Busiest"),
        told.format(
            senior=phrases.person(load.senior, phrases.names_by_number(instance)),
            share=phrases.percent(share),
            quarter=load.quarter,
            comfort=phrases.percent(comfort),
        ),
        False if share > comfort else None,
    )


def _points(outcome: Outcome, instance: Instance) -> Figure | None:
    """Put the points beside the most that these juniors could have, each for itself."""
    if not outcome.pairings:
        return None
    number = len(outcome.pairings)
    total = sum(detail.points for detail in outcome.pairings)
    most = sum(max(d.points, d.runner_up_points or 0) for d in outcome.pairings)
    if total == most:
        told = _("{total} in all, on average {mean} a pair; nobody can have more.")
    else:
        told = _(
            "{total} in all, on average {mean} a pair; it would be {most} if each had "
            "the senior who suits best, and more there is not."
        )
    decimals = 1 if 0 < most - total < number else 0  # else both might read the same
    lines = [
        told.format(
            total=phrases.number(total),
            mean=phrases.number(total / number, decimals),
            most=phrases.number(most / number, decimals),
        )
    ]
    blank = blank_components(instance)
    if names := [component_name(c) for c in Component if c in blank and instance.weights.get(c)]:
        told = _("Not filled in or not asked, so no difference: {parts}.")
        lines.append(told.format(parts=", ".join(names)))
    return Figure(_("Points"), "\n".join(lines))


def _proof(outcome: Outcome) -> Figure:
    if outcome.solution.status is Status.OPTIMAL:
        return Figure(_("Proof"), _("Proven: it cannot be done better."), is_good=True)
    lines = [_("Sound, but there was no time to prove that it cannot be done better.")]
    lines += [
        f"{phrases.goal(level.level)}: {phrases.room_left(level)}"
        for level in outcome.solution.levels
        if not level.proven
    ]
    return Figure(_("Proof"), "\n".join(lines), is_good=False)


def tell_robustness(outcome: Outcome, instance: Instance) -> str:
    """
    Say how many pairs stay the same under the other DiSC rules (domain.md §6).

    Returns
    -------
    str
        One sentence or two; names the rules that were not computed; empty when
        nobody is placed.
    """
    if not outcome.pairings:
        return ""
    if not any(person.disc for person in (*instance.juniors, *instance.seniors)):
        return _("DiSC plays no part: no profiles were filled in.")
    others = [
        rule
        for rule in DiscRule
        if rule is not instance.settings.disc_rule
        and (rule is not DiscRule.MATRIX or instance.disc_matrix)
    ]
    known = [rule for rule in others if rule in outcome.solution.robustness]
    if not known:
        return _("What another DiSC rule would change was not computed.")
    told = _same(outcome.solution.robustness, known, len(outcome.pairings))
    unknown = ", ".join(phrases.disc_rule(rule) for rule in others if rule not in known)
    return told + (" " + _("Not computed: {rules}.").format(rules=unknown) if unknown else "")


def _same(same: Mapping[DiscRule, int], rules: list[DiscRule], total: int) -> str:
    told = ngettext(
        "Under another DiSC rule, of the {total} pair would stay the same: {known}.",
        "Under another DiSC rule, of the {total} pairs would stay the same: {known}.",
        total,
    )
    known = ", ".join(f"{same[rule]} {phrases.disc_rule(rule)}" for rule in rules)
    return told.format(total=total, known=known)
