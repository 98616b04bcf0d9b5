"""One run of the Method of Equal Shares: what is bought when each voter gets this much."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np

from flows.counting.electorate import Electorate
from flows.counting.ledger import Ledger
from flows.counting.model import Utility
from flows.counting.purses import ROUNDING, Offer, Purses

Rate = tuple[Fraction, int]  # the price of one unit of use; of equals, the lower number is first


@dataclass
class Purchases:
    """``order``: plans, by their number in the electorate. ``tied``: who stood equal, by turn.

    ``high``: what each had cost for each unit of use that its voters have of it, at most.
    """

    electorate: Electorate
    utility: Utility
    ledger: Ledger
    order: list[int] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    @property
    def cost(self) -> int:
        return sum(self.electorate.plans[plan].cost for plan in self.order)

    def rate(self, turn: int) -> Rate:
        plan = self.order[turn]
        return self.rate_at(plan, self.ledger.price(turn)), plan

    def rate_at(self, plan: int, price: Fraction) -> Fraction:
        """The use of a plan is its cost, or with ``cardinality`` the same for all plans."""
        cost = self.electorate.plans[plan].cost
        return price / cost if self.utility == "cost" and cost else price


class Changed(Exception):  # noqa: N818  it is no error
    """The shares buy something else than those of the run that was to be confirmed."""


def purchases(
    electorate: Electorate, endowment: Fraction, utility: Utility, like: Purchases | None = None
) -> Purchases:
    """In each turn, buy the plan that costs its voters least for the use they have of it.

    With ``like``, a run with smaller shares: raises ``Changed`` unless this run and all with
    shares in between buy the same in the same order. In a given order, more money leaves more
    in every purse and makes no plan dearer. So it suffices that in no turn another plan costs
    less here than the chosen one did there.
    """
    return _Run(electorate, endowment, utility, like).result()


class _Run:
    def __init__(
        self,
        electorate: Electorate,
        endowment: Fraction,
        utility: Utility,
        like: Purchases | None,
    ) -> None:
        self._purses = Purses(electorate, endowment)
        self._made = Purchases(electorate, utility, self._purses.ledger)
        self._like = like
        by_cost = utility == "cost"
        # Python's own floats are quicker than numpy's, one by one.
        self._use = [float(p.cost) if by_cost and p.cost else 1.0 for p in electorate.plans]
        costs = [
            p.cost / s.total for p, s in zip(electorate.plans, electorate.support, strict=True)
        ]
        self._low = np.array(costs) / self._use * (1 - 4 * ROUNDING)

    def result(self) -> Purchases:
        while self._low.size and self._turn():
            pass
        if self._like and len(self._like.order) > len(self._made.order):
            raise Changed
        return self._made

    def _turn(self) -> bool:
        offers = self._offers()
        if not offers:
            return False
        best = min(self._high(plan, offer) for plan, offer in offers.items())
        close = [plan for plan in offers if self._low[plan] <= best]
        chosen, tied = self._closest({plan: offers[plan] for plan in close})
        if self._like:
            self._confirm(self._like, chosen, offers)
        self._made.order.append(chosen)
        self._made.tied.append(tied)
        self._purses.buy(chosen, offers[chosen])
        self._made.high.append(self._high(chosen, offers[chosen]))
        self._low[chosen] = inf
        return True

    def _offers(self) -> dict[int, Offer]:
        """Of every plan that may be the cheapest, or may be cheaper than the one to confirm."""
        offers = dict[int, Offer]()
        waiting, best, wall = self._low.copy(), inf, self._wall()
        while (plan := int(waiting.argmin())) not in offers:
            if waiting[plan] == inf or waiting[plan] > max(best, wall):
                break
            waiting[plan] = inf
            offer = self._purses.offer(plan, float(self._low[plan] * self._use[plan]))
            if offer is None:
                self._low[plan] = inf
                continue
            offers[plan] = offer
            least = (offer.price - offer.error) / self._use[plan] * (1 - 4 * ROUNDING)
            self._low[plan] = max(self._low[plan], least)
            best = min(best, self._high(plan, offer))
        return offers

    def _wall(self) -> float:
        turn = len(self._made.order)
        return self._like.high[turn] if self._like and turn < len(self._like.order) else -inf

    def _high(self, plan: int, offer: Offer) -> float:
        return float((offer.price + offer.error) / self._use[plan] * (1 + 4 * ROUNDING))

    def _rate(self, plan: int, offer: Offer) -> Rate:
        return self._made.rate_at(plan, self._purses.exact(plan, offer)), plan

    def _closest(self, offers: dict[int, Offer]) -> tuple[int, tuple[int, ...]]:
        """Where floats are too close to tell, fractions do; of equals the first goes first."""
        if len(offers) == 1:
            return next(iter(offers)), ()
        rates = sorted(self._rate(plan, offer) for plan, offer in offers.items())
        least, chosen = rates[0]
        return chosen, tuple(plan for rate, plan in rates[1:] if rate == least)

    def _confirm(self, like: Purchases, chosen: int, offers: dict[int, Offer]) -> None:
        turn = len(self._made.order)
        if turn >= len(like.order) or like.order[turn] != chosen:
            raise Changed
        for plan, offer in offers.items():
            near = plan != chosen and self._low[plan] <= like.high[turn]
            if near and self._rate(plan, offer) < like.rate(turn):
                raise Changed
