"""What people read beside the numbers: names, the second choice, the copy of the input."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.verify.eligibility import is_eligible
from koppeling.verify.hard_rules import pair_name
from koppeling.verify.points import components_of, points_of
from koppeling.verify.problem import untrue
from koppeling.workbook.read.parsed import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from koppeling.domain.instance import Instance
    from koppeling.verify.case import Case
    from koppeling.verify.problem import Problem

#: Parts of an instance that tell where something stood in the file.
_WITH_PLACES = ("juniors", "seniors", "pairings")


def unlike_the_input(case: Case) -> Iterator[Problem]:
    """Yield every name, second choice and part of the copied input that is not as it should be."""
    yield from _names(case)
    for junior in case.pairs:
        yield from _second(case, junior)
    for copy in case.claims.copies:
        if copy is None:
            yield untrue(_("input"), _("The result's copy of the input has errors."))
        else:
            yield from differences(copy, case.instance)


def second_choice(case: Case, junior: str) -> tuple[str, int] | None:
    """
    Return the senior who matches best after the published one, and the points.

    Of those who may guide this junior; the lowest number where points are equal.
    """
    practice = case.practice
    item, own = case.practice.item_of[junior], case.pairs[junior].senior
    person = practice.juniors[junior]
    ranked = sorted(
        (-points_of(practice, components_of(practice, person, senior)), senior.number)
        for senior in practice.within_reach(item)
        if senior.number != own
    )
    for minus_points, number in ranked:
        if is_eligible(case.moments, item, practice.seniors[number]):
            return number, -minus_points
    return None


def _second(case: Case, junior: str) -> Iterator[Problem]:
    said, found = case.pairs[junior].runner_up, second_choice(case, junior)
    if found is not None:
        number, points = found
        name = clean(case.practice.seniors[number].name)
        # JSON has the number, the workbook the name after it.
        if said in ((number, points), (f"{number} {name}".strip(), points)):
            return
    elif said is None:
        return
    told, wanted = (
        _("nobody") if one is None else f"{one[0]} ({one[1]})" for one in (_masked(said), found)
    )
    yield untrue(
        pair_name(junior, case.pairs[junior].senior),
        _("{what}: the result says {said}, the input gives {found}.").format(
            what=_("second choice"), said=told, found=wanted
        ),
    )


def _masked(said: tuple[str, int] | None) -> tuple[str, int] | None:
    """Keep the number of a second choice only: no names in a message."""
    return None if said is None else (said[0].split(" ")[0], said[1])


def _names(case: Case) -> Iterator[Problem]:
    practice = case.practice
    names = {("junior", one.number): one.name for one in practice.instance.juniors}
    names |= {("senior", one.number): one.name for one in practice.instance.seniors}
    for claim in case.claims.names:
        name = names.get((claim.role, claim.number))
        if name is not None and clean(name) != clean(claim.name):
            yield untrue(
                claim.number,
                _("On the sheet {sheet} the name beside this number is not the one of the input.")
                .format(sheet=claim.sheet),
            )  # fmt: skip


def differences(copy: Instance, given: Instance) -> Iterator[Problem]:
    """Yield each part in which two inputs differ, apart from where it stood in the file."""
    for field in fields(given):
        if _bare(copy, field.name) != _bare(given, field.name):
            yield untrue(
                _part(field.name),
                _("The result's copy of the input differs from the input that was given."),
            )


def _bare(instance: Instance, part: str) -> object:
    value = getattr(instance, part)
    if part not in _WITH_PLACES:
        return value
    rows = [replace(one, where="") for one in value]
    # The order of Koppelingen is that of the rows, and means nothing.
    return sorted(rows, key=repr) if part == "pairings" else rows


def _part(name: str) -> str:
    told = {
        "settings": lambda: _("settings"),
        "juniors": lambda: _("juniors"),
        "seniors": lambda: _("seniors"),
        "capacities": lambda: _("capacity"),
        "pairings": lambda: _("pairings"),
        "preferences": lambda: _("preferences"),
        "escalations": lambda: _("escalations"),
        "groups": lambda: _("groups"),
        "held": lambda: _("meetings held"),
        "closures": lambda: _("closures"),
        "holidays": lambda: _("public holidays"),
        "trajectories": lambda: _("trajectory types"),
        "weights": lambda: _("weights"),
        "levels": lambda: _("goals"),
        "disc_matrix": lambda: _("DiSC matrix"),
    }
    return told[name]() if name in told else name
