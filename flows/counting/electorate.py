"""Plans and grouped ballots as arrays, for the rules by which voters pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from flows.counting.model import Ballots, Plan, places

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Support:
    """The groups of voters that chose one plan.

    ``points`` is what one voter of a group gives, and ``None`` where each gives one; ``people``
    how many voters the group has; ``mass`` their points together, and ``total`` those of all
    groups. All are whole numbers.
    """

    groups: Indices
    points: Floats | None
    people: Floats
    mass: Floats
    total: int


@dataclass(frozen=True, slots=True)
class Electorate:
    """The plans that anybody chose, in the order that decides between equals, and their voters.

    That order is: the lower cost, then more votes, then the published order. A plan is named
    here by its place in it, so that of equal plans the lowest number goes first.
    """

    plans: tuple[Plan, ...]
    support: tuple[Support, ...]
    people: Floats  # voters by group
    voters: int  # with those who left their ballot blank


def electorate(plans: Sequence[Plan], ballots: Ballots, tie_order: Sequence[str]) -> Electorate:
    """Raises ``ValueError`` for a tie order that does not name every plan once."""
    place = places(plans, tie_order)
    chosen = sorted(
        (plan for plan in plans if ballots.total(plan.id)),
        key=lambda plan: (plan.cost, -ballots.total(plan.id), place[plan.id]),
    )
    number = {plan.id: at for at, plan in enumerate(chosen)}
    people = np.fromiter(ballots.groups.values(), np.float64, len(ballots.groups))
    flat = chain.from_iterable(ballots.groups)
    marks = np.fromiter((number.get(plan, len(chosen)) for plan in flat), np.int32)
    sizes = np.fromiter(map(len, ballots.groups), np.int32, len(ballots.groups))
    groups = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    support = _support(marks, groups, people, len(chosen))
    return Electorate(tuple(chosen), support, people, ballots.voters)


def _support(marks: Indices, groups: Indices, people: Floats, plans: int) -> tuple[Support, ...]:
    """``marks`` says which plan got a point, and ``groups`` from whom."""
    order = np.argsort(marks, kind="stable")
    ends = np.searchsorted(marks[order], np.arange(plans + 1))
    by_plan = groups[order]
    return tuple(_support_of(by_plan[start:end], people) for start, end in pairwise(ends))


def _support_of(groups: Indices, people: Floats) -> Support:
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    if len(first) == len(groups):
        own = people[groups]
        return Support(groups, None, own, own, int(own.sum()))
    points = np.diff(first, append=len(groups)).astype(np.float64)
    own = people[groups[first]]
    mass = own * points
    return Support(groups[first], points, own, mass, int(mass.sum()))
