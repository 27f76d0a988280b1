"""The package `matching` on counts: juniors and seniors rank each other by points."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from matching.games import HospitalResident


def main() -> None:
    """Read a question as `benchmarks.counting` poses it; print the pairs."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    started = time.perf_counter()
    of_junior: dict[str, list[tuple[int, str]]] = {}
    of_senior: dict[str, list[tuple[int, str]]] = {}
    for junior, senior, points in asked["pairs"]:
        of_junior.setdefault(f"j{junior}", []).append((-points, f"s{senior}"))
        of_senior.setdefault(f"s{senior}", []).append((-points, f"j{junior}"))
    game = HospitalResident.create_from_dictionaries(
        {who: [name for _, name in sorted(ranked)] for who, ranked in of_junior.items()},
        {who: [name for _, name in sorted(ranked)] for who, ranked in of_senior.items()},
        {f"s{senior}": count for senior, count in asked["counts"] if f"s{senior}" in of_senior},
    )
    found = game.solve()
    pairs = [
        (int(junior.name[1:]), int(senior.name[1:]))
        for senior, juniors in found.items()
        for junior in juniors
    ]
    seconds = time.perf_counter() - started
    print(json.dumps({"event": "answered", "t": seconds, "pairs": pairs}))


if __name__ == "__main__":
    main()
