"""A receipt says who paid what; anybody can check it, and sees when one cent is wrong."""

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flows.counting import receipt as checker
from flows.counting.model import Ballots, Parameters, Plan
from flows.counting.payments import receipt
from flows.counting.receipt import check
from flows.counting.rules import RULES

NAMES = "abcdefgh"
Receipt = dict[str, Any]


def some_round(seed: int, *, points: bool = False) -> tuple[list[Plan], list[list[str]]]:
    random = Random(seed)  # noqa: S311
    plans = [Plan(name, random.randint(1, 900)) for name in NAMES]
    most = 6 if points else 1
    ballots = [
        [name for name in NAMES for _ in range(random.randint(0, most) * random.randint(0, 1))]
        for _ in range(random.randint(1, 30))
    ]
    return plans, ballots


def written(seed: int, *, points: bool = False) -> tuple[Receipt, list[list[str]]]:
    plans, ballots = some_round(seed, points=points)
    groups = Ballots.of_points(ballots) if points else Ballots.of(ballots)
    way = Parameters(completion="add1u", utility="cost" if seed % 2 else "cardinality", unit=10)
    return json.loads(json.dumps(receipt(plans, groups, 1500, way, NAMES))), ballots


@pytest.mark.parametrize("points", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_a_receipt_is_right(seed: int, *, points: bool) -> None:
    told, ballots = written(seed, points=points)
    assert check(told, ballots) == []


def test_the_receipt_funds_what_the_rule_funds() -> None:
    plans, ballots = some_round(3)
    way, groups = Parameters(completion="add1u"), Ballots.of(ballots)
    told = receipt(plans, groups, 1500, way, NAMES)
    outcome = RULES["equal_shares"](plans, groups, 1500, way, NAMES)
    assert (*(buy["plan"] for buy in told["bought"]), *told["filled"]) == outcome.winners
    assert told["unspent"] == outcome.unspent


def test_nobody_voted() -> None:
    assert check(receipt([Plan("a", 5)], Ballots.of([]), 10, Parameters(), "a"), []) == []


def spoil_price(told: Receipt) -> None:
    told["bought"][-1]["price"] = str(Fraction(told["bought"][-1]["price"]) + 1)


def spoil_last(told: Receipt) -> None:
    group = next(group for group in told["groups"] if group["last"])
    group["last"]["paid"] = str(Fraction(group["last"]["paid"]) + 1)


def spoil_order(told: Receipt) -> None:
    told["bought"].pop()
    told["unspent"] = told["budget"] - sum(told["plans"][b["plan"]] for b in told["bought"])
    told["unspent"] -= sum(told["plans"][plan] for plan in told["filled"])


def spoil_leftover(told: Receipt) -> None:
    told["unspent"] += 1


def spoil_share(told: Receipt) -> None:
    told["endowment"] = str(Fraction(told["endowment"]) + Fraction(1, 3))


def spoil_twice(told: Receipt) -> None:
    told["filled"].append(told["bought"][0]["plan"])


def spoil_voters(told: Receipt) -> None:
    told["groups"][0]["voters"] += 1


def spoil_budget(told: Receipt) -> None:
    told["budget"] = 1


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (spoil_price, "is not paid exactly"),
        (spoil_last, "did not pay what they had to"),
        (spoil_order, "could still pay for it"),
        (spoil_leftover, "cents are left"),
        (spoil_share, "not an equal part of the budget"),
        (spoil_twice, "funded twice"),
        (spoil_voters, "voters are told"),
        (spoil_budget, "cost more than the budget"),
    ],
)
def test_a_wrong_receipt_is_found_out(spoil: Callable[[Receipt], None], problem: str) -> None:
    told, ballots = written(3)
    spoil(told)
    assert any(problem in found for found in check(told, ballots))


def test_other_ballots_are_found_out() -> None:
    told, ballots = written(3)
    assert check(told, ballots[1:]) == ["the ballots are not those that were published"]


def test_a_stranger_needs_nothing_but_python() -> None:
    """The file of the checker alone, without the project and its libraries."""
    told, _ = written(3)
    source = Path(checker.__file__).read_text(encoding="utf-8")
    script = f"{source}\nimport json, sys\nprint(check(json.load(sys.stdin)))"
    alone = [sys.executable, "-I", "-S", "-c", script]
    ran = subprocess.run(alone, input=json.dumps(told), capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.strip() == "[]"
