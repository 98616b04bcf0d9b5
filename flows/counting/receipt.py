"""Checking who paid what for which plan. Needs nothing but the standard library.

A receipt of ``equal_shares`` (``payments.receipt`` writes it) is JSON. Amounts are in cents;
those that can be fractions are strings, ``"2500/3"``::

    {
      "rule": "equal_shares",
      "budget": 300000, "unit": 100, "voters": 4,
      "endowment": "75000",            what each voter had to spend in the end
      "plans": {"7": 120000, …},       the cost of every plan that anybody chose
      "bought": [{"plan": "7", "price": "40000"}, …],   in order; the price of one vote, or point
      "filled": ["9"],                 paid from what was left over, by votes
      "unspent": 60000,
      "groups": [                      voters whose ballots are the same
        {"ballot": ["7", "9"], "voters": 3, "last": {"plan": "7", "paid": "500/3"}}, …
      ]
    }

Every voter pays the price for each plan bought that they chose (for points: times their points),
in that order, until one costs more than they have left: to that they give all they have, and
pay for nothing after it. That is ``last``; it is ``null`` for who never ran out. On a points
ballot a plan stands once for each point.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any


def check(receipt: Mapping[str, Any], ballots: Iterable[Iterable[str]] | None = None) -> list[str]:
    """What is wrong with a receipt, in English; nothing when all is right. Takes linear time.

    With the ``ballots`` that were published, one for each voter, also whether they are those of
    the receipt. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is no receipt.
    """
    found = [*_endowment(receipt), *_sums(receipt)]
    if not found:
        found = _payments(receipt)
    if ballots is not None and _published(ballots) != _written(receipt):
        found.append("the ballots are not those that were published")
    return found


def _endowment(receipt: Mapping[str, Any]) -> list[str]:
    voters = sum(group["voters"] for group in receipt["groups"])
    if voters != receipt["voters"]:
        return [f"{receipt['voters']} voters are told, and {voters} have a ballot"]
    raised = Fraction(receipt["endowment"]) - Fraction(receipt["budget"], voters or 1)
    if voters and (raised < 0 or raised % receipt["unit"]):
        return ["the shares are not an equal part of the budget, raised by whole units"]
    return []


def _sums(receipt: Mapping[str, Any]) -> list[str]:
    plans = receipt["plans"]
    bought = [purchase["plan"] for purchase in receipt["bought"]]
    funded = [*bought, *receipt["filled"]]
    if len(set(funded)) != len(funded) or not plans.keys() >= set(funded):
        return ["a plan is funded twice, or nobody chose it"]
    left = receipt["budget"] - sum(plans[plan] for plan in funded)
    found = []
    if left < 0:
        found.append("the plans cost more than the budget")
    if left != receipt["unspent"]:
        found.append(f"{left} cents are left, and {receipt['unspent']} are told")
    return found


def _payments(receipt: Mapping[str, Any]) -> list[str]:
    books = _Books(receipt)
    for group in receipt["groups"]:
        books.book(Counter(group["ballot"]), group["voters"], group["last"])
    return books.problems()


class _Books:
    """In whole numbers: all amounts times the least number that makes every one whole.

    ``paid``: what each plan got. ``had``: what the voters of a plan not bought have left.
    """

    def __init__(self, receipt: Mapping[str, Any]) -> None:
        start = Fraction(receipt["endowment"])
        prices = {buy["plan"]: Fraction(buy["price"]) for buy in receipt["bought"]}
        self.whole = lcm(start.denominator, *(price.denominator for price in prices.values()))
        self.start = int(start * self.whole)
        self.prices = {plan: int(price * self.whole) for plan, price in prices.items()}
        self.turn = {plan: turn for turn, plan in enumerate(prices)}
        self.costs = {plan: cost * self.whole for plan, cost in receipt["plans"].items()}
        self.paid = dict.fromkeys(prices, 0)
        self.had = dict.fromkeys(self.costs.keys() - prices.keys(), 0)
        self.wrong: set[str] = set()

    def book(self, points: Mapping[str, int], voters: int, told: Mapping[str, str] | None) -> None:
        left = self.start
        last: tuple[str, Fraction] | None = None
        for plan in sorted(points.keys() & self.turn.keys(), key=self.turn.__getitem__):
            asked = self.prices[plan] * points[plan]
            given = min(asked, left)
            if last is None and given < asked:
                last = (plan, Fraction(given))
            self.paid[plan] += given * voters
            left -= given
        if last != ((told["plan"], Fraction(told["paid"]) * self.whole) if told else None):
            self.wrong.add("some voters did not pay what they had to")
        for plan in points.keys() & self.had.keys():
            self.had[plan] += left * voters

    def problems(self) -> list[str]:
        unpaid = [plan for plan, paid in self.paid.items() if paid != self.costs[plan]]
        missed = [plan for plan, had in self.had.items() if had >= self.costs[plan]]
        return [
            *self.wrong,
            *(f"plan {plan} is not paid exactly" for plan in unpaid),
            *(f"the voters of plan {plan} could still pay for it" for plan in sorted(missed)),
        ]


def _written(receipt: Mapping[str, Any]) -> Counter[tuple[str, ...]]:
    groups: Counter[tuple[str, ...]] = Counter()
    for group in receipt["groups"]:
        groups[tuple(sorted(group["ballot"]))] += group["voters"]
    return groups


def _published(ballots: Iterable[Iterable[str]]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(sorted(ballot)) for ballot in ballots)
