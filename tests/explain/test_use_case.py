"""Why this pair, and what would it take: the command, its workbook and the Python call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from koppeling import api
from koppeling import practice as app
from koppeling.cli import commands
from koppeling.cli.failure import Exit
from koppeling.domain.instance import Instance, Level
from koppeling.domain.result import Pairing, Solution
from koppeling.errors import KoppelingError
from koppeling.explain.answer import LevelPrice, Price
from koppeling.explain.use_case import explain_all, explain_one
from koppeling.practice.opening import open_result_workbook
from koppeling.rules.checking import check
from koppeling.rules.levels import level_values
from koppeling.rules.situation import Situation
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import Case
from tests.practice.results import BY, fill, matched, sheet_rows
from tests.tools import DATA


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the proposal for the example, once."""
    return matched("voorbeeld", tmp_path_factory.mktemp("voorbeeld"))


@pytest.fixture(scope="module")
def explained(example: Path) -> Path:
    """Explain the whole example, once."""
    return explain_all(example, workers=2).written


@pytest.fixture(scope="module")
def solver() -> Iterator[SolverProcess]:
    """Start a solver that knows nothing of what was asked before."""
    with SolverProcess() as running:
        yield running


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run a command line; its exit code and what it printed."""
    group = commands.build(lambda _arguments: 0)
    result = CliRunner().invoke(group, [str(a) for a in arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return int(result.return_value or 0), result.output


def solved_afresh(instance: Instance, pair: tuple[str, str], solver: SolverProcess) -> Solution:
    """Solve with a pair forced, and let the rules judge the answer."""
    solution = solver.answer(Case(instance=instance, forced=(pair,))).solution
    assert solution is not None
    assert check(instance, solution) == ()
    assert pair in {(p.junior, p.senior) for p in solution.pairings}
    return solution


@pytest.mark.slow
def test_every_price_in_the_workbook_is_that_of_a_fresh_solve(
    explained: Path, solver: SolverProcess
) -> None:
    """The signed figures are the levels of a new best answer less those of the proposal."""
    instance = open_result_workbook(explained).reading.instance
    assert instance is not None
    situation = Situation(instance)
    rows = {str(row["junior"]): row for row in sheet_rows(explained, "Uitleg")}
    senior_of = {n: str(row["senior"]) for n, row in rows.items() if row["senior"]}
    assert len(senior_of) == 29
    base = level_values(situation, open_proposal(explained))
    num_prices = 0
    for number, row in rows.items():
        if row["tweede keus"] is None or "staat vast" in str(row["wat de tweede keus kost"]):
            continue
        solution = solved_afresh(instance, (number, str(row["tweede keus"])), solver)
        values = level_values(situation, solution.pairings)
        found = {level: values[level] - base[level] for level in Level}
        told = {
            Level.PLACED: row["± geplaatst"],
            Level.KEPT: row["± behouden"],
            Level.SERVED: round(60 * float(str(row["± uren begeleiding"]))),
            Level.PEAK: round(10 * float(str(row["± piek in %"]))),
            Level.QUALITY: row["± punten"],
        }
        assert told == {level: found[level] for level in told}
        moved = {p.junior: p.senior for p in solution.pairings}
        num_moved = sum(moved.get(j) != s for j, s in senior_of.items() if j != number)
        assert str(row["wie er dan schuift"]).count("→") == num_moved
        num_prices += 1
    assert num_prices >= 25


def open_proposal(path: Path) -> tuple[Pairing, ...]:
    """Return the pairs of a proposal."""
    from koppeling.practice.decisions import proposed_pairings

    return proposed_pairings(open_result_workbook(path).decisions)


@pytest.mark.slow
def test_the_points_of_a_pair_add_up(explained: Path) -> None:
    """What the points come from is whole, and together exactly the points."""
    num_pairs = 0
    for row in sheet_rows(explained, "Uitleg"):
        if row["senior"]:
            parts = str(row["waar dat vandaan komt"]).split(", ")
            assert sum(int(part.rsplit(" ", 1)[1]) for part in parts) == row["punten"]
            num_pairs += 1
    assert num_pairs == 29


@pytest.mark.slow
def test_the_price_of_the_goals_stands_in_a_table_with_a_chart(explained: Path) -> None:
    """A row for each number kept, a column for each peak, and a native chart."""
    rows = sheet_rows(explained, "Prijs van de doelen")
    kept = [row["minstens behouden"] for row in rows]
    assert kept == sorted(kept, key=lambda n: -int(str(n)))
    assert 0 in kept
    own = next(row for row in rows if str(row["in woorden"]).startswith("het voorstel"))
    assert own["punten, piek tot 95%"] == 1361
    assert own["punten, piek tot 90%"] is None
    sheet = openpyxl.load_workbook(explained)["Prijs van de doelen"]
    assert len(sheet._charts) == 1  # type: ignore[attr-defined]


@pytest.mark.slow
def test_other_weights_tell_how_many_pairs_can_stay(explained: Path) -> None:
    """Each part of the points left out, and counted twice."""
    rows = sheet_rows(explained, "Andere weging")
    assert Counter(row["onderdeel"] for row in rows).most_common(1)[0][1] == 2
    assert len(rows) == 14
    assert all(0 < int(str(row["blijft gelijk"])) <= 29 == row["van de"] for row in rows)


@pytest.mark.slow
def test_the_explained_workbook_passes_the_check_and_can_be_explained_again(
    explained: Path,
) -> None:
    """It is a result like any other; what was added stays in the way of nothing."""
    assert app.verify(explained, [DATA / "voorbeeld.xlsx"]) == ()
    again = explain_one(explained, "0012")
    assert again.detail is not None
    findings = open_result_workbook(explained).reading.findings
    assert not [f for f in findings if f.sheet in ("Uitleg", "Prijs van de doelen")]


@pytest.mark.slow
def test_ways_out_stand_beside_whoever_has_no_senior(explained: Path) -> None:
    """The columns of the sheet with people who are not placed are filled."""
    (row,) = sheet_rows(explained, "Niet geplaatst")
    told = [value for key, value in row.items() if "kosten" in str(value)]
    assert told
    why = next(r for r in sheet_rows(explained, "Uitleg") if str(r["junior"]) == "0026")
    assert "Dichtst bij: 9009" in str(why["waar dat vandaan komt"])


def test_one_junior_is_told_in_sentences(example: Path) -> None:
    """Points, second choice, its price, who moves, and what the junior's coming cost."""
    code, told = run("explain", example, "--junior", "0030")
    told = " ".join(told.split())
    assert code == Exit.DONE
    assert "0030 Hilde Akelei is gekoppeld aan 9010 Otto Vlier: 59 van de 100 punten." in told
    assert "Die komen van: wens van de junior 25, " in told
    assert "De tweede keus is 9009 Nadia Hazel, met 24 punten." in told
    assert "Met 9009 Nadia Hazel in plaats van 9010 Otto Vlier: 19 punten minder; verder: " in told
    assert "Wie schuift: 0027 Emiel Gentiaan (9009 → 9010), " in told
    assert "Om 0030 Hilde Akelei te plaatsen wisselt 1 lopende koppeling (0028 " in told
    assert "houdt u die vast, dan gaat 0030 Hilde Akelei naar 9009 Nadia Hazel: " in told


def test_another_senior_is_priced_when_asked(example: Path) -> None:
    """One kept pair fewer comes before points won."""
    _code, told = run("explain", example, "--junior", "0021", "--senior", "9003")
    told = " ".join(told.split())
    assert "1 koppeling minder behouden; verder: 63 punten meer" in told


def test_a_pair_that_cannot_be_is_told_by_its_reasons(example: Path) -> None:
    """No price where there is none: the reasons, in words."""
    _code, told = run("explain", example, "--junior", "0026", "--senior", "9009")
    told = " ".join(told.split())
    assert "0026 Dewi Gagel kan niet bij 9009 Nadia Hazel: zij hebben geen " in told


def test_an_unplaced_junior_hears_why_and_what_would_help(example: Path) -> None:
    """Refusals by reason, the nearest miss and the ways out."""
    _code, told = run("explain", example, "--junior", "0026")
    told = " ".join(told.split())
    assert "Van 11 senioren: 11× " in told
    assert "Wat 0026 Dewi Gagel zou plaatsen" in told
    assert "(kosten: " in told


def test_an_idle_junior_hears_that(example: Path) -> None:
    """Who is finished needs no price."""
    explained = explain_one(example, "0031")
    assert explained.idle is not None
    assert explained.reasons.price is None


def test_a_lock_is_said_first(example: Path) -> None:
    """Another senior for a locked pair begins with letting go."""
    _code, told = run("explain", example, "--junior", "0007", "--senior", "9009")
    assert "De koppeling staat vast; dat zou u eerst moeten loslaten." in " ".join(told.split())


@pytest.mark.parametrize(
    ("junior", "senior", "words"),
    [
        ("9999", None, "geen junior 9999"),
        ("0012", "0012", "geen senior 0012"),
        ("0012", "9001", "al gekoppeld aan 9001"),
    ],
)
def test_people_who_are_not_there_are_refused(
    example: Path, junior: str, senior: str | None, words: str
) -> None:
    """By number, in words."""
    with pytest.raises(KoppelingError, match=words):
        explain_one(example, junior, senior)


@pytest.mark.parametrize("options", [("--senior", "9003"), ("--junior", "0012", "-o", "x.xlsx")])
def test_options_that_do_not_go_together_are_refused(
    example: Path, options: tuple[str, ...]
) -> None:
    """A senior needs a junior; one junior needs no workbook."""
    import click

    with pytest.raises(click.UsageError):
        run("explain", example, *options)


@pytest.mark.slow
def test_a_workbook_with_decisions_is_made_sure_of_first(example: Path, tmp_path: Path) -> None:
    """Decisions typed in Excel change nothing about the prices."""
    path = tmp_path / "besluit.xlsx"
    path.write_bytes(example.read_bytes())
    fill(path, "Koppelvoorstel", {("0001", "besluit"): "akkoord", ("0001", "door"): BY})
    typed, plain = explain_one(path, "0012"), explain_one(example, "0012")
    assert typed.reasons.price == plain.reasons.price


@pytest.mark.slow
def test_a_practice_that_was_changed_since_is_refused(example: Path, tmp_path: Path) -> None:
    """Prices beside a proposal that its people no longer give would mean nothing."""
    path = tmp_path / "anders.xlsx"
    path.write_bytes(example.read_bytes())
    changed = fill(path, "Senioren", {("9001", "max junioren"): 1})
    with pytest.raises(KoppelingError, match="past niet meer"):
        explain_one(changed, "0012")


@pytest.mark.slow
def test_english_is_english(example: Path) -> None:
    """The same story in the other language."""
    from koppeling.locale import language

    with language("en"):
        _code, told = run("explain", example, "--junior", "0030")
    told = " ".join(told.split())
    assert "With 9009 Nadia Hazel in place of 9010 Otto Vlier: 19 points less; then also: " in told
    assert "To place 0030 Hilde Akelei, 1 running pair changes (0028 Fenna Primula); " in told
    with language("en"):
        _code, told = run("explain", example, "--junior", "0026")
    assert "9004 Ilse Es also works at Oost (cost: 6 hours)." in " ".join(told.split())


@pytest.mark.parametrize("width", [80, 100])
def test_nothing_is_wider_than_the_terminal(
    example: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sentences wrap."""
    monkeypatch.setenv("COLUMNS", str(width))
    _code, told = run("explain", example, "--junior", "0030")
    assert max(len(line) for line in told.splitlines()) <= width
    assert max(len(line) for line in told.splitlines()) > width - 15


def test_a_run_in_python_gives_a_frame() -> None:
    """Levels by without and with, and who moves."""
    done = api.read(DATA / "klein.xlsx").match()
    frame = done.explain("0001")
    assert list(frame.columns) == ["without", "with", "difference"]
    assert list(frame.index) == [level.value for level in Level]
    assert (frame["with"] - frame["without"] == frame["difference"]).all()
    assert frame.attrs["is_proven"]
    assert frame.attrs["senior"] == done.outcome.pairings[0].runner_up  # type: ignore[union-attr]
    with pytest.raises(KoppelingError):
        done.explain("9999")


@pytest.mark.slow
def test_a_junior_without_a_senior_gives_a_frame_of_ways_out() -> None:
    """Cheapest first, as on the sheet; and why nobody can."""
    done = api.read(DATA / "voorbeeld.xlsx").match()
    frame = done.explain("0026")
    assert list(frame.columns) == ["fix", "senior", "cost", "is_proven"]
    assert list(frame["cost"]) == [6.0, 6.0, 6.0]
    assert frame["fix"][0].startswith("9004 werkt ook in Oost")
    assert frame["is_proven"].all()
    assert frame.attrs == {
        "unit": "hours",
        "refused": {"geen_moment": 11, "vestiging": 9, "coach": 1},
    }
    with pytest.raises(KoppelingError, match="9009"):
        done.explain("0026", senior="9009")


@pytest.mark.slow
def test_the_sheets_that_were_written_are_named(example: Path, tmp_path: Path) -> None:
    """All that there are, and no others."""
    output = tmp_path / "uitleg.xlsx"
    _code, told = run("explain", example, "-o", output)
    named = " ".join(told.split()).rsplit("Zie de bladen ", 1)[1].rstrip(".").split(", ")
    assert named == ["Uitleg", "Prijs van de doelen", "Andere weging", "Niet geplaatst"]
    assert set(named) <= set(openpyxl.load_workbook(output).sheetnames)


def test_a_price_that_is_not_proven_says_so() -> None:
    """What there was no time to prove is not told as if it were."""
    from koppeling.explain.words import tell_price

    price = Price(junior="0001", senior="9001", instead_of=None, failure="", is_proven=False)
    assert "op tijd geen antwoord" in tell_price(price, {})
    level = LevelPrice(level=Level.QUALITY, before=50, after=43)
    told = tell_price(replace(price, levels=(level,)), {})
    assert told.startswith("Met 9001: 7 punten minder. Verder schuift niemand.")
    assert told.endswith("Dit is niet bewezen: daar was geen tijd voor.")
