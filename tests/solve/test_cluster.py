"""Outgrowing one machine: a Dask cluster of real processes answers like this machine."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from koppeling.cli import main
from koppeling.cli.failure import Exit
from koppeling.domain.scenario import Change, Leave, SetHours
from koppeling.errors import ClusterError
from koppeling.forecast.answer import Assumptions
from koppeling.forecast.study import forecast
from koppeling.solve.asking import open_executor
from koppeling.what_if.study import compare
from koppeling.what_if.use_case import what_if
from tests.what_if.test_study import FIRST, ask, bare, small
from tests.what_if.workbooks import scenario, sheets, write

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes on this machine, one thread each."""
    with warnings.catch_warnings():
        # the machine of whoever tests may be busy, or its clock may jump: no fault of ours
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
        ) as cluster:
            yield cluster.scheduler_address


def scenarios() -> list[tuple[Change, ...]]:
    """Eight scenarios, one of them about somebody unknown."""
    hours = [(SetHours(who="S01", minutes=n),) for n in (480, 0, 240, 60, 330, 720)]
    return [*hours, (Leave(who="S99", day=FIRST),), (Leave(who="S02", day=FIRST),)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:UserWarning")
def test_a_cluster_answers_like_this_machine(address: str) -> None:
    """The same trials in the same order, failures included."""
    question = ask(small(), *scenarios())
    with open_executor(2) as executor:
        (local,) = compare([question], executor)
    with open_executor(scheduler=address) as executor:
        (remote,) = compare([question], executor)
    assert [bare(t) for t in (remote.base, *remote.trials)] == [
        bare(t) for t in (local.base, *local.trials)
    ]
    assert sum(trial.outcome is None for trial in remote.trials) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not there")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:UserWarning")
def test_a_killed_worker_loses_no_scenario(address: str) -> None:
    """One of the two processes is killed when the first answer is in; all answers come."""
    question = ask(small(), *scenarios(), *scenarios())
    killed: list[int] = []
    with distributed.Client(address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())

        def kill(num_done: int, _total: int, _name: str) -> None:
            if not killed and num_done > 3:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        with open_executor(scheduler=address) as executor:
            (remote,) = compare([question], executor, kill)
    assert killed
    with open_executor(2) as executor:
        (local,) = compare([question], executor)
    assert [bare(t) for t in remote.trials] == [bare(t) for t in local.trials]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:UserWarning")
def test_the_command_works_on_a_cluster(address: str, tmp_path: Path) -> None:
    """`--scheduler` gives the same comparison as without."""
    practice = sheets()
    practice["Scenario's"] = [scenario("Weg", "vertrek", wie="9001")]
    path = write(practice, tmp_path / "praktijk.xlsx")
    assert main(["what-if", str(path), "--scheduler", address]) == Exit.DONE
    remote, local = what_if(path, scheduler=address, force=True), what_if(path, force=True)
    assert [bare(t) for t in remote.comparison.trials] == [bare(t) for t in local.comparison.trials]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:UserWarning")
def test_a_look_ahead_is_the_same_on_a_cluster(address: str) -> None:
    """Every figure of a forecast is that of this machine."""
    taken = Assumptions(num_quarters=2)
    with open_executor(2) as executor:
        local = forecast(small(), taken, executor)
    with open_executor(scheduler=address) as executor:
        assert forecast(small(), taken, executor) == local


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No Dask on this machine: exit code 2 and the command that mends it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError), open_executor(scheduler="tcp://127.0.0.1:1"):
        pass
    path = write(sheets(), tmp_path / "praktijk.xlsx")
    arguments = ["what-if", str(path), "--hire", "1", "--scheduler", "tcp://127.0.0.1:1"]
    assert main(arguments) == Exit.BAD_COMMAND
    assert 'pip install "koppeling[cluster]"' in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:UserWarning")
def test_where_no_cluster_answers_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without a scheduler is a message, no traceback."""
    monkeypatch.setattr("koppeling.solve.asking._CONNECT_SECONDS", 1)
    with (
        pytest.raises(ClusterError, match="antwoordt geen cluster"),
        open_executor(scheduler="tcp://127.0.0.1:1"),
    ):
        pass
