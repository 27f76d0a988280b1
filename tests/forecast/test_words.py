"""A look ahead is told in sentences that fit what was found, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from koppeling.domain.period import Quarter
from koppeling.forecast.answer import (
    Assumptions,
    Dependence,
    Forecast,
    Gain,
    Newcomer,
    Pinch,
    QuarterOutlook,
    Step,
)
from koppeling.forecast.sheets import days_in_words
from koppeling.forecast.words import (
    bottleneck,
    list_assumptions,
    list_explanations,
    step_in_words,
    summarise,
    tell_hiring,
    tell_hours,
    tell_runway,
    whom,
)
from koppeling.locale import language
from tests.builders import junior, practice, senior

Q1, Q2 = Quarter(2027, 1), Quarter(2027, 2)
KIND = Newcomer(site="Noord", days=(0, 2))


def outlook(quarter: Quarter, need: int = 600, **changes: object) -> QuarterOutlook:
    """Make a quarter with 20 hours available."""
    given: dict[str, object] = {
        "quarter": quarter,
        "need_minutes": need,
        "hired_minutes": 60,
        "available_minutes": 1200,
        "reserved_minutes": 960,
        "num_juniors": 3,
        "num_seniors": 2,
        "num_unplaced": 0,
        "room": 2,
    }
    return QuarterOutlook(**(given | changes))  # type: ignore[arg-type]


def made(*quarters: QuarterOutlook, **changes: object) -> Forecast:
    """Make a look ahead in which all goes well."""
    given: dict[str, object] = {
        "assumptions": Assumptions(num_quarters=2),
        "reserve_percent": 20,
        "quarters": quarters or (outlook(Q1), outlook(Q2)),
        "newcomers": (KIND,),
        "room": (),
        "last_hiring": Q2,
        "pinch": Pinch(quarter=Q1, is_end=False, num_hired=0, room=2, num_unplaced=0),
        "gains": (),
        "dependences": (),
    }
    return Forecast(**(given | changes))  # type: ignore[arg-type]


END = Pinch(
    quarter=Q2,
    is_end=True,
    num_hired=1,
    room=0,
    num_unplaced=0,
    best=(Gain(step=Step.HOURS, site="Noord", amount=240),),
)


def test_the_rhythm_of_hiring_is_told() -> None:
    """It goes on, ends with a cause, does not begin, cannot be told, or needs a senior first."""
    ends = made(last_hiring=Q1, pinch=END)
    told = [
        tell_hiring(one)
        for one in (
            made(),
            ends,
            replace(
                ends, assumptions=Assumptions(hire_per_quarter=2), quarters=(outlook(Q1.shift(-1)),)
            ),
            replace(ends, last_hiring=None),
            replace(ends, last_hiring=None, pinch=replace(END, room=None)),
            made(newcomers=()),
        )
    ]
    assert told == [
        "U kunt elk kwartaal 1 junior aannemen, tot en met 2027-Q2; verder is niet vooruitgekeken.",
        "U kunt in 2027-Q1 1 junior aannemen. Daarna, in 2027-Q2, knelt het: "
        "de uren van senioren in Noord.",
        "U kunt tot en met 2027-Q1 elk kwartaal 2 junioren aannemen. Daarna, in 2027-Q2, knelt "
        "het: de uren van senioren in Noord.",
        "In 2027-Q2 is er geen ruimte voor 1 nieuwe junior. Wat in de weg staat: de uren van "
        "senioren in Noord.",
        "Of u in 2027-Q2 iemand kunt aannemen, kon niet op tijd worden bewezen.",
        "Er zijn geen senioren, dus kunt u niemand aannemen.",
    ]


def test_hours_are_told_with_and_without_reserve() -> None:
    """They suffice, take of the reserve, or fall short; and with hiring from when."""
    assert tell_hours(made()).endswith("blijft de reserve van 20% achter de hand.")
    assert "spreekt u de reserve van 20% aan: 17,0 uur nodig" in tell_hours(made(outlook(Q1, 1020)))
    short = tell_hours(made(outlook(Q1), outlook(Q2, 1260)))
    assert short.endswith("in 2027-Q2 te weinig uren: 21,0 uur nodig, 20,0 uur beschikbaar.")
    hiring = tell_hours(made(outlook(Q1, 1170)))
    assert hiring.endswith("Met elk kwartaal 1 junior erbij zijn het er vanaf 2027-Q1 te weinig.")
    unplaced = tell_hours(made(outlook(Q1, 1170, num_unplaced=1)))
    assert "Krijgt ook wie nu geen senior heeft er een" in unplaced


def test_the_runway_is_told_in_four_ways() -> None:
    """Without and with hiring, without and with the reserve kept."""
    assert tell_runway(made(outlook(Q1, 910), outlook(Q2, 1150))) == (
        "zonder aannemen: in geen enkel; zonder aannemen, met behoud van de reserve: 2027-Q2; met "
        "aannemen: 2027-Q2; met aannemen, met behoud van de reserve: 2027-Q1"
    )


def test_first_short_looks_at_what_is_asked() -> None:
    """The first quarter differs with reserve and with hiring."""
    ahead = made(outlook(Q1, 910), outlook(Q2, 1150))
    short = [
        ahead.first_short(with_reserve=reserve, with_hiring=hiring)
        for reserve in (False, True)
        for hiring in (False, True)
    ]
    assert short == [None, Q2, Q2, Q1]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_step_has_words(code: str) -> None:
    """Whom it is about and what changes are told for each kind of step."""
    names = {"S01": "Cato Linde"}
    gains = [
        Gain(step=Step.HOURS, senior="S01", amount=60),
        Gain(step=Step.JUNIORS, site="Noord", amount=1),
        Gain(step=Step.DAY, day=2),
        Gain(step=Step.SITES),
        Gain(step=Step.REGISTRATION),
        Gain(step=Step.SENIOR, site="Noord"),
    ]
    with language(code):  # type: ignore[arg-type]
        told = [f"{whom(gain, names)}: {step_in_words(gain)}" for gain in gains]
        causes = [bottleneck([gain]) for gain in gains[:5]] + [bottleneck([])]
        days = days_in_words(KIND)
    assert len(set(told)) == len(set(causes)) == 6
    if code == "nl":
        assert told[0] == "S01 Cato Linde: 1 uur per kwartaal meer"
        assert told[2] == "elke senior: ook werken op woensdag"
        assert days == "ma wo"
    else:
        assert told[0] == "S01 Cato Linde: 1 hour a quarter more"
        assert days == "Mon Wed"


def test_what_helps_most_names_others_that_do_the_same() -> None:
    """The least hours go first, and seniors for whom it is the same are counted."""
    gains = (
        Gain(step=Step.SENIOR, site="Noord", room=4, num_unplaced=0),
        *(
            Gain(step=Step.HOURS, senior=f"S0{n}", amount=240, room=3, num_unplaced=0)
            for n in (1, 2)
        ),
        Gain(step=Step.DAY, senior="S01", day=4, room=3, num_unplaced=0),
    )
    instance = practice([junior()], [senior("S01"), senior("S02")])
    points = dict(summarise(made(gains=gains), instance))
    assert points["Wat het meest helpt"] == (
        "In 2027-Q1: een nieuwe senior in Noord, maandag tot en met vrijdag, gebruikelijke uren: "
        "ruimte voor 2 junioren meer; S01 Senior S01 of 1 ander, 4 uur per kwartaal meer: ruimte "
        "voor 1 junior meer."
    )
    assert "Wie u niet kunt missen" not in points


def test_whom_we_cannot_miss_is_the_one_whose_juniors_have_nobody() -> None:
    """The senior with most juniors who stay without one is named."""
    dependences = (
        Dependence(senior="S01", orphans=("J01", "J02"), num_placed_again=0),
        Dependence(senior="S02", orphans=("J03",), num_placed_again=None),
    )
    instance = practice([junior()], [senior("S01"), senior("S02")])
    points = dict(summarise(made(dependences=dependences), instance))
    assert points["Wie u niet kunt missen"] == (
        "Zonder S01 Senior S01 zijn er 2 junioren meer zonder senior."
    )


def test_all_whom_we_can_miss_least_are_named() -> None:
    """Two who leave as many without a senior are both told of."""
    dependences = tuple(
        Dependence(senior=who, orphans=("J01", "J02"), num_placed_again=1) for who in ("S01", "S02")
    )
    instance = practice([junior()], [senior("S01"), senior("S02")])
    points = dict(summarise(made(dependences=dependences), instance))
    assert points["Wie u niet kunt missen"] == (
        "Zonder S01 Senior S01 of S02 Senior S02 is er 1 junior meer zonder senior."
    )


def test_assumptions_are_said() -> None:
    """Turnover, leave, reserve and rate stand in the sheet, and who came before the pinch."""
    taken = Assumptions(turnover_percent=10, leave_percent=5, hourly_rate=85)
    ahead = made(assumptions=taken, pinch=END)
    told = dict(list_assumptions(ahead))
    assert told["Aangenomen: verloop"].startswith("10% van de uren")
    assert told["Aangenomen: afwezigheid"].startswith("5% van de uren")
    assert told["Tarief per uur"] == "€ 85,00"
    assert "2 jaar na vertrek" in dict(list_explanations(ahead))["Bewaren"]
    assert dict(list_explanations(ahead))["Daarvoor aangenomen"] == (
        "1 junior, in het ritme hierboven"
    )
