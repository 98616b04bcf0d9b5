"""Who paid what, exactly: whole numbers over one denominator, worked out when somebody asks."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

import numpy as np

from flows.counting.electorate import Electorate, Indices

NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Bought:
    """``spent``: the groups whose last money went into it. ``rich``: points of who paid all."""

    plan: int
    spent: Indices
    rich: int


@dataclass
class Ledger:
    """Every voter starts with ``endowment``, and pays for each plan they chose that is bought.

    A plan has one price for a point; who has less than that gives all they have left. So what
    a voter has follows from the prices alone, until their money is gone. ``gone`` says by group
    after how many purchases that was.
    """

    electorate: Electorate
    endowment: Fraction
    bought: list[Bought] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gone = np.full(len(self.electorate.people), NEVER, np.int32)
        self._start, self._over = self.endowment.as_integer_ratio()
        self._prices: list[int] = []  # like ``_start``, these are so many times 1 / ``_over``

    def record(self, bought: Bought) -> None:
        self.bought.append(bought)
        self.gone[bought.spent] = len(self.bought)

    def price(self, turn: int) -> Fraction:
        """What a point cost in the purchase at this place, from 0."""
        self._settle(turn + 1)
        return Fraction(self._prices[turn], self._over)

    def price_of(self, plan: int, spent: Indices, rich: int) -> Fraction:
        """What a point of a plan would cost now, if these groups gave all they have."""
        cost = self.electorate.plans[plan].cost
        return (cost - self.money(spent, len(self.bought))) / rich

    def money(self, groups: Indices, turn: int) -> Fraction:
        """What groups that had money then had together, after this many purchases."""
        self._settle(turn)
        return Fraction(self._money(groups, turn), self._over)

    def held(self, groups: Indices, turn: int) -> Fraction:
        """What these groups had together after this many purchases."""
        return self.money(groups[self.gone[groups] > turn], turn)

    def purses(self, groups: Indices, turn: int) -> list[Fraction]:
        """What one voter of each of these groups, who had money then, had at that moment."""
        if not turn or not len(groups):
            return [self.endowment] * len(groups)
        self._settle(turn)
        points = np.zeros((turn, len(groups)))
        column = np.zeros(len(self.gone))
        for row, bought in zip(points, self.bought, strict=False):
            support = self.electorate.support[bought.plan]
            column[support.groups] = 1 if support.points is None else support.points
            row[:] = column[groups]
            column[support.groups] = 0
        alike, which = np.unique(points, axis=1, return_inverse=True)
        left = [self._left(given) for given in alike.T.astype(int).tolist()]
        return [left[at] for at in which.ravel()]

    def _left(self, points: list[int]) -> Fraction:
        """After as many purchases as there are numbers of points."""
        paid = sum(map(int.__mul__, points, self._prices))
        return Fraction(self._start - paid, self._over)

    def _settle(self, turns: int) -> None:
        for bought in self.bought[len(self._prices) : turns]:
            cost = self.electorate.plans[bought.plan].cost
            price = cost * self._over - self._money(bought.spent, len(self._prices))
            common = gcd(price, bought.rich)
            self._refine(bought.rich // common)
            self._prices.append(price // common)

    def _refine(self, by: int) -> None:
        if by > 1:
            self._over *= by
            self._start *= by
            self._prices = [price * by for price in self._prices]

    def _money(self, groups: Indices, turn: int) -> int:
        if not len(groups):
            return 0
        people = np.zeros(len(self.gone))
        people[groups] = self.electorate.people[groups]
        money = self._start * int(people.sum())
        for bought, price in zip(self.bought[:turn], self._prices, strict=False):
            support = self.electorate.support[bought.plan]
            given = people[support.groups]
            points = given.sum() if support.points is None else given @ support.points
            money -= price * int(points)
        return money
