"""
The question in counts, for packages that know no hours: `python -m benchmarks.counting …`.

`pose PROBLEM FOLDER` writes the question as JSON and as two problems of ours;
`judge PROBLEM PAIRS` holds an answer against the hours. In a process of its
own, because the process that measures must stay small.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from koppeling.model.problem import AssignmentProblem, Resource

LEVELS = ("placed", "quality")


def counts_of(problem: AssignmentProblem) -> dict[int, int]:
    """
    Say how many items each bin takes: as many average ones as its tightest hours hold.

    So counts and hours are equally scarce. A bin without any resource takes
    every item it has a pair with.
    """
    num_pairs = Counter(problem.pair_bin)
    counts = dict(sorted(num_pairs.items()))
    for resource in problem.resources:
        fits = round(resource.capacity * num_pairs[resource.bin] / sum(resource.amounts))
        counts[resource.bin] = min(counts[resource.bin], fits)
    return counts


def in_counts(problem: AssignmentProblem) -> AssignmentProblem:
    """Replace hours by counts, and leave room in the week out."""
    pairs: dict[int, list[int]] = defaultdict(list)
    for pair, bin_ in enumerate(problem.pair_bin):
        pairs[bin_].append(pair)
    return replace(
        problem,
        resources=tuple(
            Resource(
                bin=bin_, capacity=count, pairs=tuple(pairs[bin_]), amounts=(1,) * len(pairs[bin_])
            )
            for bin_, count in counts_of(problem).items()
        ),
        totals=(),
        option_pair=(),
        slot_rows=(),
        levels=LEVELS,
    )


def question_of(problem: AssignmentProblem) -> dict[str, list[tuple[int, ...]]]:
    """Return (item, bin, points) of each pair and (bin, count) of each bin."""
    rows = zip(problem.pair_item, problem.pair_bin, problem.points, strict=True)
    return {"pairs": list(rows), "counts": list(counts_of(problem).items())}


def judge(problem: AssignmentProblem, pairs: Iterable[Sequence[int]]) -> dict[str, int]:
    """
    Hold an answer, in pairs (item, bin), against the real problem.

    Returns
    -------
    dict
        `unplaced` items, `broken` bins (some hours or number exceeded), and
        `forbidden`: pairs that may not exist, or items placed twice.
    """
    number = {
        pair: index
        for index, pair in enumerate(zip(problem.pair_item, problem.pair_bin, strict=True))
    }
    asked = [(item, bin_) for item, bin_ in pairs]
    taken = {number[pair] for pair in asked if pair in number}
    items = {item for item, _ in asked}
    broken = {
        r.bin
        for r in problem.resources
        if (used := [a for p, a in zip(r.pairs, r.amounts, strict=True) if p in taken])
        and sum(used) + r.charge > r.capacity
    }
    return {
        "unplaced": problem.num_items - len(items),
        "broken": len(broken),
        "forbidden": len(asked) - len(taken) + len(asked) - len(items),
    }


def main() -> None:
    """Pose or judge."""
    task, path, other = sys.argv[1:]
    with Path(path).open("rb") as stream:
        problem: AssignmentProblem = pickle.load(stream)  # noqa: S301 - written by ourselves
    if task == "judge":
        answer = json.loads(Path(other).read_text(encoding="utf-8"))
        pairs = answer.get("pairs") or [
            (problem.pair_item[pair], problem.pair_bin[pair]) for pair in answer["chosen"]
        ]
        print(json.dumps({"event": "judged", **judge(problem, pairs)}))
        return
    folder = Path(other)
    (folder / "question.json").write_text(json.dumps(question_of(problem)), encoding="utf-8")
    hours = replace(problem, levels=LEVELS)
    for name, posed in (("counts", in_counts(problem)), ("hours", hours)):
        (folder / name).write_bytes(pickle.dumps(posed, protocol=pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main()
