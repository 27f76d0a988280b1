"""Reasons and figures in words a manager uses."""

from __future__ import annotations

from koppeling.domain.instance import Component
from koppeling.domain.result import Code
from koppeling.locale import _, current


def hours(minutes: int) -> str:
    """
    Write minutes as hours with a decimal comma (point in English).

    Examples
    --------
    >>> hours(450)
    '7,5'
    """
    text = f"{minutes / 60:.2f}".rstrip("0")
    text = text + "0" if text.endswith(".") else text
    return text if current() == "en" else text.replace(".", ",")


def reason(code: Code) -> str:
    """Say why a pair cannot exist, to follow a colon."""
    return {
        Code.SAME_PERSON: _("junior and senior are the same person"),
        Code.FORBIDDEN: _("the pairing is forbidden, or one of them objects"),
        Code.OUT: _("the senior is away for more than a third of the quarter"),
        Code.NO_MOMENT: _("they have no weekly moment in common"),
        Code.SITE: _("they have no site in common and neither works at a distance"),
        Code.COACH: _(
            "the senior does not coach, or not this kind of trajectory, or the training has expired"
        ),
        Code.REGISTRATION: _("the senior lacks the registration that the trajectory demands"),
        Code.DOMAIN: _("they work in different domains"),
        Code.TIME_JUNIOR: _("the junior has too few hours for the meetings"),
        Code.TIME_SENIOR: _("the senior has too few hours, even for this junior alone"),
        Code.FULL: _("the senior could, but has no hours or moment left"),
    }[code]


def component_name(component: Component) -> str:
    """Name a part of the points as it reads in a sentence."""
    return {
        Component.PREFERENCE_JUNIOR: _("wish of the junior"),
        Component.PREFERENCE_SENIOR: _("wish of the senior"),
        Component.DISC: _("DiSC"),
        Component.SHARED_DAYS: _("shared working days"),
        Component.SITE: _("same main site"),
        Component.GOALS: _("learning goals"),
        Component.REGISTRATION: _("registration"),
    }[component]
