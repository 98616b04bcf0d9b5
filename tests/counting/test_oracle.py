"""Equal Shares and Phragmen as another program counts them, plan by plan, in the same order."""

from collections.abc import Iterable
from itertools import product
from random import Random

import pytest

from flows.counting.model import Ballots, Parameters, Plan
from flows.counting.rules import RULES
from tests.counting.oracle import Oracle, needs_pabutools
from tests.pabulib.files import REAL, real_election

WAYS = tuple(product(("cost", "cardinality"), ("none", "add1", "add1u"), (False, True)))
LARGE_WAYS = (
    ("cost", "none", False),
    ("cost", "add1", True),
    ("cost", "add1u", False),
    ("cardinality", "add1u", False),
)  # pabutools takes minutes for each of these on thousands of voters
EURO = 100

pytestmark = needs_pabutools


def agree(
    plans: list[Plan],
    ballots: Ballots,
    budget: int,
    order: list[str],
    ways: Iterable[tuple[str, str, bool]] = WAYS,
) -> None:
    """Every rule and every way, but for those that come to the same."""
    oracle = Oracle(plans, ballots, budget, order)
    outcome = RULES["phragmen"](plans, ballots, budget, Parameters(), order)
    assert sorted(outcome.winners) == oracle.phragmen()
    for utility, completion, stop in ways:
        if completion == "none" and stop:
            continue
        way = Parameters({}, utility, completion, stop)  # type: ignore[arg-type]
        outcome = RULES["equal_shares"](plans, ballots, budget, way, order)
        assert list(outcome.winners) == oracle.equal_shares(way), way


def small(random: Random) -> tuple[list[Plan], Ballots, int, list[str]]:
    """Ties, equal costs, plans above the budget and without a vote, one voter, blank ballots."""
    names = "abcdefghi"[: random.randint(1, 9)]
    costs = [random.choice([500, 1000, random.randint(1, 20) * EURO]) for _ in names]
    plans = [Plan(name, cost) for name, cost in zip(names, costs, strict=True)]
    taste = random.choice([0.2, 0.5, 0.8])
    voters = random.choice([1, 2, 3, 5, 8, 20, 40])
    ballots = Ballots.of(
        [name for name in names if name != "h" and random.random() < taste] for _ in range(voters)
    )
    budget = random.choice([random.randint(1, 60) * EURO, random.randint(100, 6000)])
    return plans, ballots, budget, random.sample(names, len(names))


@pytest.mark.parametrize("seed", range(300))
def test_small_rounds(seed: int) -> None:
    agree(*small(Random(seed)))  # noqa: S311


@pytest.mark.skipif(not REAL, reason="the files of the elections of 2020 and 2022 are not here")
@pytest.mark.parametrize("number", [212, 335, 604])
def test_the_real_elections(number: int) -> None:
    real = real_election(number)
    agree(
        list(real.plans), real.ballots, real.budget, [plan.id for plan in real.plans], LARGE_WAYS
    )
