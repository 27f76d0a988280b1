"""
Published sets of the generalised assignment problem, against the best values known.

Nothing of them is kept here: `--gap FOLDER` names a folder with the instances
and a table `best_known.csv` (instance, sense, best_known, is_optimal). A file
holds m n, then m rows of n costs, m rows of n weights, and m capacities; every
job goes to one agent.
"""

from __future__ import annotations

import csv
import re
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.engine import Terms, cross_examine, module, race_peers
from benchmarks.peer import KNAPSACKS
from benchmarks.race import FailedError, run
from benchmarks.record import LevelRecord, Record
from koppeling.model.problem import AssignmentProblem, Resource

TABLE = "best_known.csv"
LEVELS = ("quality",)
#: Solvers that ours is to prove more than, together.
OTHERS = ("plain", "highs")


@dataclass(frozen=True, kw_only=True)
class GapInstance:
    """Costs and weights per agent (row) and job (column), capacity per agent."""

    costs: tuple[tuple[int, ...], ...]
    weights: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]
    sense: str

    @property
    def num_agents(self) -> int:
        """Number of agents."""
        return len(self.capacities)

    @property
    def num_jobs(self) -> int:
        """Number of jobs."""
        return len(self.costs[0])

    @property
    def top(self) -> int:
        """What points are counted down from, when costs are minimised."""
        return max(max(row) for row in self.costs)

    def points(self, agent: int, job: int) -> int:
        """Return what a choice is worth when more is better."""
        cost = self.costs[agent][job]
        return cost if self.sense == "max" else self.top - cost

    def total(self, points: int) -> int:
        """Turn points of a whole assignment into its cost (or its profit)."""
        return points if self.sense == "max" else self.num_jobs * self.top - points


@dataclass(frozen=True, kw_only=True)
class Known:
    """A row of the table: an instance, what is sought, the best value known."""

    name: str
    sense: str
    best: int
    is_optimal: bool
    path: Path


def family_of(name: str) -> str:
    """Return the set of an instance: A to E by its first letter, else its name without numbers."""
    letters = re.sub(r"\d.*", "", name.rpartition("/")[2])
    return letters.upper() if len(letters) == 1 else letters


def read_instance(path: Path, *, sense: str) -> GapInstance:
    """
    Read a published file.

    Raises
    ------
    ValueError
        If it does not hold as many numbers as it says.
    """
    m, n, *numbers = (int(word) for word in path.read_text(encoding="ascii").split())
    if len(numbers) != 2 * m * n + m:
        raise ValueError(f"{path.name}: {len(numbers)} numbers instead of {2 * m * n + m}")
    rows = [tuple(numbers[at : at + n]) for at in range(0, 2 * m * n, n)]
    return GapInstance(
        costs=tuple(rows[:m]),
        weights=tuple(rows[m:]),
        capacities=tuple(numbers[2 * m * n :]),
        sense=sense,
    )


def read_table(folder: Path, pattern: str = "") -> tuple[Known, ...]:
    """
    List the instances whose file is there and in whose name `pattern` is found.

    Each as it was published: sets A to E are minimised, the others (gap1 to
    gap12) maximised; the table may know of both for either.
    """
    with (folder / TABLE).open(encoding="utf-8", newline="") as stream:
        rows = [
            Known(
                name=row["instance"],
                sense=row["sense"],
                best=int(row["best_known"]),
                is_optimal=row["is_optimal"] == "yes",
                path=folder / row["instance"],
            )
            for row in csv.DictReader(stream)
        ]
    return tuple(
        row
        for row in rows
        if row.sense == ("min" if len(family_of(row.name)) == 1 else "max")
        and re.search(pattern, row.name)
        and row.path.exists()
    )


def problem_of(instance: GapInstance) -> AssignmentProblem:
    """Pose an instance as ours: every job required, one resource an agent, points for costs."""
    m, n = instance.num_agents, instance.num_jobs
    zeros = (0,) * (m * n)
    return AssignmentProblem(
        num_items=n,
        num_bins=m,
        pair_item=tuple(job for job in range(n) for _agent in range(m)),
        pair_bin=tuple(range(m)) * n,
        locked=(),
        resources=tuple(
            Resource(
                bin=agent,
                capacity=instance.capacities[agent],
                pairs=tuple(range(agent, m * n, m)),
                amounts=instance.weights[agent],
            )
            for agent in range(m)
        ),
        totals=(),
        option_pair=(),
        slot_rows=(),
        placed=(1,) * (m * n),
        kept=zeros,
        served=zeros,
        points=tuple(instance.points(agent, job) for job in range(n) for agent in range(m)),
        draw=zeros,
        levels=LEVELS,
        required=tuple(range(n)),
    )


def cost_of(instance: GapInstance, chosen: Sequence[int]) -> int:
    """
    Check an assignment against the published numbers and return its cost.

    Parameters
    ----------
    instance : GapInstance
        As published.
    chosen : sequence of int
        Numbers of pairs: job × number of agents + agent.

    Raises
    ------
    ValueError
        If a job is not assigned exactly once, or an agent carries too much.
    """
    agents = {pair // instance.num_agents: pair % instance.num_agents for pair in chosen}
    if len(chosen) != instance.num_jobs or agents.keys() != set(range(instance.num_jobs)):
        raise ValueError("not every job is assigned once")
    left = list(instance.capacities)
    for job, agent in agents.items():
        left[agent] -= instance.weights[agent][job]
    if min(left) < 0:
        raise ValueError("an agent carries more than it can")
    return sum(instance.costs[agent][job] for job, agent in agents.items())


def measure_instance(known: Known, terms: Terms) -> Iterator[Record]:
    """Let every peer solve one published instance, and the search made for that form."""
    instance = read_instance(known.path, sense=known.sense)
    base = Record(part="gap", case=known.name, by="")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem"
        built = run([*module("build"), "gap", str(known.path), known.sense, str(path)], 600.0)
        if not path.exists():
            raise FailedError(f"{known.name} cannot be read: {built.error}")
        terms = replace(terms, peers=(*terms.peers, KNAPSACKS))
        for record in cross_examine(tuple(race_peers(base, path, LEVELS, terms))):
            yield against_known(record, known, instance)


def against_known(record: Record, known: Known, instance: GapInstance) -> Record:
    """Turn points into costs and set them beside the best value known."""
    ended = tuple(
        replace(
            level,
            value=None if level.value is None else instance.total(level.value),
            bound=None if level.bound is None else instance.total(level.bound),
        )
        for level in record.levels
    )
    faults = [*record.faults, *(word for level in ended for word in wrong(level, known))]
    if record.chosen is not None and ended:
        try:
            real = cost_of(instance, record.chosen)
        except ValueError as error:
            faults.append(str(error))
        else:
            if real != ended[-1].value:
                faults.append(f"its cost is {real}, not {ended[-1].value}")
    value = ended[-1].value if ended else None
    gap = None if value is None or faults else abs(value - known.best) / abs(known.best)
    return replace(
        record,
        levels=ended,
        faults=tuple(faults),
        gap=gap,
        seconds=None if faults else record.seconds,
        least=None if faults else record.least,
        chosen=None,
    )


def wrong(level: LevelRecord, known: Known) -> Iterator[str]:
    """Tell where a value or a bound contradicts the table."""
    sign = 1 if known.sense == "max" else -1
    if level.bound is not None and sign * level.bound < sign * known.best:
        yield f"bound {level.bound} excludes the known {known.best}"
    if known.is_optimal and level.value is not None and sign * level.value > sign * known.best:
        yield f"value {level.value} passes the optimum {known.best}"


def summarise(records: Sequence[Record]) -> tuple[Record, ...]:
    """
    Draw up a row a set and peer: proofs, median and worst gap, total seconds.

    And a row for the other solvers together, taking of each case the better.
    """
    together: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        together[family_of(record.case), record.by].append(record)
        together["all", record.by].append(record)
    for family in {family for family, _ in together}:
        others = [r for by in OTHERS for r in together.get((family, by), ())]
        if others:
            together[family, " or ".join(OTHERS)] = best_of(others)
    return tuple(
        _summary(family, by, together[family, by])
        for family, by in sorted(together, key=lambda key: (key[0] == "all", key[0]))
    )


def best_of(records: Sequence[Record]) -> list[Record]:
    """Return of every case the record that was proven first, else the one nearest the best."""
    best: dict[str, Record] = {}
    for record in records:
        known = best.setdefault(record.case, record)
        best[record.case] = min(known, record, key=rank)
    return list(best.values())


def rank(record: Record) -> tuple[bool, float, float]:
    """Return what a better record has less of."""
    never = float("inf")
    return (
        record.seconds is None,
        never if record.seconds is None else record.seconds,
        never if record.gap is None else record.gap,
    )


def _summary(family: str, by: str, records: Sequence[Record]) -> Record:
    gaps = [record.gap for record in records if record.gap is not None]
    if gaps:
        words = f"from the best known: median {statistics.median(gaps):.2%}, worst {max(gaps):.2%}"
    else:
        words = "no answers"
    if len(gaps) < len(records):
        words += f"; {len(records) - len(gaps)} without an answer"
    return Record(
        part="gap",
        case=f"GAP {family}, {len(records)} instances",
        by=by,
        seconds=sum(r.seconds if r.seconds is not None else (r.limit or 0.0) for r in records),
        proven=sum(record.proven and not record.faults for record in records),
        asked=len(records),
        mib=max(record.mib or 0.0 for record in records),
        faults=tuple(fault for record in records for fault in record.faults),
        note=words,
    )
