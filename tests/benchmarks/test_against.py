"""A slowdown is flagged, on whatever machine, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import benchmarks.__main__ as command
from benchmarks.against import compare
from benchmarks.race import FailedError
from benchmarks.record import LevelRecord, Record, Run, read_run, write_run


def record(by: str = "ours", **changes: Any) -> Record:
    """Make the record of a solve that took four seconds, the first answer one."""
    given: dict[str, Any] = {
        "part": "engine",
        "case": "200 x 60 at 0.85",
        "seconds": 4.0,
        "least": 4.0,
        "first": 1.0,
        "limit": 60.0,
        "proven": 2,
        "asked": 2,
        "levels": levels(0),
    }
    return Record(by=by, **given | changes)


def levels(above: int) -> tuple[LevelRecord, ...]:
    """Make two levels, the second with a bound so far above its value of 100."""
    return (
        LevelRecord(level="placed", value=9, bound=9, seconds=1.0),
        LevelRecord(level="quality", value=100, bound=100 + above, seconds=3.0),
    )


def run_of(*records: Record, yardstick: float = 0.5) -> Run:
    """Make a run."""
    return Run(records=records, yardstick=yardstick)


OPEN: dict[str, Any] = {"seconds": None, "least": None, "proven": 1}


def test_the_same_run_is_not_slower_than_itself() -> None:
    """Nothing is flagged and nothing is unknown."""
    told = compare(run_of(record()), run_of(record()))
    assert (told.slower, told.unknown) == ((), ())


def test_a_slowdown_is_flagged() -> None:
    """Half as long again is more than noise; a tenth is not."""
    (sentence,) = compare(run_of(record(least=6.0)), run_of(record())).slower
    assert "4.00 s → 6.00 s, 1.50 times as long" in sentence
    assert not compare(run_of(record(least=4.4)), run_of(record())).slower
    assert compare(run_of(record(first=2.0)), run_of(record())).slower
    # a fifth of a second of a short solve is much, and a twentieth is nothing
    short = record(least=0.02, first=0.01)
    assert not compare(run_of(record(least=0.07, first=0.06)), run_of(short)).slower
    assert compare(run_of(record(least=0.25, first=0.01)), run_of(short)).slower


def test_a_slower_machine_is_no_slowdown_and_a_faster_one_hides_none() -> None:
    """Seconds count in imports of the solver on the same machine."""
    half_speed = run_of(record(least=8.0, first=2.0), yardstick=1.0)
    assert not compare(half_speed, run_of(record())).slower
    double_speed = run_of(record(least=4.0, first=0.5), yardstick=0.25)
    assert "2.00 times" in compare(double_speed, run_of(record())).slower[0]


def test_doing_less_is_not_being_faster() -> None:
    """What is not proven any more, or worse, or wrong, is flagged though it has no time."""
    gone = compare(run_of(record(**OPEN, levels=levels(2))), run_of(record())).slower
    assert any("not reached any more" in sentence for sentence in gone)
    wrong = compare(run_of(record(**OPEN, faults=("too much",))), run_of(record())).slower
    assert any("wrong: too much" in sentence for sentence in wrong)
    wider = compare(
        run_of(record(**OPEN, levels=levels(3))), run_of(record(**OPEN, levels=levels(1)))
    )
    assert "gap of quality 1.00% → 3.00%" in wider.slower[0]
    farther = compare(run_of(record(gap=0.02)), run_of(record(gap=0.01))).slower
    assert "from the best known: 1.00% → 2.00%" in farther[0]
    nothing = compare(run_of(record(gap=None)), run_of(record(gap=0.01))).slower
    assert "1.00% → no answer" in nothing[0]


def test_less_time_or_fewer_cases_are_said_to_be_unknown() -> None:
    """A shorter limit and a case left out prove neither way."""
    cut = record(**OPEN, levels=levels(50), limit=2.0)
    told = compare(run_of(cut), run_of(record(), record(case="30 x 11 at 0.7")))
    assert told.slower == ()
    assert any("less time" in sentence for sentence in told.unknown)
    assert any("30 x 11 at 0.7, ours: not measured now" in sentence for sentence in told.unknown)


def test_better_on_an_earlier_level_is_not_worse_on_a_later_one() -> None:
    """With one more placed, quality is another problem."""
    before = (LevelRecord(level="placed", value=8, bound=9, seconds=1.0), levels(1)[1])
    told = compare(run_of(record(**OPEN, levels=levels(9))), run_of(record(**OPEN, levels=before)))
    assert told.slower == ()


def test_peers_may_be_as_slow_as_they_like() -> None:
    """Only what is ours is compared."""
    old = run_of(record(), record("plain"), record("matching 1.4"))
    new = run_of(record(), record("plain", least=50.0), record("matching 1.4", least=50.0))
    assert not compare(new, old).slower


def test_runs_with_nothing_in_common_are_refused() -> None:
    """An empty comparison must not pass for a good one, nor one without a yardstick."""
    with pytest.raises(ValueError, match="nothing in common"):
        compare(run_of(record(case="other")), run_of(record()))
    with pytest.raises(ValueError, match="nothing in common"):
        compare(run_of(record("plain")), run_of(record("plain")))
    with pytest.raises(ValueError, match="yardstick"):
        compare(run_of(record(), yardstick=0.0), run_of(record()))


def test_a_run_is_kept_and_read_back(tmp_path: Path) -> None:
    """JSON keeps everything but the pairs; another file is refused."""
    run = run_of(
        record(trace=((0.5, "placed", 8, None),), faults=("x",), figures={"unplaced": 3.0})
    )
    write_run(run, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == run
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="no run"):
        read_run(tmp_path / "other.json")


def test_the_command_fails_when_something_became_slower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 and a line that says what; 0 and a line that says nothing did."""
    kept = tmp_path / "old.json"
    write_run(run_of(record()), kept)
    measured = [record()]
    monkeypatch.setattr(command, "measure_part", lambda *_: iter(measured))
    monkeypatch.setattr(command, "measure_yardstick", lambda _runs: 0.5)
    words = ["engine", "--against", str(kept), "--json", str(tmp_path / "new.json")]
    assert command.main(words) == 0
    assert "Nothing became slower." in capsys.readouterr().out
    assert read_run(tmp_path / "new.json").records == tuple(measured)
    measured = [record(least=9.0)]
    assert command.main(words) == 1
    assert "slower: 200 x 60 at 0.85, ours: done" in capsys.readouterr().out
    measured = [record(faults=("too much",)), record("plain", faults=("killed at its limit",))]
    assert command.main(["engine"]) == 1
    assert "WRONG: too much" in capsys.readouterr().out
    measured = measured[1:]
    assert command.main(["engine"]) == 0  # a peer that gives up is no mistake of ours


def test_what_fails_is_said_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A family that cannot be built is a row that says so, and the next one is measured."""

    def measure(name: str, *_: object) -> Iterator[Record]:
        if name == "practice":
            raise FailedError("30 x 11 cannot be built")
        yield record()

    monkeypatch.setattr(command, "measure_family", measure)
    monkeypatch.setattr(command, "measure_yardstick", lambda _runs: 0.5)
    assert command.main(["engine", "--load", "0.85"]) == 1
    table = capsys.readouterr().out
    assert "WRONG: 30 x 11 cannot be built" in table
    assert "| 200 x 60 at 0.85 | ours |" in table


def test_a_wrong_part_is_refused_before_anything_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The message names the parts there are; GAP asks where its sets are."""
    for words, expected in ((["engin"], "there are commands"), (["gap"], "--gap FOLDER")):
        with pytest.raises(SystemExit):
            command.main(words)
        assert expected in capsys.readouterr().err
