"""
The package `mentor-match` on counts: one mentor for each place that a senior has.

It maximises the sum of scores; a score is the points of a pair and a bonus
that makes one more pair worth more than any points.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from matching.match import Match
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

BONUS = 100_000


class Points(Rule):  # type: ignore[misc]
    """Scores a pair by its points."""

    def __init__(self, points: dict[tuple[str, str], int]) -> None:
        super().__init__()
        self.points = points

    def evaluate(self, match_object: Match) -> bool:
        """Tell whether the pair may exist."""
        return pair_of(match_object) in self.points

    def apply(self, match_object: Match) -> int:
        """Return the score."""
        points = self.points.get(pair_of(match_object))
        return 0 if points is None else BONUS + points


def pair_of(match: Match) -> tuple[str, str]:
    """Return junior and senior; a mentor is called after the senior and the place."""
    return match.mentee.email, match.mentor.email.partition("#")[0]


def main() -> None:
    """Read a question as `benchmarks.counting` poses it; print the pairs."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    started = time.perf_counter()
    points = {(str(j), str(s)): value for j, s, value in asked["pairs"]}
    mentees = [Mentee(email=number, grade=0) for number in sorted({j for j, _ in points})]
    mentors = [
        Mentor(email=f"{senior}#{place}", grade=0)
        for senior, count in asked["counts"]
        for place in range(count)
    ]
    rule = Points(points)
    process_data(mentors, mentees, [[Disqualify(lambda match: not rule.evaluate(match)), rule]])
    pairs = [
        (int(mentee.email), int(mentor.email.partition("#")[0]))
        for mentor in mentors
        for mentee in mentor.mentees
    ]
    seconds = time.perf_counter() - started
    print(json.dumps({"event": "answered", "t": seconds, "pairs": pairs}))


if __name__ == "__main__":
    main()
