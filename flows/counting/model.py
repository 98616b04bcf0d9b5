"""What goes into a count and what comes out of it. Money is integer cents, everywhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Literal

Utility = Literal["cost", "cardinality"]
Completion = Literal["none", "add1", "add1u"]


@dataclass(frozen=True, slots=True)
class Plan:
    id: str
    cost: int
    theme: str = ""


@dataclass(frozen=True)
class Ballots:
    """Ballots, grouped: how many voters sent exactly this choice of plan ids.

    A points ballot is a tuple that names a plan once for each point; an approval ballot names
    each plan once, as a set or as a tuple. A blank ballot is empty, and counts as a voter. The
    order of the voters is gone.
    """

    groups: Mapping[frozenset[str], int] | Mapping[tuple[str, ...], int]

    @classmethod
    def of(cls, ballots: Iterable[Iterable[str]]) -> "Ballots":
        """Approval ballots: what one names twice counts once."""
        return cls(Counter(frozenset(ballot) for ballot in ballots))

    @classmethod
    def of_points(cls, ballots: Iterable[Iterable[str]]) -> "Ballots":
        """What a ballot names twice counts twice."""
        return cls(Counter(tuple(sorted(ballot)) for ballot in ballots))

    @cached_property
    def voters(self) -> int:
        return sum(self.groups.values())

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """Votes, or points, by plan id; a plan that nobody chose is not in it."""
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
    The others are those of Equal Shares: what a funded plan is worth to who chose it (its cost,
    or each plan the same); what is done with money that is left; whether raising the shares
    stops as soon as no other plan fits; and by how many cents a share is raised at a time.
    """

    caps: Mapping[str, int] = field(default_factory=dict)
    utility: Utility = "cost"
    completion: Completion = "none"
    stop_when_exhaustive: bool = False
    unit: int = 100


class Verdict(StrEnum):
    """What became of a plan. Only the first two mean that it is funded."""

    FUNDED = "funded"
    FUNDED_FROM_LEFTOVER = "funded_from_leftover"
    DOES_NOT_FIT = "does_not_fit"
    BLOCKS = "blocks"  # it does not fit, and the count stops at it
    AFTER_STOP = "after_stop"
    SHORT = "short"  # those who chose it had too little money left for it
    NO_VOTES = "no_votes"

    @property
    def funded(self) -> bool:
        return self in (Verdict.FUNDED, Verdict.FUNDED_FROM_LEFTOVER)


class TieBreak(StrEnum):
    """What put one of two equal plans first: each counts only where those above it are equal."""

    COST = "cost"  # the cheaper one
    VOTES = "votes"  # the one with more votes
    ORDER = "order"  # the published order, or the lot


@dataclass(frozen=True, slots=True)
class Share:
    """How those who chose a plan paid for it, or what they lacked. Amounts are exact, in cents.

    ``turn``: the round, from 1, in which the plan was bought or dropped out. A plan that was
    bought has ``highest``, the most that anybody paid for it (for each point, where ballots
    have points); ``effective``, the votes it counted for (cost by highest payment); and ``tied``,
    the other plans that stood equal with it in that round. A plan that dropped out has ``had``,
    what those who chose it had left together, and ``short``, what that was short of its cost.
    """

    turn: int
    highest: Fraction | None = None
    effective: Fraction | None = None
    tied: tuple[str, ...] = ()
    had: Fraction | None = None
    short: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How the verdict on one plan came about.

    ``rank`` is its place by votes, from 1. ``left`` is what the pot had left when the plan was
    decided; ``theme_left`` what its theme could still spend when the theme took its turn, and
    ``None`` where themes have no money of their own. ``tie``: what put it before or after a plan
    that stood equal with it, where one of the two is funded and the other is not. ``share`` is
    there under the rules by which voters pay: ``equal_shares`` and ``phragmen``.
    """

    plan: str
    rank: int
    votes: int
    cost: int
    left: int
    verdict: Verdict
    theme_left: int | None = None
    tie: TieBreak | None = None
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Purse:
    """What each voter had to spend, in exact cents: at the ``start``, and in the ``end``.

    ``over``: what the plans would have cost together had each got one unit more, where that is
    why the shares were not raised further.
    """

    start: Fraction
    end: Fraction
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """``winners`` in the order in which they were funded; ``steps`` of all plans, by rank.

    ``blocking`` is the plan at which the count stopped, if it did. ``purse`` is there under the
    rules by which voters pay.
    """

    winners: tuple[str, ...]
    unspent: int
    voters: int
    steps: tuple[Step, ...]
    blocking: str | None = None
    purse: Purse | None = None

    def step(self, plan: str) -> Step:
        """Raises ``KeyError`` for a plan that was not counted."""
        for step in self.steps:
            if step.plan == plan:
                return step
        raise KeyError(plan)


Rule = Callable[[Sequence[Plan], Ballots, int, Parameters, Sequence[str]], Outcome]
"""(plans, ballots, budget, parameters, tie order) -> outcome."""


def places(plans: Sequence[Plan], tie_order: Sequence[str]) -> Mapping[str, int]:
    """The place of each plan in the order that decides between equals.

    Raises ``ValueError`` when that order leaves a plan out or names one twice: it must decide
    every tie, whatever the votes turn out to be.
    """
    place = {plan: number for number, plan in enumerate(tie_order)}
    if len(place) != len(tie_order) or not place.keys() >= {plan.id for plan in plans}:
        raise ValueError("the tie order must name every plan once")
    return place


def ranking(plans: Sequence[Plan], ballots: Ballots, tie_order: Sequence[str]) -> list[Plan]:
    """Most votes first. With equal votes the cheaper plan, then the order of ``places``."""
    place = places(plans, tie_order)
    return sorted(plans, key=lambda plan: (-ballots.total(plan.id), plan.cost, place[plan.id]))
