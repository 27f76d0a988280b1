"""What another choice would cost: prices, and how goals trade off (domain.md §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from koppeling.domain.fix import Fix
from koppeling.domain.instance import Component, Level
from koppeling.domain.result import Code
from koppeling.domain.scenario import Change

#: Levels where more is better; of the others less is.
_MAXIMISED = frozenset({Level.PLACED, Level.KEPT, Level.SERVED, Level.QUALITY})


@dataclass(frozen=True, kw_only=True)
class LevelPrice:
    """A level's value in the proposal, and in the best answer with something else in it."""

    level: Level
    before: int
    after: int

    @property
    def difference(self) -> int:
        """After less before."""
        return self.after - self.before

    @property
    def is_worse(self) -> bool:
        """Tell whether the other answer is worse at this level."""
        return self.difference < 0 if self.level in _MAXIMISED else self.difference > 0


@dataclass(frozen=True, order=True)
class Switch:
    """A junior who gets another senior; None is nobody."""

    junior: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Price:
    """
    What it costs that a junior gets another senior, found by solving again.

    Parameters
    ----------
    junior, senior : str
        The pair that must be.
    instead_of : str or None
        The senior of the proposal.
    levels : tuple of LevelPrice
        Every level in force, in order; empty when there is no such answer.
    switches : tuple of Switch
        Who else gets another senior, in order of number.
    codes : tuple of Code
        Why the pair cannot exist; empty when it can.
    is_released : bool
        The pair of the proposal was locked, and is reckoned without that lock.
    is_proven : bool
        Both sides are proven at every level.
    failure : str
        In words why there is no answer, when it is not for the codes.
    """

    junior: str
    senior: str
    instead_of: str | None
    levels: tuple[LevelPrice, ...] = ()
    switches: tuple[Switch, ...] = ()
    codes: tuple[Code, ...] = ()
    is_released: bool = False
    is_proven: bool = True
    failure: str = ""


@dataclass(frozen=True, kw_only=True)
class NewcomerPrice:
    """
    What placing a newcomer costs pairs that run.

    Parameters
    ----------
    junior : str
        The newcomer; of a group any member.
    senior : str or None
        Whose junior the newcomer is in the proposal; None is nobody's.
    moved : tuple of Switch
        Running pairs that would stay without the newcomer, and do not now:
        from the senior that was, to the one of the proposal.
    senior_if_held : str or None
        Who it would be when those pairs must stay; None is nobody.
    levels : tuple of LevelPrice
        What holding them costs; empty when nobody moves.
    is_proven : bool
        Every answer behind this is proven.
    failure : str
        Why there is no answer, in words.
    """

    junior: str
    senior: str | None
    moved: tuple[Switch, ...] = ()
    senior_if_held: str | None = None
    levels: tuple[LevelPrice, ...] = ()
    is_proven: bool = True
    failure: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalGain:
    """What a change would bring when everyone is placed already; always better somewhere."""

    changes: tuple[Change, ...]
    levels: tuple[LevelPrice, ...]


@dataclass(frozen=True, kw_only=True)
class FrontierPoint:
    """
    The most points with so many pairs kept and no senior busier than this.

    `points` is None when there is no such answer, or, when not `is_proven`,
    when none was found in time.
    """

    kept: int
    peak_permille: int
    points: int | None
    is_proven: bool = True


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """
    How continuity, peak and quality trade off (docs/rules.md, *The price of the goals*).

    Parameters
    ----------
    kept, peak_permille, quality : int
        Of the proposal.
    running : int
        Pairs that ran, so the most that could be kept.
    points : tuple of FrontierPoint
        By number kept, most first, then by peak, lowest first.
    """

    kept: int
    peak_permille: int
    quality: int
    running: int
    points: tuple[FrontierPoint, ...]

    def at(self, kept: int, peak_permille: int) -> FrontierPoint | None:
        """Return a point, None when it was not asked for."""
        wanted = (kept, peak_permille)
        return next((p for p in self.points if (p.kept, p.peak_permille) == wanted), None)

    @property
    def kept_steps(self) -> tuple[int, ...]:
        """The numbers of kept pairs that were asked for, most first."""
        return tuple(dict.fromkeys(p.kept for p in self.points))

    @property
    def peak_steps(self) -> tuple[int, ...]:
        """The peaks that were asked for, lowest first."""
        return tuple(dict.fromkeys(p.peak_permille for p in self.points))


@dataclass(frozen=True, kw_only=True)
class WeightTrial:
    """Of `total` pairs, `same` can stay when a component weighs `weight`; None is not known."""

    component: Component
    weight: int
    same: int | None
    total: int


@dataclass(frozen=True, kw_only=True)
class GoalPrices:
    """The price of the goals, and how much hangs on the weights."""

    frontier: Frontier
    weights: tuple[WeightTrial, ...]


@dataclass(frozen=True, kw_only=True)
class JuniorReasons:
    """
    What solving again tells of one junior.

    Parameters
    ----------
    price : Price or None
        What forcing a senior costs.
    newcomer : Newcomer or None
        What the junior's coming cost others.
    fixes : tuple of Fix or None
        What would place an unplaced junior, cheapest first; None where nobody looked.
    """

    price: Price | None = None
    newcomer: NewcomerPrice | None = None
    fixes: tuple[Fix, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """
    Everything there is to say about a proposal.

    `prices` holds a price for each pair with another senior to go to, by
    junior; `newcomers` those whose coming was looked into; `fixes` what would
    place those for whom it was sought.
    """

    prices: Mapping[str, Price]
    newcomers: Mapping[str, NewcomerPrice]
    goals: GoalPrices | None = None
    gains: tuple[GoalGain, ...] = ()
    fixes: Mapping[str, tuple[Fix, ...]] = field(default_factory=dict)
