"""Rows of Overleggen that stand, but under the id of a meeting of somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from koppeling.domain.decision import DecidedPairing
from koppeling.domain.meeting import Meeting
from koppeling.plan.history import History
from koppeling.plan.series import Series, form_parties
from koppeling.rules.situation import Situation


def find_strays(
    situation: Situation,
    decisions: Sequence[DecidedPairing],
    previous: Sequence[Meeting],
    *,
    concept: bool = False,
) -> Iterator[tuple[Meeting, tuple[str, ...]]]:
    """
    Yield each fact with none of the juniors its meeting is of, and who those are.

    A person put another junior in the row. Whose meeting it is then cannot be
    told: to go by the id would lose one of this junior, to go by the junior one
    of the other.
    """
    history = History(tuple(previous), situation.calendar.first)
    for party in form_parties(situation, decisions, concept=concept):
        series = Series(party, situation, history)
        for due in series.due:
            fact = history.fact_by_id.get(series.id_of(due))
            members = tuple(junior.number for junior in due.members)
            if fact is not None and not set(fact.juniors) & set(members):
                yield fact, members
