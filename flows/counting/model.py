"""What goes into a count and what comes out of it. Money is integer cents, everywhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Plan:
    id: str
    cost: int
    theme: str = ""


@dataclass(frozen=True)
class Ballots:
    """Approval ballots, grouped: how many voters sent exactly this set of plan ids.

    A blank ballot is the empty set, and counts as a voter. The order of the voters is gone.
    """

    groups: Mapping[frozenset[str], int]

    @classmethod
    def of(cls, ballots: Iterable[Iterable[str]]) -> "Ballots":
        return cls(Counter(frozenset(ballot) for ballot in ballots))

    @cached_property
    def voters(self) -> int:
        return sum(self.groups.values())

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """Votes by plan id; a plan that nobody chose is not in it."""
        totals: Counter[str] = Counter()
        for choice, voters in self.groups.items():
            for plan in choice:
                totals[plan] += voters
        return totals

    def total(self, plan: str) -> int:
        return self.totals.get(plan, 0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a rule needs beside the plans.

    ``caps``: what each theme may spend in its own pass, in the order in which themes take turns.
    """

    caps: Mapping[str, int] = field(default_factory=dict)


class Verdict(StrEnum):
    """What became of a plan. Only the first two mean that it is funded."""

    FUNDED = "funded"
    FUNDED_FROM_LEFTOVER = "funded_from_leftover"
    DOES_NOT_FIT = "does_not_fit"
    BLOCKS = "blocks"  # it does not fit, and the count stops at it
    AFTER_STOP = "after_stop"
    NO_VOTES = "no_votes"

    @property
    def funded(self) -> bool:
        return self in (Verdict.FUNDED, Verdict.FUNDED_FROM_LEFTOVER)


@dataclass(frozen=True, slots=True)
class Step:
    """How the verdict on one plan came about.

    ``rank`` is its place by votes, from 1. ``left`` is what the pot had left when the plan was
    decided; ``theme_left`` what its theme could still spend when the theme took its turn, and
    ``None`` where themes have no money of their own.
    """

    plan: str
    rank: int
    votes: int
    cost: int
    left: int
    verdict: Verdict
    theme_left: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """``winners`` in the order in which they were funded; ``steps`` of all plans, by rank.

    ``blocking`` is the plan at which the count stopped, if it did.
    """

    winners: tuple[str, ...]
    unspent: int
    voters: int
    steps: tuple[Step, ...]
    blocking: str | None = None

    def step(self, plan: str) -> Step:
        """Raises ``KeyError`` for a plan that was not counted."""
        for step in self.steps:
            if step.plan == plan:
                return step
        raise KeyError(plan)


Rule = Callable[[Sequence[Plan], Ballots, int, Parameters, Sequence[str]], Outcome]
"""(plans, ballots, budget, parameters, tie order) -> outcome."""


def ranking(plans: Sequence[Plan], ballots: Ballots, tie_order: Sequence[str]) -> list[Plan]:
    """Most votes first. With equal votes the cheaper plan, then the published order.

    Raises ``ValueError`` when the published order leaves a plan out or names one twice: the
    order must decide every tie, whatever the votes turn out to be.
    """
    place = {plan: number for number, plan in enumerate(tie_order)}
    if len(place) != len(tie_order) or not place.keys() >= {plan.id for plan in plans}:
        raise ValueError("the tie order must name every plan once")
    return sorted(plans, key=lambda plan: (-ballots.total(plan.id), plan.cost, place[plan.id]))
