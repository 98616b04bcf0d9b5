"""The receipt of Equal Shares: who paid what for which plan, to be checked by anybody."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.counting.electorate import electorate
from flows.counting.equal_shares import equal_shares
from flows.counting.ledger import Ledger
from flows.counting.model import Ballots, Parameters, Plan
from flows.counting.raising import bought

Last = Mapping[str, str] | None


def receipt(
    plans: Sequence[Plan],
    ballots: Ballots,
    budget: int,
    parameters: Parameters,
    tie_order: Sequence[str],
) -> dict[str, Any]:
    """What ``flows.counting.receipt`` describes and checks: ready for JSON, grouped by ballot."""
    electors = electorate(plans, ballots, tie_order)
    outcome = equal_shares(plans, ballots, budget, parameters, tie_order)
    told = {
        "rule": "equal_shares",
        "budget": budget,
        "unit": parameters.unit,
        "voters": ballots.voters,
        "plans": {plan.id: plan.cost for plan in electors.plans},
        "unspent": outcome.unspent,
    }
    if not electors.voters:
        return {**told, "endowment": "0", "bought": [], "filled": [], "groups": []}
    made, purse = bought(electors, budget, parameters)
    ledger, order = made.ledger, [electors.plans[plan].id for plan in made.order]
    return {
        **told,
        "endowment": str(purse.end),
        "bought": [
            {"plan": plan, "price": str(ledger.price(turn))} for turn, plan in enumerate(order)
        ],
        "filled": list(outcome.winners[len(order) :]),
        "groups": [
            {"ballot": sorted(choice), "voters": voters, "last": last}
            for (choice, voters), last in zip(
                ballots.groups.items(), _last(ledger, order), strict=True
            )
        ],
    }


def _last(ledger: Ledger, order: Sequence[str]) -> list[Last]:
    """By group: the plan to which it gave all that it had left, if there is one, and how much."""
    last: list[Last] = [None] * len(ledger.gone)
    for turn, buy in enumerate(ledger.bought):
        amounts = ledger.purses(buy.spent, turn)
        for group, amount in zip(buy.spent.tolist(), amounts, strict=True):
            last[group] = {"plan": order[turn], "paid": str(amount)}
    return last
