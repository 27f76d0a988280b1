"""A process is heard out, killed at its limit with all it started, and measured."""

from __future__ import annotations

import sys

import pytest

from benchmarks.race import Ran, run
from benchmarks.record import Record, solve_record

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="benchmarks are for Unix")

TELL = "import json, sys; say = lambda **e: print(json.dumps(e), flush=True)\n"


def test_a_process_is_heard_out() -> None:
    """Lines of JSON are kept, other lines are not, and memory is that of the process."""
    code = TELL + "print('words'); print(5); x = b'1' * 2**27; say(event='a', t=1)"
    ran = run([sys.executable, "-c", code], limit=30)
    assert ran.events == ({"event": "a", "t": 1},)
    assert (ran.why, ran.was_killed) == ("", False)
    assert ran.mib > 128


def test_a_process_is_killed_at_its_limit_with_all_it_started() -> None:
    """What it told by then is kept; a child that holds on to its output does not hold us up."""
    code = TELL + (
        "import subprocess, time\n"
        "late = 'import time; time.sleep(60); print(\\'{\"event\": \"late\"}\\')'\n"
        "subprocess.Popen([sys.executable, '-c', late])\n"
        "say(event='a', t=1)\ntime.sleep(60)"
    )
    ran = run([sys.executable, "-c", code], limit=1.5)
    assert ran.events == ({"event": "a", "t": 1},)
    assert ran.why == "killed at its limit"


def test_a_process_that_fails_says_why() -> None:
    """The end of what it complained of is kept; without a complaint its code is."""
    ran = run([sys.executable, "-c", "raise SystemExit('no such thing')"], limit=30)
    assert ran.why == "no such thing"
    assert run([sys.executable, "-c", "raise SystemExit(7)"], limit=30).why == "exit code 7"


def told(*events: dict[str, object]) -> Ran:
    """Make a run of these events."""
    return Ran(events=events, seconds=9.0, mib=50.0, was_killed=False, error="")


def step(t: float, level: str, value: int, bound: int, event: str = "step") -> dict[str, object]:
    """Make an event of a level."""
    return {"event": event, "t": t, "level": level, "value": value, "bound": bound}


JUDGED: dict[str, object] = {"event": "judged", "t": 9.0, "chosen": [3], "faults": []}
BASE = Record(part="engine", case="x", by="ours", limit=5.0)


def test_times_are_read_from_the_events() -> None:
    """The first answer, the last better one and the proof each have their own time."""
    ran = told(
        {"event": "built", "t": 0.1},
        step(0.5, "placed", 7, 9),
        step(1.0, "placed", 8, 9),
        step(1.5, "placed", 8, 8, "done"),
        step(2.0, "quality", 50, 60),
        step(3.0, "quality", 50, 50, "done"),
        JUDGED,
    )
    record = solve_record(BASE, ran, ("placed", "quality"))
    assert (record.built, record.first, record.best, record.seconds) == (0.1, 0.5, 2.0, 3.0)
    assert (record.proven, record.asked, record.chosen) == (2, 2, (3,))
    assert [(level.level, level.seconds) for level in record.levels] == [
        ("placed", 1.5),
        ("quality", 1.5),
    ]


def test_a_level_left_open_has_a_gap_and_no_time_of_proof() -> None:
    """|bound - value| over the value; all of it is proven or it is not."""
    ran = told(step(1.0, "placed", 8, 8, "done"), step(4.0, "quality", 50, 60, "done"), JUDGED)
    record = solve_record(BASE, ran, ("placed", "quality"))
    assert record.seconds is None
    assert record.proven == 1
    assert [level.gap for level in record.levels] == [0.0, 0.2]


def test_a_proof_after_the_time_counts_for_nothing() -> None:
    """Whoever overruns the limit has not kept to it."""
    ran = told(step(1.0, "placed", 7, 8), step(6.5, "placed", 8, 8, "done"), JUDGED)
    record = solve_record(BASE, ran, ("placed",))
    assert (record.proven, record.seconds) == (0, None)
    assert record.note == "1 levels ended after the time"


def test_a_value_beyond_its_own_bound_is_wrong() -> None:
    """A bound of zero on what is maximised says that there was none."""
    ran = told(step(1.0, "quality", 50, 0, "done"), JUDGED)
    assert solve_record(BASE, ran, ("quality",)).faults == ("quality: 50 passes its own bound 0",)
    ran = told(step(1.0, "draw", 50, 0, "done"), JUDGED)
    assert solve_record(BASE, ran, ("draw",)).faults == ()


def test_an_answer_that_is_wrong_or_never_judged_is_no_proof() -> None:
    """A fault or a process that died leaves no time to be proud of."""
    proof = step(1.0, "placed", 8, 8, "done")
    wrong = solve_record(BASE, told(proof, JUDGED | {"faults": ["too much"]}), ("placed",))
    assert (wrong.seconds, wrong.faults) == (None, ("too much",))
    died = solve_record(BASE, told(proof), ("placed",))
    assert died.seconds is None
    assert died.faults
