"""Each hard rule that the published pairs break is caught (domain.md §§2-4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from koppeling.domain.instance import (
    Capacity,
    Escalation,
    HeldMeeting,
    Instance,
    PairingStatus,
    Preference,
)
from koppeling.domain.people import Absence, MeetingWindow
from koppeling.domain.period import Weeks
from koppeling.domain.trajectory import JUNIOR_PHASES, Registration, TrajectoryType
from koppeling.verify.problem import ProblemKind
from tests.verify.practices import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    day,
    honest,
    junior,
    practice,
    problems,
    running,
    senior,
    settings,
    varied,
    work,
)

Change = Callable[[Instance], Instance]


def with_junior(number: str, **changes: Any) -> Change:
    """Change one junior."""

    def change(instance: Instance) -> Instance:
        juniors = tuple(
            replace(one, **changes) if one.number == number else one for one in instance.juniors
        )
        return replace(instance, juniors=juniors)

    return change


def with_senior(number: str, **changes: Any) -> Change:
    """Change one senior."""

    def change(instance: Instance) -> Instance:
        seniors = tuple(
            replace(one, **changes) if one.number == number else one for one in instance.seniors
        )
        return replace(instance, seniors=seniors)

    return change


def added(field: str, *rows: object) -> Change:
    """Add rows to a field of the instance."""

    def change(instance: Instance) -> Instance:
        changed: dict[str, Any] = {field: (*getattr(instance, field), *rows)}
        return replace(instance, **changed)

    return change


def with_settings(**changes: Any) -> Change:
    """Change the settings."""
    return lambda instance: replace(instance, settings=replace(instance.settings, **changes))


def demanding(registration: Registration) -> Change:
    """Let the junior trajectory demand a registration."""
    kind = TrajectoryType(name="junior", phases=JUNIOR_PHASES, demand=registration)
    return lambda instance: replace(instance, trajectories={"junior": kind})


def guided_by(role: str) -> Change:
    """Let the junior trajectory take one kind of guide."""
    kind = TrajectoryType(name="junior", phases=JUNIOR_PHASES, guide=role)
    return lambda instance: replace(instance, trajectories={"junior": kind})


def without_locks(instance: Instance) -> Instance:
    """Turn locked rows into running ones."""
    rows = tuple(replace(row, status=PairingStatus.RUNNING) for row in instance.pairings)
    return replace(instance, pairings=rows)


def test_honest_result_is_sound(result: dict[str, Any]) -> None:
    """Nothing is held against a result in which everything is true."""
    assert problems(varied(), result) == ()


#: Name, what changes in the input, whom it is about, what the check says.
BROKEN_BY_INPUT: list[tuple[str, Change, str, str]] = [
    ("cap", with_senior("S1", cap_minutes=449), "S1", "2027-Q2: 450 minutes are used"),
    (
        "cap of the quarter",
        added("capacities", Capacity(senior="S2", quarter=settings().quarter, minutes=269)),
        "S2",
        "270 minutes are used, but there are only 269",
    ),
    ("max of Senioren", with_senior("S1", max_juniors=2), "S1", "3 juniors, but at most 2"),
    (
        "max of Capaciteit",
        added("capacities", Capacity(senior="S1", quarter=None, minutes=540, max_juniors=1)),
        "S1",
        "3 juniors, but at most 1",
    ),
    (
        "cap less meetings held",
        lambda instance: added(
            "held", HeldMeeting(junior="J1", senior="S1", day=day("2027-01-01"), minutes=150)
        )(with_settings(reference_date=day("2027-01-02"))(instance)),
        "S1",
        "420 minutes are used, but there are only 390",
    ),
    (
        "junior's budget",
        with_junior("J3", budget_minutes=89),
        "J3 - S1",
        "junior has too little time",
    ),
    ("senior's time", with_senior("S1", cap_minutes=60), "J1 - S1", "senior has too few hours"),
    (
        "forbidden pair",
        added("pairings", running("J1", "S1", status=PairingStatus.FORBIDDEN)),
        "J1 - S1",
        "may not be paired",
    ),
    (
        "veto",
        added("preferences", Preference(source="S1", target="J8", veto=True)),
        "J8",
        "may not be",
    ),
    ("senior out", with_senior("S1", out_of_service_from=day("2027-01-11")), "J1", "senior away"),
    ("no site", with_junior("J8", sites=("Oost",)), "J8 - S1", "other site"),
    ("does not coach", with_senior("S1", coaches=False), "J3 - S1", "senior does not coach"),
    (
        "training ended",
        with_senior("S1", trained_until=day("2026-12-31")),
        "J3",
        "senior does not coach",
    ),
    ("another kind of guide", guided_by("coach"), "J1 - S1", "senior does not coach"),
    ("skj", demanding(Registration.SKJ), "J1 - S1", "registration missing"),
    (
        "domain",
        lambda instance: with_junior("J1", domains=("jeugd",))(
            with_senior("S1", domains=("ggz",))(instance)
        ),
        "J1 - S1",
        "other field of work",
    ),
    (
        "no shared moment",
        with_junior("J1", hours=(work(5, "09:00", "10:00"),)),
        "J1",
        "no moment together",
    ),
    (
        "slot outside hours",
        with_junior("J1", hours=(work(MONDAY, "09:00", "12:00"),)),
        "J1 - S1",
        "di 10:00 does not serve them in 2027-Q1",
    ),
    (
        "slot half outside a window",
        with_senior(
            "S1",
            windows=tuple(
                MeetingWindow(weekday=weekday, start_minute=start, end_minute=720)
                for weekday, start in ((MONDAY, 540), (TUESDAY, 610), (FRIDAY, 540))
            ),
        ),
        "J1 - S1",
        "di 10:00 does not serve",
    ),
    (
        "lock",
        added("pairings", running("J8", "S2", status=PairingStatus.LOCKED)),
        "J8 - S2",
        "lock",
    ),
    ("running pairs stay", with_settings(keep_running=True), "J3 - S2", "must stay (setting)"),
    (
        "group's senior is decided",
        lambda instance: replace(
            instance, groups=tuple(replace(one, senior="S1") for one in instance.groups)
        ),
        "J4 - S1",
        "locked",
    ),
    (
        "idle",
        with_junior("J1", start=day("2020-01-01")),
        "J1",
        "needs no meeting and yet is paired",
    ),
    (
        "lock overrides only what management may",
        with_junior("J2", budget_minutes=30),
        "J2 - S2",
        "may not exist: junior has too little time",
    ),
    (
        "locks are what let a pair be",
        lambda instance: without_locks(with_senior("S2", coaches=False)(instance)),
        "J2 - S2",
        "senior does not coach",
    ),
]


@pytest.mark.parametrize(
    ("change", "subject", "message"),
    [case[1:] for case in BROKEN_BY_INPUT],
    ids=[case[0] for case in BROKEN_BY_INPUT],
)
def test_rule_that_the_pairs_break_is_named(
    result: dict[str, Any], change: Change, subject: str, message: str
) -> None:
    """When a rule is tightened until the published pairs break it, the check says so."""
    found = problems(change(varied()), result)
    assert any(
        one.kind is ProblemKind.RULE_BROKEN
        and one.subject.startswith(subject)
        and message in one.message
        for one in found
    ), found


def test_lock_overrides_coaching_site_registration_and_domain(result: dict[str, Any]) -> None:
    """A locked pair is management's decision and passes where another would not."""
    instance = with_senior("S2", coaches=False)(varied())
    found = problems(instance, result)
    barred = [one.subject for one in found if one.kind is ProblemKind.RULE_BROKEN]
    assert barred == ["J4, J5 - S2"]


def test_lock_of_one_member_decides_for_the_group(result: dict[str, Any]) -> None:
    """All members have one senior, so a decision on one is a decision on all."""
    lock = running("J4", "S2", status=PairingStatus.LOCKED)
    instance = added("pairings", lock)(with_senior("S2", coaches=False)(varied()))
    found = problems(instance, result)
    assert not [one for one in found if one.kind is ProblemKind.RULE_BROKEN]


def test_week_has_room_for_each_meeting_once() -> None:
    """Two juniors cannot both use the only Monday hour of a senior when dates run out."""
    narrow = (work(MONDAY, "09:00", "09:30"),)
    instance = practice(
        settings=settings(horizon=1),
        juniors=(
            junior("J1", "2027-01-01", hours=narrow),
            junior("J2", "2027-01-01", hours=narrow),
        ),
        seniors=(senior("S1", hours=narrow),),
    )
    pairs, slots = {"J1": "S1", "J2": "S1"}, {"J1": "ma 09:00", "J2": "ma 09:00"}
    messages = [one.message for one in problems(instance, honest(instance, pairs, slots))]
    assert messages == [
        "2027-Q1, ma 09:00, all weeks: 14 meetings are promised, but this senior is there 13 times."
    ]


def test_even_weeks_have_room_of_their_own() -> None:
    """Juniors who all come in even weeks only share the even weeks of their senior."""
    narrow = (work(MONDAY, "09:00", "09:30", weeks=Weeks.EVEN),)
    instance = practice(
        settings=settings(horizon=1),
        juniors=tuple(junior(f"J{n}", "2026-02-01", hours=narrow) for n in (1, 2, 3)),
        seniors=(senior("S1", hours=(work(MONDAY, "09:00", "09:30"),)),),
    )
    pairs = {f"J{n}": "S1" for n in (1, 2, 3)}
    messages = [
        one.message
        for one in problems(instance, honest(instance, pairs, dict.fromkeys(pairs, "ma 09:00")))
    ]
    assert messages == [
        "2027-Q1, ma 09:00, even weeks: 9 meetings are promised, but this senior is there 6 times."
    ]


def test_same_person_cannot_guide_themselves() -> None:
    """Who stands in both lists is never their own senior."""
    instance = practice(juniors=(junior("P1"),), seniors=(senior("P1"),))
    found = problems(instance, honest(instance, {"P1": "P1"}, {"P1": "vr 09:00"}))
    assert [one.message for one in found] == ["This pair may not exist: same person."]


def test_escalation_and_leave_reach_the_claims(result: dict[str, Any]) -> None:
    """What changes a need in the input makes the old result untrue."""
    more = Escalation(junior="J1", first=day("2027-02-01"), last=None, every_weeks=1)
    leave = Absence(day("2027-02-01"), day("2027-06-30"))
    for change in (added("escalations", more), with_junior("J1", absences=(leave,))):
        found = problems(change(varied()), result)
        assert any(one.message.startswith("meetings per quarter") for one in found)
