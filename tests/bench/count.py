"""How fast is Equal Shares? ``make bench-count``: against pabutools, in the same run.

Each count has a process of its own, so that its memory is its own. Both get the same election
ready in memory, count by equal shares with completion *add1u*, and must give the same winners
in the same order.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from flows.counting.model import Ballots, Parameters, Plan
from flows.counting.rules import RULES
from tests.counting.oracle import Oracle

EURO = 100
WAY = Parameters(completion="add1u")


@dataclass(frozen=True, slots=True)
class Size:
    plans: int
    voters: int
    budget: int  # euros

    def election(self) -> tuple[list[Plan], Ballots, int, list[str]]:
        """Some plans are liked more than others; one to twelve of them on a ballot."""
        random = Random(self.voters)  # noqa: S311
        names = [str(number) for number in range(self.plans)]
        plans = [Plan(name, random.randrange(2_000, 60_000, 50) * EURO) for name in names]
        liked = [random.paretovariate(1.2) ** 0.5 + 0.3 for _ in names]
        ballots: Counter[tuple[str, ...]] = Counter()
        for _ in range(self.voters):
            chosen = random.choices(names, liked, k=random.randint(1, 12))
            ballots[tuple(sorted(set(chosen)))] += 1
        return plans, Ballots(ballots), self.budget * EURO, names


SIZES = (
    Size(30, 100, 250_000),
    Size(30, 200, 300_000),
    Size(40, 350, 300_000),
    Size(40, 2_000, 100_000),
    Size(40, 7_000, 200_000),
    Size(100, 50_000, 1_000_000),
)


def count(size: Size, who: str) -> dict[str, Any]:
    plans, ballots, budget, order = size.election()
    if who == "ours":
        start = time.perf_counter()
        winners = list(RULES["equal_shares"](plans, ballots, budget, WAY, order).winners)
    else:
        oracle = Oracle(plans, ballots, budget, order)
        start = time.perf_counter()
        winners = oracle.equal_shares(WAY)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory": memory, "winners": winners}


def apart(size: Size, who: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.count", "--only", who, str(SIZES.index(size))]
    found: dict[str, Any] = json.loads(subprocess.check_output(command))  # noqa: S603
    return found


def line(size: Size) -> str:
    ours, theirs = apart(size, "ours"), apart(size, "pabutools")
    same = "same" if ours["winners"] == theirs["winners"] else "OTHER WINNERS"
    return (
        f"| {size.plans:5} | {size.voters:6} | {ours['seconds']:7.2f} | {theirs['seconds']:9.2f} "
        f"| {theirs['seconds'] / ours['seconds']:5.0f} | {ours['memory']:4.0f} "
        f"| {theirs['memory']:9.0f} | {same} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("ours", "pabutools"))
    parser.add_argument("sizes", nargs="*", type=int, default=range(len(SIZES)))
    asked = parser.parse_args()
    if asked.only:
        sys.stdout.write(json.dumps(count(SIZES[asked.sizes[0]], asked.only)))
        return
    print("| plans | voters |  ours s | pabutools | ratio |   MB | pabutools | winners |")  # noqa: T201
    for number in asked.sizes:
        print(line(SIZES[number]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
