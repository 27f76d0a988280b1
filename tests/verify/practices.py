"""Small invented practices, and an honest result for each, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from koppeling.domain.instance import (
    Capacity,
    Escalation,
    Group,
    Instance,
    PairingRow,
    PairingStatus,
    Settings,
)
from koppeling.domain.people import Absence, Junior, Senior, WorkingHours
from koppeling.domain.period import Quarter, Slot
from koppeling.verify.case import Case
from koppeling.verify.check import verify
from koppeling.verify.claims import Claims
from koppeling.verify.eligibility import reasons_of
from koppeling.verify.levels import level_values
from koppeling.verify.points import components_of, points_of
from koppeling.verify.problem import Problem
from koppeling.verify.readable import second_choice

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


def day(text: str) -> date:
    """Read an ISO date."""
    return date.fromisoformat(text)


def work(weekday: int, start: str, end: str, **more: Any) -> WorkingHours:
    """Make a stretch of work from `09:00` to `17:00`."""
    first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (start, end))
    return WorkingHours(weekday=weekday, start_minute=first, end_minute=last, **more)


def whole_week(start: str = "09:00", end: str = "12:00") -> tuple[WorkingHours, ...]:
    """Make the same hours on Monday to Friday."""
    return tuple(work(weekday, start, end) for weekday in range(5))


def junior(number: str, start: str = "2026-01-01", **more: Any) -> Junior:
    """Make a junior at Noord who works every morning."""
    given: dict[str, Any] = {"sites": ("Noord",), "hours": whole_week()} | more
    return Junior(number=number, name=f"Junior {number}", start=day(start), **given)


def senior(number: str, **more: Any) -> Senior:
    """Make a senior at Noord who works every morning."""
    given: dict[str, Any] = {"sites": ("Noord",), "hours": whole_week()} | more
    return Senior(number=number, name=f"Senior {number}", **given)


def settings(quarter: str = "2027-Q1", horizon: int = 4, **more: Any) -> Settings:
    """Make settings for a quarter such as `2027-Q1`."""
    return Settings(
        quarter=Quarter(int(quarter[:4]), int(quarter[-1])), horizon_length=horizon, **more
    )


def practice(**more: Any) -> Instance:
    """Make a practice of one junior and one senior, unless told otherwise."""
    given: dict[str, Any] = {
        "settings": settings(),
        "juniors": (junior("J1"),),
        "seniors": (senior("S1"),),
    } | more
    return Instance(**given)


def running(junior_: str, senior_: str, **more: Any) -> PairingRow:
    """Make a row of Koppelingen, lopend unless told otherwise."""
    given: dict[str, Any] = {"status": PairingStatus.RUNNING} | more
    return PairingRow(junior=junior_, senior=senior_, **given)


def varied() -> Instance:
    """
    Make a practice in which every rule has something to hold on to.

    J1 runs with S1 and J2 is locked to S2; J3 changes from S2 to S1; J4 and
    J5 are a group; J6 has finished; J7 shares no moment with anyone; J8 is new
    and has extra meetings. S2 is away in the third quarter, S3 in all.
    """
    return Instance(
        settings=settings(),
        juniors=(
            junior("J1", "2026-02-15"),
            junior("J2", "2026-06-01", sites=("Zuid",)),
            junior("J3", "2026-03-31", budget_minutes=120),
            junior("J4", group="Groep A"),
            junior("J5", group="Groep A", trajectory_end=day("2027-08-31")),
            junior("J6", "2022-01-01"),
            junior("J7", hours=(work(5, "19:00", "20:00"),)),
            junior("J8", "2027-01-04"),
        ),
        seniors=(
            senior("S1", cap_minutes=540),
            senior(
                "S2",
                sites=("Noord", "Zuid"),
                max_juniors=3,
                absences=(Absence(day("2027-07-01"), day("2027-08-31")),),
            ),
            senior("S3", absences=(Absence(day("2026-10-01")),)),
        ),
        capacities=(Capacity(senior="S2", quarter=None, minutes=480),),
        pairings=(
            running("J1", "S1", slot=Slot(TUESDAY, 20)),
            running("J2", "S2", status=PairingStatus.LOCKED),
            running("J3", "S2", until=day("2027-01-01")),
            running("J8", "S3", until=day("2026-12-31")),
        ),
        escalations=(
            Escalation(junior="J8", first=day("2027-04-05"), last=day("2027-04-30"), every_weeks=1),
        ),
        groups=(Group(name="Groep A", trajectory="junior", start=day("2026-09-01")),),
    )


VARIED_PAIRS = {"J1": "S1", "J2": "S2", "J3": "S1", "J4": "S2", "J5": "S2", "J8": "S1"}
VARIED_SLOTS = dict.fromkeys(VARIED_PAIRS, "vr 09:00") | {"J1": "di 10:00", "J8": "ma 09:00"}


def _pair(case: Case, junior_: str, senior_: str, slot: str) -> dict[str, Any]:
    ours = case.practice
    components = components_of(ours, ours.juniors[junior_], ours.seniors[senior_])
    rows = ours.open_rows(junior_)
    same = [row.status for row in rows if row.senior == senior_]
    status = "changed" if rows else "new"
    if same:
        status = "locked" if PairingStatus.LOCKED in same else "kept"
    return {
        "junior": junior_,
        "senior": senior_,
        "status": status,
        "slot": slot,
        "need": [ours.need(junior_, quarter) for quarter in ours.quarters],
        "points": points_of(ours, components),
        "components": {name.value: worth for name, worth in components.items()},
        "runner_up": None,
    }


def _load(case: Case) -> list[dict[str, Any]]:
    ours = case.practice
    return [
        {
            "senior": number,
            "quarter": str(quarter),
            "used_minutes": ours.used(case.guided.get(number, []), quarter),
            "cap_minutes": ours.cap(one, quarter),
            "juniors": sum(
                ours.need(member.number, quarter) > 0
                for item in case.guided.get(number, [])
                for member in item.members
            ),
        }
        for number, one in ours.seniors.items()
        for quarter in ours.quarters_in(one)
    ]


def _handover(case: Case) -> list[dict[str, Any]]:
    ours = case.practice
    return [
        {
            "junior": number,
            "senior": chosen,
            "quarter": str(quarter),
            "minutes": ours.minutes(number, quarter),
        }
        for number, chosen in case.seniors_by_junior.items()
        for quarter in ours.quarters
        if ours.is_out(ours.seniors[chosen], quarter) and ours.minutes(number, quarter)
    ]


def honest(
    instance: Instance, pairs: Mapping[str, str], slots: Mapping[str, str]
) -> dict[str, Any]:
    """Say of `pairs` and `slots` what is true, each level claimed to be proven."""
    bare = {"schema": 1, "status": "optimal", "levels": [], "unplaced": [], "idle": []}
    blank = Case(instance, Claims())
    rows = [_pair(blank, one, other, slots[one]) for one, other in sorted(pairs.items())]
    case = Case(instance, Claims.from_json(bare | {"pairings": rows}))
    values = level_values(case.practice, dict(pairs))
    for row in rows:
        second = second_choice(case, row["junior"]) if row["junior"] in case.pairs else None
        row["runner_up"] = second and {"senior": second[0], "points": second[1]}
    return bare | {
        "quarter": str(case.practice.quarters[0]),
        "horizon": [str(quarter) for quarter in case.practice.quarters],
        "levels": [
            {"id": level, "value": values[level], "bound": values[level], "proven": True}
            for level in instance.levels
        ],
        "pairings": rows,
        "unplaced": [
            {
                "junior": member.number,
                "reasons": {
                    code.value: count for code, count in reasons_of(case.moments, item).items()
                },
            }
            for item in case.practice.items
            for member in item.members
            if member.number not in pairs
        ],
        "idle": [number for number, dates in case.practice.needs.items() if not dates],
        "handover": _handover(case),
        "load": _load(case),
    }


def problems(instance: Instance, published: object) -> tuple[Problem, ...]:
    """Run the check on published JSON."""
    return verify(instance, Claims.from_json(published))


def pair_of(published: dict[str, Any], number: str) -> dict[str, Any]:
    """Find the published pair of a junior."""
    return next(one for one in published["pairings"] if one["junior"] == number)


def level_of(published: dict[str, Any], level: str) -> dict[str, Any]:
    """Find what is published of a level."""
    return next(one for one in published["levels"] if one["id"] == level)
