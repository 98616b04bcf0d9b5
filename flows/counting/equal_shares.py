"""The Method of Equal Shares: every voter gets an equal share of the pot to spend on plans."""

from bisect import bisect_left
from collections.abc import Sequence

from flows.counting.electorate import electorate
from flows.counting.model import Ballots, Outcome, Parameters, Plan, Share, Verdict, ranking
from flows.counting.purchases import Purchases
from flows.counting.raising import bought
from flows.counting.tally import Tally


def equal_shares(
    plans: Sequence[Plan],
    ballots: Ballots,
    budget: int,
    parameters: Parameters,
    tie_order: Sequence[str],
) -> Outcome:
    """Peters and Skowron's rule, as cities use it; exact, whatever the amounts.

    Each voter starts with budget / voters. In each turn the plan is bought that costs its voters
    least for the use they have of it; they pay the same, or all they have left. ``utility``
    says what the use is. Of equals the cheaper goes first, then the one with more votes, then
    the tie order. ``completion`` says what is done with what is left: *none*; *add1*, see
    ``raising``; *add1u*, which then fills by votes and passes over what does not fit.
    """
    electors = electorate(plans, ballots, tie_order)
    tally = Tally(ranking(plans, ballots, tie_order), ballots, budget)
    if not electors.voters:
        return tally.outcome()
    made, purse = bought(electors, budget, parameters)
    for turn, bought_at in enumerate(made.order):
        tally.fund(electors.plans[bought_at], _paid(made, turn))
    for at, plan in enumerate(electors.plans):
        if at not in made.order:
            tally.drop(plan, Verdict.SHORT, _lacked(made, at))
    if parameters.completion == "add1u":
        tally.fill()
    return tally.outcome(purse)


def _paid(made: Purchases, turn: int) -> Share:
    """A plan that costs nothing counts for all its votes: nobody paid for it."""
    at = made.order[turn]
    plans, price = made.electorate.plans, made.ledger.price(turn)
    effective = plans[at].cost / price if price else None
    tied = tuple(plans[other].id for other in made.tied[turn])
    return Share(turn + 1, price, effective, tied)


def _lacked(made: Purchases, at: int) -> Share:
    """A plan drops out in the first turn in which its voters cannot pay for it any more."""
    groups, ledger = made.electorate.support[at].groups, made.ledger
    cost = made.electorate.plans[at].cost
    turn = bisect_left(
        range(len(made.order)), x=True, key=lambda after: ledger.held(groups, after) < cost
    )
    had = ledger.held(groups, turn)
    return Share(turn + 1, had=had, short=cost - had)
