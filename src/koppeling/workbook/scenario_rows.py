"""The sheet Scenario's: rows of it, or what was asked otherwise, as changes to a practice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from koppeling.domain.finding import Finding
from koppeling.domain.instance import Instance
from koppeling.domain.scenario import Change, Scenario, newcomer_numbers
from koppeling.locale import _
from koppeling.workbook.later_sheets import SCENARIOS
from koppeling.workbook.reader import Reading
from koppeling.workbook.register import Likeness, Register
from koppeling.workbook.remarks import Place, Remarks, in_order
from koppeling.workbook.scenario_changes import USES, Around, make_change
from koppeling.workbook.shapes import Role, Value
from koppeling.workbook.tables import Table
from koppeling.workbook.week_sheets import is_everyone

_ROLES = {"junior": Role.JUNIOR, "senior": Role.SENIOR, "anybody": Role.ANYBODY}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """
    One change as somebody asked for it: a row of the sheet, or options.

    Parameters
    ----------
    scenario : str
        Name of the scenario that it belongs to.
    kind : str
        What changes: a canonical value of the column *wijziging*.
    values : mapping
        What is filled in of the other columns of the sheet, by key.
    unread : collection of str
        Keys of what could not be read; reported by whoever read it.
    place : callable
        Given a key, where it stands.
    """

    scenario: str
    kind: str
    values: Mapping[str, Value]
    unread: frozenset[str] = frozenset()
    place: Callable[[str], Place]


def read_wishes(reading: Reading) -> tuple[Wish, ...]:
    """List the rows of the sheet Scenario's, in order; none when there is no such sheet."""
    table = reading.table(SCENARIOS.key)
    return () if table is None else tuple(_wishes(table))


def _wishes(table: Table) -> Iterable[Wish]:
    for row in table.rows:
        name, kind = row.text("scenario"), row.text("change")
        if name and kind:  # else reported when the sheet was read
            yield Wish(
                scenario=name,
                kind=kind,
                values={k: v for k, v in row.values.items() if k not in ("scenario", "change")},
                unread=frozenset(row.unread),
                place=partial(table.place, row),
            )


def make_scenarios(
    wishes: Iterable[Wish], reading: Reading, instance: Instance
) -> tuple[tuple[Scenario, ...], tuple[Finding, ...]]:
    """
    Make scenarios of wishes; those of the same name together are one, in their order.

    Parameters
    ----------
    wishes : iterable of Wish
        In any number.
    reading : Reading
        The input; for the people and the default working hours.
    instance : Instance
        Of that input.

    Returns
    -------
    scenarios : tuple of Scenario
        In the order in which each is first named; not to be used when a
        finding is an error.
    findings : tuple of Finding
        All that is wrong, each at its cell.
    """
    remarks = Remarks()
    around = Around.of(instance, reading, remarks)
    drafts: dict[str, _Draft] = {}
    for wish in wishes:
        draft = drafts.setdefault(
            wish.scenario.casefold(), _Draft(wish.scenario, reading.register, around, remarks)
        )
        draft.add(wish)
    return (
        tuple(Scenario(name=d.name, changes=tuple(d.changes)) for d in drafts.values()),
        in_order(remarks.findings),
    )


@dataclass
class _Draft:
    """A scenario in the making: it knows whom its earlier changes hired."""

    name: str
    register: Register
    around: Around
    remarks: Remarks
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = {
            "juniors": set(self.register.juniors),
            "seniors": set(self.register.seniors),
        }

    def add(self, wish: Wish) -> None:
        """Make the change of a wish, or report why not."""
        wish = self._with_number(wish)
        if not self._is_complete(wish):
            return
        made = make_change(wish.kind, wish.values, wish.place, self.around)
        if made is None:
            return
        self.changes.append(made)
        if wish.kind in ("hire_junior", "hire_senior"):
            taken = self.people["juniors"] | self.people["seniors"]
            count = getattr(made, "count", 0)
            self.people[f"{wish.kind.removeprefix('hire_')}s"] |= {*newcomer_numbers(taken, count)}

    def _is_complete(self, wish: Wish) -> bool:
        """Tell whether all that is needed is there; report what is lacking or has no use."""
        use = USES[wish.kind]
        change = dict(SCENARIOS.column("change").choices)[wish.kind].local
        is_sound = True
        for key in sorted({*use.needed, *wish.unread}):
            if key in wish.values:
                continue
            is_sound = False
            self.remarks.error(
                wish.place(key),
                "scenario-lacks",
                _("“{change}” needs a value in “{heading}” that can be read.").format(
                    change=change, heading=_heading(key)
                ),
                _("Fill it in, or leave this change out."),
            )
        for key in wish.values:
            if key not in (*use.needed, *use.optional):
                self.remarks.warn(
                    wish.place(key),
                    "scenario-unused",
                    _("“{heading}” has no use with “{change}”, and is not used.").format(
                        change=change, heading=_heading(key)
                    ),
                    _("Empty it, or choose another change."),
                )
        return self._is_known(wish, use.who) and is_sound

    def _with_number(self, wish: Wish) -> Wish:
        """Put the number of who is meant in place of a name; nothing in place of everyone."""
        who = str(wish.values.get("who") or "")
        if wish.kind == "absent" and is_everyone(who):
            return replace(wish, values={k: v for k, v in wish.values.items() if k != "who"})
        match = self.register.find(who)
        if not match.number or self._has(who, Role.ANYBODY):
            return wish
        wish = replace(wish, values={**wish.values, "who": match.number})
        if match.likeness is not Likeness.NAME:
            return wish
        self.remarks.warn(
            wish.place("who"),
            "named-person",
            _("The name was read as {number}.").format(number=match.number),
            _("Nothing, if that is right."),
        )
        return wish

    def _is_known(self, wish: Wish, role: str) -> bool:
        who = str(wish.values.get("who") or "")
        if not who or not role or self._has(who, _ROLES[role]):
            return True
        match = self.register.find(who)
        if self._has(who, Role.ANYBODY):
            told = self.register.tell_role(who, _ROLES[role])
        else:
            told = self.register.tell(who, match)
        code = "lost-zeros" if match.likeness is Likeness.ZEROS else "unknown-person"
        self.remarks.error(wish.place("who"), code, *told)
        return False

    def _has(self, who: str, role: Role) -> bool:
        keys = ("juniors", "seniors") if role is Role.ANYBODY else (role.value,)
        return any(who in self.people[key] for key in keys)


def _heading(key: str) -> str:
    return SCENARIOS.column(key).words.local
