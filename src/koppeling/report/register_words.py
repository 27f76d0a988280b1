"""The words of the registers: flags, norms, grounds and notes, as a manager reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.rules.guides import Flag
from koppeling.rules.hours import Note
from koppeling.rules.progress import (
    DAYS_OF_SPECIALISATION,
    Candidate,
    Ground,
    Judgement,
    Norm,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def flags(found: Iterable[Flag]) -> str:
    """Say what deserves attention about a guide."""
    return "; ".join(_FLAGS[flag]() for flag in found)


_FLAGS = {
    Flag.INACTIVE: lambda: _("not active for 24 months"),
    Flag.UNTRAINED: lambda: _("not trained"),
    Flag.EXPIRED: lambda: _("training expired"),
}


def not_kept() -> str:
    """Say of a column that is filled in for nobody that this is not kept, not that it is amiss."""
    return _("not kept")


def notes(found: Iterable[Note]) -> str:
    """Say why a trajectory's plan is not that of its type."""
    return "; ".join(_NOTES[note]() for note in found)


_NOTES = {
    Note.LATE_ENTRY: lambda: _("entered late"),
    Note.ENDS_EARLY: lambda: _("ends early"),
    Note.LEAVE: lambda: _("on leave without an end"),
    Note.GROUP: lambda: _("in a group"),
    Note.OVER: lambda: _("more held than planned"),
    Note.PAST_UNKNOWN: lambda: _("already held is not filled in"),
}


def judgements(found: Iterable[Judgement], verdict: Verdict) -> str:
    """List the norms with this verdict, with figure and norm where it was missed."""
    chosen = [j for j in found if j.verdict is verdict]
    tell = _missed if verdict is Verdict.MISSED else (lambda j: norm_name(j.norm))
    return "; ".join(tell(judgement) for judgement in chosen)


def norm_name(norm: Norm) -> str:
    """Name a norm."""
    return {
        Norm.ACCREDITATION: lambda: _("accreditation"),
        Norm.SATISFACTION: lambda: _("client satisfaction"),
        Norm.QUALITY: lambda: _("quality check"),
        Norm.DIRECT: lambda: _("direct time"),
        Norm.REVIEW: lambda: _("yearly review"),
    }[norm]()


def _missed(judgement: Judgement) -> str:
    name = norm_name(judgement.norm)
    if judgement.wanted is None or not isinstance(judgement.figure, int | float):
        return name
    decimals = 1 if judgement.norm is Norm.SATISFACTION else 0
    text = (
        _("{norm} {figure} (more than {wanted} is needed)")
        if judgement.is_strict
        else _("{norm} {figure} ({wanted} is needed)")
    )
    return text.format(
        norm=name,
        figure=phrases.number(judgement.figure, decimals if _fits(judgement, decimals) else 2),
        wanted=phrases.number(judgement.wanted, decimals),
    )


def _fits(judgement: Judgement, decimals: int) -> bool:
    """Tell whether rounding hides nothing: 8,59 must not be shown as 8,6."""
    figure = judgement.figure
    return isinstance(figure, int | float) and round(figure, decimals) == figure


def grounds(candidate: Candidate) -> str:
    """Say why someone may become a senior, and what is lacking."""
    told = [_ground(ground, candidate) for ground in candidate.grounds]
    if Ground.YEARS not in candidate.grounds:
        told.append(_("but less than 3 years here; the model asks for both in one place"))
    return "; ".join(told)


def _ground(ground: Ground, candidate: Candidate) -> str:
    if ground is Ground.YEARS:
        years = candidate.years
        return ngettext(
            "working here for {years} year", "working here for {years} years", years
        ).format(years=years)
    if ground is Ground.SPECIALISED:
        days = candidate.course_days or 0
        return _("specialised, {days} course days").format(days=phrases.number(days))
    return _("specialised, but course days are not filled in ({days} are needed)").format(
        days=DAYS_OF_SPECIALISATION
    )
