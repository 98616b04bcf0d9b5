"""Sequential Phragmén: voters save at the same pace, and buy a plan as soon as they can."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from flows.counting.electorate import Electorate, Floats, Support, electorate
from flows.counting.model import (
    Ballots,
    Outcome,
    Parameters,
    Plan,
    Purse,
    Share,
    Verdict,
    ranking,
)
from flows.counting.tally import Tally

CLOSE = 1e-6  # far more, in proportion, than sums of floats that are all positive can be wrong


def phragmen(
    plans: Sequence[Plan],
    ballots: Ballots,
    budget: int,
    _parameters: Parameters,
    tie_order: Sequence[str],
) -> Outcome:
    """All voters get money at the same pace; who chose a plan pays with all they have saved.

    A plan that costs more than the whole pot does not take part. The count stops when a plan
    could be bought that does not fit in what is left, also when another one that could be
    bought at that moment does fit. Of equals the cheaper goes first, then the one with more
    votes, then the tie order. Points say here who supports a plan, not how much.
    """
    electors = electorate([p for p in plans if p.cost <= budget], ballots, tie_order)
    tally = Tally(ranking(plans, ballots, tie_order), ballots, budget)
    for plan in plans:
        if plan.cost > budget and ballots.total(plan.id):
            tally.drop(plan, Verdict.DOES_NOT_FIT)
    return _Savings(electors, tally).outcome()


class _Savings:
    def __init__(self, electors: Electorate, tally: Tally) -> None:
        self._electors, self._tally = electors, tally
        self._open = dict(enumerate(electors.plans))
        self._since = [Fraction(0)]  # what each had got by then, at every purchase
        self._last = np.zeros(len(electors.people), np.int64)  # by group, an index in ``_since``

    def outcome(self) -> Outcome:
        while self._open:
            when, ready = self._next()
            blocking = next((at for at in ready if self._open[at].cost > self._tally.pot), None)
            if blocking is not None:
                self._stop(when, blocking)
                break
            self._buy(when, ready)
        return self._tally.outcome(Purse(Fraction(0), self._since[-1]))

    def _next(self) -> tuple[Fraction, list[int]]:
        """What each has got when the next plan can be bought, and the plans that then can be."""
        since = np.array([float(when) for when in self._since])
        near = {at: self._roughly(at, since) for at in self._open}
        limit = min(near.values()) * (1 + CLOSE)
        exact = {at: self._when(at) for at, rough in near.items() if rough <= limit}
        first = min(exact.values())
        return first, sorted(at for at, when in exact.items() if when == first)

    def _roughly(self, at: int, since: Floats) -> float:
        support = self._electors.support[at]
        paid = float(support.people @ since[self._last[support.groups]])
        return (self._open[at].cost + paid) / float(support.people.sum())

    def _when(self, at: int) -> Fraction:
        people, paid = self._paid(self._electors.support[at])
        return (self._open[at].cost + paid) / people

    def _paid(self, support: Support) -> tuple[int, Fraction]:
        """How many support a plan, and what they had got together when each bought last."""
        voters = np.bincount(self._last[support.groups], support.people).astype(int).tolist()
        paid = (many * when for many, when in zip(voters, self._since, strict=False) if many)
        return sum(voters), sum(paid, Fraction(0))

    def _buy(self, when: Fraction, ready: Sequence[int]) -> None:
        chosen, *tied = ready
        plan, support = self._open.pop(chosen), self._electors.support[chosen]
        highest = when - self._since[int(self._last[support.groups].min())]
        effective = plan.cost / highest if highest else None
        ids = tuple(self._open[at].id for at in tied)
        self._tally.fund(plan, Share(len(self._since), highest, effective, ids))
        self._last[support.groups] = len(self._since)
        self._since.append(when)

    def _stop(self, when: Fraction, blocking: int) -> None:
        """Whoever is not funded by now is told what its voters had saved at this moment."""
        turn = len(self._since)
        for at, plan in self._open.items():
            people, paid = self._paid(self._electors.support[at])
            had = people * when - paid
            verdict = Verdict.BLOCKS if at == blocking else Verdict.AFTER_STOP
            self._tally.drop(plan, verdict, Share(turn, had=had, short=plan.cost - had))
        self._since.append(when)
