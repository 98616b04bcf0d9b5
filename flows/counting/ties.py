"""Ties that decided something: of two plans that stood equal, one is funded and one is not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product

from flows.counting.model import Step, TieBreak

Pair = tuple[str, str]  # of plans that stood equal: the one that went first, and the other


def with_ties(steps: Sequence[Step], pairs: Iterable[Pair]) -> tuple[Step, ...]:
    """The steps, and in those whom a tie won or cost the money, what decided it."""
    by_plan = {step.plan: step for step in steps}
    found: dict[str, TieBreak] = {}
    for first, other in pairs:
        one, two = by_plan[first], by_plan[other]
        if one.verdict.funded and not two.verdict.funded:
            found[first] = found[other] = _broke(one, two)
    return tuple(replace(step, tie=found.get(step.plan)) for step in steps)


def equal_votes(
    steps: Sequence[Step], rivals: Callable[[Step, Step], bool] = lambda *_: True
) -> list[Pair]:
    """Plans with as many votes, where the later one had fit when the first took the money."""
    return [
        (one.plan, two.plan)
        for one, two in product(steps, steps)
        if one.votes == two.votes and one.rank < two.rank and two.cost <= room(one)
        if rivals(one, two)
    ]


def room(step: Step) -> int:
    """The money there was for a plan at its turn."""
    own = step.theme_left is not None and step.verdict == "funded"
    return step.theme_left if own and step.theme_left is not None else step.left


def _broke(first: Step, other: Step) -> TieBreak:
    if first.cost != other.cost:
        return TieBreak.COST
    return TieBreak.VOTES if first.votes != other.votes else TieBreak.ORDER
