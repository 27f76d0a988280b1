"""Which pairs may exist: the codes of domain.md §4, each from its own sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.result import Code
from koppeling.domain.trajectory import Registration
from koppeling.verify.practice import TALK_MINUTES
from koppeling.verify.presence import folded

if TYPE_CHECKING:
    from koppeling.domain.people import Junior, Senior
    from koppeling.domain.trajectory import TrajectoryType
    from koppeling.verify.moments import Moments
    from koppeling.verify.practice import Item, Practice

#: The registrations that count (K4-K6), letters and digits only.
FIVE_REGISTRATIONS = frozenset({"NVOOG", "OGSKJ", "KJNIP", "KJSKJ", "GZBIG"})
#: Years of academic experience that, with a motivation on file, stand in for one (K5).
ENOUGH_YEARS = 5
#: What a decision of management (status vast) sets aside, with a warning (P23).
OVERRIDDEN_BY_LOCK = frozenset({Code.SITE, Code.COACH, Code.REGISTRATION, Code.DOMAIN})


def kind_of(practice: Practice, junior: Junior) -> TrajectoryType:
    """Return the kind of the junior's trajectory, or of their group's."""
    group = practice.group_of(junior)
    name = junior.trajectory if group is None else group.trajectory
    return practice.instance.trajectories[name]


def demand_of(practice: Practice, junior: Junior) -> Registration | None:
    """Return what the junior's trajectory, or their group's, demands of a senior."""
    return kind_of(practice, junior).demand


def is_other_kind(practice: Practice, junior: Junior, senior: Senior) -> bool:
    """Tell whether the trajectory takes a coach and this is none, or the other way round."""
    wanted = kind_of(practice, junior).guide
    return wanted is not None and wanted != senior.role


def may_coach(practice: Practice, junior: Junior, senior: Senior) -> bool:
    """Tell whether a senior guides, is trained on the first day, and does this kind."""
    first_day, trained_until = practice.settings.quarter.first_day, senior.trained_until
    if trained_until is not None and trained_until < first_day:
        return False
    return senior.coaches and not is_other_kind(practice, junior, senior)


def is_registered(senior: Senior) -> bool:
    """Tell whether a senior holds one of the five registrations."""
    for registration in senior.registrations:
        plain = "".join(letter for letter in registration.upper() if letter.isalnum())
        if plain in FIVE_REGISTRATIONS:
            return True
    return False


def meets_demand(senior: Senior, demand: Registration | None) -> bool:
    """Tell whether a senior may guide a trajectory with this demand (K4-K6)."""
    if demand is None or is_registered(senior):
        return True
    if demand is Registration.POSTMASTER:
        return False
    years = senior.academic_years
    return years is not None and years >= ENOUGH_YEARS and senior.has_motivation


def is_forbidden(practice: Practice, junior: Junior, senior: Senior) -> bool:
    """Tell whether management forbids the pair, or one of the two vetoes it."""
    return (junior.number, senior.number) in practice.forbidden or (
        frozenset((junior.number, senior.number)) in practice.vetoes
    )


def has_common_site(junior: Junior, senior: Senior) -> bool:
    """Tell whether two people list a site in common, or either may work at a distance."""
    if junior.is_remote or senior.is_remote:
        return True
    return not folded(junior.sites).isdisjoint(folded(senior.sites))


def has_common_domain(junior: Junior, senior: Senior) -> bool:
    """Tell whether two people list a domain in common; who lists none works in any."""
    ours, theirs = folded(junior.domains), folded(senior.domains)
    return not (ours and theirs and ours.isdisjoint(theirs))


def own_codes(practice: Practice, junior: Junior, senior: Senior) -> set[Code]:
    """List the codes that hang on the two people alone, whatever the item."""
    quarter = practice.settings.quarter
    codes: set[Code] = set()
    if junior.number == senior.number:
        codes.add(Code.SAME_PERSON)
    if is_forbidden(practice, junior, senior):
        codes.add(Code.FORBIDDEN)
    if practice.is_out(senior, quarter):
        codes.add(Code.OUT)
    if not has_common_site(junior, senior):
        codes.add(Code.SITE)
    if not may_coach(practice, junior, senior):
        codes.add(Code.COACH)
    if not meets_demand(senior, demand_of(practice, junior)):
        codes.add(Code.REGISTRATION)
    if not has_common_domain(junior, senior):
        codes.add(Code.DOMAIN)
    budget = junior.budget_minutes
    if budget is not None and practice.minutes(junior.number, quarter) > budget:
        codes.add(Code.TIME_JUNIOR)
    return codes


def codes_of(moments: Moments, item: Item, senior: Senior) -> set[Code]:
    """
    List every code that applies to an item and a senior; none means eligible.

    A group is ineligible as soon as one member is, so the codes of its members
    are put together; and since it has one senior, a lock of one member decides
    for all of them.
    """
    codes = _codes_apart_from_moments(moments.practice, item, senior)
    if not moments.serving(item, senior):
        codes.add(Code.NO_MOMENT)
    return codes


def is_eligible(moments: Moments, item: Item, senior: Senior) -> bool:
    """Tell whether no code applies; the costly search for a moment comes last."""
    if _codes_apart_from_moments(moments.practice, item, senior):
        return False
    return bool(moments.serving(item, senior))


def _codes_apart_from_moments(practice: Practice, item: Item, senior: Senior) -> set[Code]:
    codes: set[Code] = set()
    for member in item.members:
        codes |= own_codes(practice, member, senior)
    if any(practice.locked_senior(member.number) == senior.number for member in item.members):
        codes -= OVERRIDDEN_BY_LOCK
    if _lacks_time(practice, item, senior):
        codes.add(Code.TIME_SENIOR)
    return codes


def _lacks_time(practice: Practice, item: Item, senior: Senior) -> bool:
    """Tell whether the item alone, with the talk, is too much for a senior in some quarter."""
    caps = practice.caps(senior)
    if max(item.minutes.values()) + TALK_MINUTES <= min((cap for _, cap in caps), default=0):
        return False  # the busiest quarter fits in the tightest
    return any(
        item.need[quarter] and item.minutes[quarter] + TALK_MINUTES > cap for quarter, cap in caps
    )


def reasons_of(moments: Moments, item: Item) -> dict[Code, int]:
    """Count, for an item that is not placed, the seniors lost by each code; the rest is `vol`."""
    counts: dict[Code, int] = {}
    for senior in moments.practice.instance.seniors:
        for code in codes_of(moments, item, senior) or {Code.FULL}:
            counts[code] = counts.get(code, 0) + 1
    return counts
