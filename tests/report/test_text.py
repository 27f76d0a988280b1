"""The terminal's words fit, survive old terminals, and say what they must."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import DiscRule, Instance, Level
from koppeling.domain.result import LevelResult, Outcome, Status
from koppeling.locale import _, language
from koppeling.report.console import LiveProgress, Tally, legible, open_console
from koppeling.report.figures import key_figures
from koppeling.report.phrases import amount, hours, room_left
from koppeling.report.text import count_findings, list_findings, summarise
from tests.builders import wish
from tests.report.builders import (
    make_detail,
    make_findings,
    make_instance,
    make_outcome,
    make_unplaced,
)

RESULT = Path("praktijk/een map met een nogal lange naam/voorbeeld voorstel 2027-Q1.xlsx")
Tell = Callable[[Console], None]


def _told(tell: Tell, width: int = 100) -> str:
    file = io.StringIO()
    console = open_console(file)
    console.width = width
    tell(console)
    return file.getvalue()


def _summary(console: Console) -> None:
    summarise(make_outcome(), make_instance(), console, result=RESULT)


def _open_summary(console: Console) -> None:
    summarise(make_outcome(proven=False), make_instance(), console, result=RESULT)


def _findings(console: Console) -> None:
    long = Finding(
        severity=Severity.ERROR,
        code="too-long",
        sheet="Een blad met een bijzonder lange naam",
        cell="AAA1048576",
        message="x" * 300,
        remedy="Maak de tekst korter. " * 12,
        source="een heel lang pad " * 8,
    )
    list_findings((*make_findings(), long), console)


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("tell", [_summary, _open_summary, _findings])
def test_no_line_is_wider_than_the_terminal(tell: Tell, width: int) -> None:
    """Everything wraps within the columns there are."""
    assert max(len(line) for line in _told(tell, width).splitlines()) <= width


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize("tell", [_summary, _open_summary, _findings])
def test_old_terminals_never_fail(tell: Tell, encoding: str) -> None:
    """A name or an arrow that the terminal lacks costs nobody their result."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    tell(open_console(file))
    file.flush()
    assert raw.getvalue().decode(encoding).strip()


def test_a_wide_terminal_is_used_up_to_a_hundred_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of two hundred signs are hard to read."""
    monkeypatch.setenv("COLUMNS", "200")
    assert open_console(io.StringIO()).width == 100


def test_signs_are_replaced_one_for_one() -> None:
    """Columns stay where they are."""
    assert legible("Łucja → Elif Sarı…", "cp850") == "Lucja > Elif Sarı."
    assert legible("Zoë → 漢", "cp1252") == "Zoë > ?"
    assert legible("Łucja → Zoë", "utf-8") == "Łucja → Zoë"


def test_summary_tells_the_story() -> None:
    """Placed, kept, busiest, points, proof, who not and why, who changes, where, what next."""
    told = _told(_summary)
    assert "28 van de 29 junioren" in told
    assert "18 van de 20 lopende en vaste koppelingen" in told
    assert "S03 Carlijn Wever: 96%" in told
    assert "Bewezen: het kan niet beter." in told
    assert "J30 Dewi Pratama  geen gezamenlijk moment (7)" in told
    assert "Dichtst bij: 2027-Q1, S04 Dirk-Jan Prins" in told
    assert "J12 Lotte Vos  S06 Floor Timmer → S02 Boris Faber" in told
    assert "26 onder aanvulling" in told
    assert "voorbeeld voorstel 2027-Q1.xlsx" in told
    assert "besluit" in told


def test_better_is_claimed_impossible_only_when_proven() -> None:
    """Without proof the value and the limit are told instead."""
    told = _told(_open_summary)
    assert "Bewezen" not in told
    assert "nu 1.712 punten; beter dan 1.738 punten kan niet" in told


def test_a_junior_who_loses_a_running_pair_is_told() -> None:
    """Going from a senior to none is a change as well."""
    unplaced = make_unplaced()
    details = tuple(d for d in make_outcome().pairings if d.pairing.junior != "J07")
    lost = type(unplaced)(junior="J07", reasons={}, explanation="Niemand vrij.", nearest="")
    outcome = make_outcome(details=details, unplaced=(lost,))
    told = _told(lambda console: summarise(outcome, make_instance(), console))
    assert "J07 Gijs Hoekstra  S08 Hilde Roelofs → geen senior" in told
    assert "Niemand vrij." in told


def test_a_bound_that_tells_nothing_is_not_sold_as_a_figure() -> None:
    """At most 100% better is no knowledge; nor is a number for the draw."""
    told = " ".join(_told(_open_summary).split())
    assert "Werk gelijkmatig verdeeld: hooguit 2% beter is mogelijk" in told
    assert "Eerlijke loting bij gelijke stand: niet afgemaakt" in told
    useless = LevelResult(level=Level.EVEN, value=7, bound=0, proven=False, seconds=1.0)
    assert room_left(useless) == "hoeveel beter het nog kan, is niet bekend"


def test_nothing_known_of_other_disc_rules_is_said_so() -> None:
    """An empty list of rules would read as nonsense."""
    outcome = make_outcome(robustness={})
    told = _told(lambda console: summarise(outcome, make_instance(), console))
    assert "Wat een andere DiSC-regel zou veranderen, is niet uitgerekend." in told


def test_a_disc_rule_that_was_not_computed_is_named() -> None:
    """Silence would read as: the same."""
    outcome = make_outcome(robustness={DiscRule.COMPLEMENT: 26})
    told = _told(lambda console: summarise(outcome, make_instance(), console))
    assert "Niet uitgerekend: onder warmte, onder tempo, zonder DiSC." in " ".join(told.split())


def test_findings_stand_under_their_sheet() -> None:
    """Each with its cell and remedy, and the count at the end."""
    told = _told(lambda console: list_findings(make_findings(), console))
    assert told.index("Junioren") < told.index("Q1") < told.index("Werkdagen") < told.index("A31")
    assert "Zet de werkdagen van J29 in het blad Werkdagen." in told
    assert "2 opmerkingen, geen fouten" in told


def test_on_you_go_is_not_said_while_something_was_left_out_or_assumed() -> None:
    """How many deserve a look is said; a finding that only tells is none of them."""
    left_out, assumed = make_findings()
    telling = replace(left_out, code="senior-out")
    assert count_findings([telling]).endswith("Met deze invoer kunt u verder.")
    told = count_findings([telling, left_out, assumed])
    assert "verder" not in told
    assert told.startswith("3 opmerkingen, geen fouten. Kijk eerst naar 2 daarvan")
    unknown = replace(left_out, code="made-up-tomorrow")  # in doubt we do not say: go on
    assert "Kijk eerst naar 1 daarvan" in count_findings([unknown])


def test_points_stand_beside_what_was_possible() -> None:
    """Each junior's best senior bounds the mean; who has it all, has it all."""
    rows = (make_detail(1), make_detail(2))
    behind = [replace(row, points=40, runner_up_points=60 + 10 * n) for n, row in enumerate(rows)]
    told = _points_of(make_outcome(details=tuple(behind)), make_instance())
    assert told.startswith("80 in totaal, gemiddeld 40 per koppeling; het zou 65 zijn als ieder")
    best = [replace(row, points=40, runner_up_points=None) for row in rows]
    told = _points_of(make_outcome(details=tuple(best)), make_instance())
    assert told.startswith("80 in totaal, gemiddeld 40 per koppeling; meer is er voor niemand")
    near = (replace(rows[0], points=40, runner_up_points=41), best[1])
    told = _points_of(make_outcome(details=near), make_instance())
    assert "gemiddeld 40,0 per koppeling; het zou 40,5 zijn" in told


def test_what_nobody_filled_in_is_named_beside_the_points() -> None:
    """Neutral points for everyone are no merit; what is filled in is not named."""
    told = _points_of(make_outcome(), make_instance())
    assert told.splitlines()[1] == (
        "Niet ingevuld of niet gevraagd, dus zonder verschil: wens van de junior, wens van de "
        "senior, DiSC, leerdoelen, registratie."
    )
    instance = make_instance()
    number = instance.juniors[0].number
    wished = replace(instance, preferences=(wish(number, instance.seniors[0].number),))
    assert "wens van de junior" not in _points_of(make_outcome(), wished)


def _points_of(outcome: Outcome, instance: Instance) -> str:
    return next(f.message for f in key_figures(outcome, instance) if f.label == "Punten")


def test_markup_in_a_finding_stays_text() -> None:
    """Square brackets in a cell are no colours."""
    finding = Finding(severity=Severity.ERROR, code="x", message="[red]rood[/red]")
    assert "[red]rood[/red]" in _told(lambda console: list_findings((finding,), console))
    assert count_findings((finding,)).startswith("1 fout.")


def test_progress_is_silent_when_piped() -> None:
    """A log file gets no live table."""
    file = io.StringIO()
    with LiveProgress(open_console(file)) as progress:
        progress.update(Level.PLACED, 28, 30)
    assert file.getvalue() == ""


def test_progress_shows_goal_value_and_limit_on_a_terminal() -> None:
    """Value and limit stand in the units of the goal."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=80)
    with LiveProgress(console) as progress:
        progress.update(Level.SERVED, 13650, 14000)
        progress.update(Level.SERVED, 13650, 13650, proven=True)
    assert "227,5 uur" in file.getvalue()
    assert "bewezen" in file.getvalue()


def test_counting_is_silent_when_piped() -> None:
    """Neither the heading nor a count ends up in a log file."""
    file = io.StringIO()
    with Tally(open_console(file), "Rekenen") as tally:
        tally.update(1, 2)
    assert file.getvalue() == ""


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ([], "Rekenen"),
        ([(1, 3)], "Rekenen: 1 van 3"),
        ([(1, 3), (2, 4, "Kleine stappen")], "Kleine stappen: 2 van 4"),
    ],
)
def test_counting_shows_how_many_are_done_on_a_terminal(
    told: list[tuple[int, int] | tuple[int, int, str]], shown: str
) -> None:
    """The heading first, then how many of how many, by another name where it has one."""
    file = io.StringIO()
    with Tally(Console(file=file, force_terminal=True, width=80), "Rekenen") as tally:
        for counted in told:
            tally.update(*counted)
    assert f" {shown}\n" in file.getvalue()


def test_english_is_complete() -> None:
    """On request everything comes in English."""
    with language("en"):
        told = _told(_summary) + _told(_open_summary)
    for dutch in ("junioren", "koppeling", "Geplaatst", "bewezen", "senioren"):
        assert dutch not in told
    assert "28 of 29 juniors" in told
    assert "1,712 points" in told


def test_a_long_list_ends_with_how_many_more() -> None:
    """The workbook has them all; a screen has not."""
    many = tuple(replace(make_unplaced(), junior=f"K{n:02d}", nearest="") for n in range(20))
    told = _told(lambda console: summarise(make_outcome(unplaced=many), make_instance(), console))
    assert "K14" in told
    assert "K15" not in told
    assert "en nog 5 in het koppelboek" in told


def test_no_answer_says_what_to_do() -> None:
    """Without a proposal there are no figures."""
    outcome = make_outcome()
    nothing = replace(
        outcome,
        pairings=(),
        solution=replace(outcome.solution, pairings=(), status=Status.NO_SOLUTION),
    )
    told = _told(lambda console: summarise(nothing, make_instance(), console))
    assert "--time-limit" in told
    assert "Geplaatst" not in told


def test_what_is_not_there_is_not_told() -> None:
    """No pairs, no running ones, no DiSC: no figures about them."""
    outcome = replace(make_outcome(details=(), idle=()), loads=())
    instance = replace(make_instance(), pairings=())
    told = _told(lambda console: summarise(outcome, instance, console))
    assert "0 van 1 junior" in told
    for absent in ("Behouden", "Drukste", "Punten", "Klaar", "DiSC"):
        assert absent not in told


def test_disc_without_profiles_is_said_to_play_no_part() -> None:
    """Nobody filled in a profile: the rule cannot matter."""
    instance = make_instance()
    instance = replace(instance, juniors=tuple(replace(x, disc=None) for x in instance.juniors))
    told = _told(lambda console: summarise(make_outcome(), instance, console))
    assert "DiSC speelt geen rol" in told


def test_findings_are_counted() -> None:
    """Errors say that something must be mended."""
    error = Finding(severity=Severity.ERROR, code="x", message="mis")
    assert count_findings(()) == "Niets op te merken: de invoer is in orde."
    assert count_findings((error, *make_findings())).startswith("1 fout en 2 opmerkingen.")


def test_hours_show_quarters_of_an_hour_and_no_more_than_needed() -> None:
    """One decimal, and two where minutes ask for it."""
    assert [hours(minutes) for minutes in (330, 345, 60)] == ["5,5", "5,75", "1,0"]


@pytest.mark.parametrize(
    ("level", "value", "told"),
    [
        (Level.PLACED, 28, "28"),
        (Level.SERVED, 13650, "227,5 uur"),
        (Level.PEAK, 950, "95%"),
        (Level.QUALITY, 1, "1 punt"),
        (Level.QUALITY, None, "-"),
        (Level.EVEN, 4461282, "-"),
    ],
)
def test_amounts_have_the_unit_of_their_goal(level: Level, value: int | None, told: str) -> None:
    """Nobody has to know that the peak is kept in thousandths."""
    assert amount(level, value) == told


def test_nobody_placed_has_no_busiest_senior() -> None:
    """A share of 0 % tells nothing."""
    outcome = replace(make_outcome(), pairings=())
    labels = [figure.label for figure in key_figures(outcome, make_instance())]
    assert _("Busiest") not in labels
    assert _("Busiest") in [f.label for f in key_figures(make_outcome(), make_instance())]
