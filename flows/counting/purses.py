"""What voters have left, and what a plan would cost them: floats that know how wrong they are.

Floats only sort out what is clear. Where they are too close to tell, ``Ledger`` decides.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from flows.counting.electorate import Electorate, Floats, Support
from flows.counting.ledger import Bought, Ledger

ROUNDING = 2.0**-52  # twice what one operation on floats can be wrong, in proportion
CLOSE = 1e-9  # how wrong a price may be before the exact one takes its place, in proportion
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Offer:
    """The price of a point of a plan now: who is ``poor`` gives all, and others that price.

    ``price`` is right to within ``error``. ``poor`` has a place for each group that supports,
    and is ``None`` where all of them can pay.
    """

    price: float
    error: float
    poor: Mask | None = None
    exact: Fraction | None = None


class Purses:
    def __init__(self, electorate: Electorate, endowment: Fraction) -> None:
        self.ledger = Ledger(electorate, endowment)
        self._support = electorate.support
        self._costs = [plan.cost for plan in electorate.plans]
        self._left = np.full(len(electorate.people), float(endowment))
        self._has = np.ones(len(electorate.people), np.bool_)  # False: out of money, exactly
        self._start = float(endowment)
        self._error = ROUNDING * self._start  # of ``_left``

    def offer(self, plan: int, least: float) -> Offer | None:
        """``None`` when the plan costs more than its voters have left.

        ``least`` is a price below which it certainly is not.
        """
        support, cost = self._support[plan], self._costs[plan]
        left = self._left[support.groups]
        level = left if support.points is None else left / support.points
        even = cost / support.total
        if float(level.min()) > even + self._doubt(even * ROUNDING):
            return Offer(even, even * ROUNDING)
        money = left * support.people
        if not self._affordable(plan, float(money.sum())):
            return None
        offer = self._approach(support, cost, level, money, least)
        doubt = self._doubt(offer.error)
        clear = float(np.abs(level - offer.price).min()) > doubt
        return offer if clear else self._exactly(plan, offer.price, doubt, level)

    def exact(self, plan: int, offer: Offer) -> Fraction:
        if offer.exact is None:
            spent, rich = self._parts(plan, offer.poor)
            offer.exact = self.ledger.price_of(plan, spent, rich)
        return offer.exact

    def buy(self, plan: int, offer: Offer) -> None:
        support = self._support[plan]
        if offer.error > CLOSE * self._start:
            offer.price = float(self.exact(plan, offer))
            offer.error = ROUNDING * offer.price
        self.ledger.record(Bought(plan, *self._parts(plan, offer.poor)))
        paid = offer.price if support.points is None else offer.price * support.points
        left = self._left[support.groups] - paid
        if offer.poor is not None:
            left[offer.poor] = 0
            self._has[support.groups[offer.poor]] = False
        self._left[support.groups] = left
        most = 1 if support.points is None else float(support.points.max())
        self._error += (offer.error + ROUNDING * offer.price) * most + ROUNDING * self._start

    def _affordable(self, plan: int, money: float) -> bool:
        support, cost = self._support[plan], self._costs[plan]
        error = self._wrong(support, support.total, money)
        if abs(money - cost) > error:
            return money > cost
        groups = support.groups[self._has[support.groups]]
        return self.ledger.money(groups, len(self.ledger.bought)) >= cost

    def _wrong(self, support: Support, people: float, money: float) -> float:
        """How wrong the sum of what so many people have can be."""
        return people * self._error + (len(support.groups) + 4) * ROUNDING * money

    def _approach(
        self, support: Support, cost: int, level: Floats, money: Floats, price: float
    ) -> Offer:
        """Newton's method from below: a higher price makes more people poor, until it does not."""
        known = -1
        while True:
            poor = level < price
            count = int(np.count_nonzero(poor))
            if count <= known:
                break
            known = count
            rich = support.total - int(support.mass @ poor) if count else support.total
            if not rich:
                break
            price = (cost - float(money @ poor)) / rich if count else cost / rich
        # Who is out of money has exactly nothing: only what the others give can be wrong.
        giving = float(support.mass @ (poor & self._has[support.groups])) if known else 0
        error = self._wrong(support, giving, cost)
        if rich:
            return Offer(price, error / rich + 2 * ROUNDING * price, poor)
        return Offer(float(level.max()), 2 * error, poor)

    def _doubt(self, error: float) -> float:
        """How near a purse must be to a price with this error, to be compared exactly."""
        return 4 * (error + self._error)

    def _exactly(self, plan: int, price: float, doubt: float, level: Floats) -> Offer:
        """Newton's method again, with fractions, among those for whom floats do not suffice."""
        support = self._support[plan]
        out = ~self._has[support.groups]
        poor = (level < price - doubt) | out
        unsure = np.flatnonzero((level <= price + doubt) & ~poor)
        points = [1] * len(unsure) if support.points is None else support.points[unsure].tolist()
        purses = self.ledger.purses(support.groups[unsure], len(self.ledger.bought))
        levels = [purse / int(point) for purse, point in zip(purses, points, strict=True)]
        while True:
            exact = self.ledger.price_of(plan, *self._parts(plan, poor))
            more = [at for at, own in zip(unsure, levels, strict=True) if own < exact]
            if all(poor[at] for at in more):
                return Offer(float(exact), ROUNDING * float(exact), poor, exact)
            poor[more] = True

    def _parts(self, plan: int, poor: Mask | None) -> tuple[NDArray[np.int32], int]:
        """The groups whose last money this would take, and the points of those who pay all."""
        support = self._support[plan]
        if poor is None:
            return support.groups[:0], support.total
        groups = support.groups[poor]
        rich = support.total - int(support.mass @ poor)
        return groups[self._has[groups]], rich
