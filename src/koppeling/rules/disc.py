"""DiSC as one voice among seven, in whole thousandths (domain.md §6)."""

from __future__ import annotations

from koppeling.domain.instance import DiscRule, Instance
from koppeling.domain.people import DiscProfile

NEUTRAL = 500
LETTERS = ("D", "i", "S", "C")

#: The twelve styles on the circle: (x: accepting, y: active).
STYLES: dict[str, tuple[int, int]] = {
    "D": (-707, 707),
    "Di": (-259, 966),
    "iD": (259, 966),
    "i": (707, 707),
    "iS": (966, 259),
    "Si": (966, -259),
    "S": (707, -707),
    "SC": (259, -966),
    "CS": (-259, -966),
    "C": (-707, -707),
    "CD": (-966, -259),
    "DC": (-966, 259),
}

#: Rule → (α, β): how much being alike in x and in y counts.
FACTORS: dict[DiscRule, tuple[int, int]] = {
    DiscRule.SIMILARITY: (1, 1),
    DiscRule.COMPLEMENT: (1, -1),
    DiscRule.WARMTH: (1, 0),
    DiscRule.PACE: (0, 1),
}


def position(profile: DiscProfile) -> tuple[int, int] | None:
    """Return where a profile lies on the circle, -1000..1000 each way; None if unknown."""
    if profile.style is not None:
        return STYLES[profile.style]
    if profile.scores is None:
        return None
    d, i, s, c = profile.scores
    x, y = round(7 * ((i + s) - (d + c))), round(7 * ((d + i) - (s + c)))
    return max(-1000, min(1000, x)), max(-1000, min(1000, y))


def leading_letter(profile: DiscProfile) -> str | None:
    """Return the letter that leads: the style's first, or that of the highest score."""
    if profile.style is not None:
        return profile.style[0]
    if profile.scores is None:
        return None
    return LETTERS[max(range(4), key=lambda n: (profile.scores or ())[n])]


def disc_component(
    senior: DiscProfile | None, junior: DiscProfile | None, rule: DiscRule, instance: Instance
) -> int:
    """
    Score two profiles under `rule`, 0..1000; 500 when either is unknown.

    Examples
    --------
    >>> from koppeling.domain.period import Quarter
    >>> from koppeling.domain.instance import Settings
    >>> nobody = Instance(settings=Settings(quarter=Quarter(2027, 1)), juniors=(), seniors=())
    >>> d, s = DiscProfile(style="D"), DiscProfile(style="S")
    >>> [disc_component(d, s, rule, nobody) for rule in (DiscRule.SIMILARITY, DiscRule.OFF)]
    [0, 500]
    """
    if senior is None or junior is None or rule is DiscRule.OFF:
        return NEUTRAL
    if rule is DiscRule.MATRIX:
        letters = leading_letter(senior), leading_letter(junior)
        if letters[0] is None or letters[1] is None:
            return NEUTRAL
        return instance.disc_matrix.get((letters[0], letters[1]), NEUTRAL)
    ours, theirs = position(senior), position(junior)
    if ours is None or theirs is None:
        return NEUTRAL
    alpha, beta = FACTORS[rule]
    likeness = alpha * ours[0] * theirs[0] + beta * ours[1] * theirs[1]
    return max(0, min(1000, 500 + (likeness + 1000) // 2000))
