"""Ids of meetings last."""

from __future__ import annotations

from dataclasses import replace

from koppeling.domain.meeting import MeetingKind
from koppeling.plan.identity import identify, is_ours
from tests.builders import junior, practice, senior
from tests.plan.plans import decided, guidance, make_plan


def test_an_id_is_what_it_was_in_the_first_release() -> None:
    """Calendars and payroll know meetings by these ids: they can never change."""
    assert identify(MeetingKind.GUIDANCE, "0101|0012", 1) == "680db4fa-b255-5655-a787-2af09f1229ce"


def test_ids_differ_by_kind_series_and_number() -> None:
    """No two meetings share an id."""
    ids = {
        identify(kind, series, number)
        for kind in MeetingKind
        for series in ("S01|J01", "S01|J02", "S02|J01")
        for number in range(1, 36)
    }
    assert len(ids) == len(MeetingKind) * 3 * 35


def test_what_somebody_typed_is_not_ours() -> None:
    """A row without a number, or with an id of another make, was typed."""
    plan = make_plan(practice([junior()], [senior()]), [decided(slot="di 10:00")])
    planned = guidance(plan)[0]
    assert is_ours(planned)
    assert not is_ours(replace(planned, number=0))
    assert not is_ours(replace(planned, id="overleg 1"))
