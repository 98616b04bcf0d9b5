"""Raising the shares until the pot is used: the *add1* completion of Equal Shares."""

from dataclasses import dataclass
from fractions import Fraction

from flows.counting.electorate import Electorate
from flows.counting.model import Parameters, Purse
from flows.counting.purchases import Changed, Purchases, purchases


def bought(electorate: Electorate, budget: int, parameters: Parameters) -> tuple[Purchases, Purse]:
    """What the shares buy, raised or not as the round asks. There is at least one voter."""
    shares = _Shares(electorate, budget, parameters)
    if parameters.completion == "none":
        return shares.at(0), shares.purse(0)
    return shares.raised()


@dataclass(frozen=True, slots=True)
class _Shares:
    electorate: Electorate
    budget: int
    parameters: Parameters

    def raised(self) -> tuple[Purchases, Purse]:
        """Every share grows by one unit, until the next step would cost more than the pot.

        The outcome of the last step that fits is kept. No share grows by more than the pot.
        Steps in between that provably buy the same are not counted one by one.
        """
        last = self.budget // self.parameters.unit
        if self._all_fit() and not self.parameters.stop_when_exhaustive:
            return self.at(last), self.purse(last)
        steps, made, jump = 0, self.at(0), 1
        while steps < last and not self._is_done(made):
            to = min(steps + jump, last)
            more = self._unless_changed(to, made) if to > steps + 1 else self.at(to)
            if more is None:
                jump //= 2
                continue
            if more.cost > self.budget:
                return made, self.purse(steps, more.cost)
            jump = 2 * jump if more.order == made.order else 1
            steps, made = to, more
        return made, self.purse(steps)

    def at(self, steps: int, like: Purchases | None = None) -> Purchases:
        return purchases(self.electorate, self._share(steps), self.parameters.utility, like)

    def purse(self, steps: int, over: int | None = None) -> Purse:
        return Purse(self._share(0), self._share(steps), over)

    def _share(self, steps: int) -> Fraction:
        return Fraction(self.budget, self.electorate.voters) + steps * self.parameters.unit

    def _unless_changed(self, steps: int, like: Purchases) -> Purchases | None:
        try:
            return self.at(steps, like)
        except Changed:
            return None

    def _all_fit(self) -> bool:
        """Then no step can cost too much, and in the end every plan is bought."""
        return sum(plan.cost for plan in self.electorate.plans) <= self.budget

    def _is_done(self, made: Purchases) -> bool:
        """Whether the round stops here because no other plan fits in what is left."""
        if not self.parameters.stop_when_exhaustive:
            return False
        left = self.budget - made.cost
        out = (p for at, p in enumerate(self.electorate.plans) if at not in made.order)
        return all(plan.cost > left for plan in out)
