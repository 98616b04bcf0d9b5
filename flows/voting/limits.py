"""What fits in one ballot, for each kind: the same numbers check it, tell it and explain it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from flows.errors import Refusal
from flows.rounds.definition import Pot, Theme
from flows.text import Money, Speech, lines, paragraphs, t, tn


class Priced(Protocol):
    """What a limit needs to know of a plan. ``cost`` is in cents."""

    cost: int
    theme: str


class Unit(StrEnum):
    """What a limit counts."""

    PLANS = "plans"
    MONEY = "money"  # in cents
    POINTS = "points"
    POINTS_A_PLAN = "points a plan"


@dataclass(frozen=True, slots=True)
class Limit:
    """Something of which one ballot has so much to give, in all or for one theme."""

    unit: Unit
    used: int
    most: int
    theme: Theme | None = None

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def over(self) -> int:
        return max(0, self.used - self.most)


def limits(pot: Pot, plans: Mapping[int, Priced], chosen: Sequence[int]) -> Iterator[Limit]:
    """All limits of a ballot, and how far these plans go; ``chosen`` has an id once a point."""
    rule, on_card = pot.ballot, [plans[plan] for plan in dict.fromkeys(chosen)]
    if rule.kind == "knapsack":
        yield from _money(pot, on_card)
    if rule.kind == "points":
        yield Limit(Unit.POINTS, len(chosen), rule.points)
        highest = max(Counter(chosen).values(), default=0)
        yield Limit(Unit.POINTS_A_PLAN, highest, rule.most_points)
    if rule.most is not None:
        yield Limit(Unit.PLANS, len(on_card), rule.most)
    if rule.most_per_theme is not None:
        for theme in pot.theme:
            many = sum(plan.theme == theme.key for plan in on_card)
            yield Limit(Unit.PLANS, many, rule.most_per_theme, theme)


def _money(pot: Pot, on_card: Sequence[Priced]) -> Iterator[Limit]:
    """By theme where the ballot says so; what has no amount of its own shares the pot."""
    caps = pot.caps if pot.ballot.per == "theme" else {}
    for theme in pot.theme:
        if theme.key in caps:
            used = sum(plan.cost for plan in on_card if plan.theme == theme.key)
            yield Limit(Unit.MONEY, used, caps[theme.key], theme)
    if len(caps) < len(pot.theme) or not caps:
        used = sum(plan.cost for plan in on_card if plan.theme not in caps)
        yield Limit(Unit.MONEY, used, max(0, pot.cents - sum(caps.values())))


def flaw(pot: Pot, plans: Mapping[int, Priced], chosen: Sequence[int]) -> Speech | None:
    """Why these plans are no vote, with what to do; ``None`` if they are one."""
    few = tn(
        "Choose at least {n} plan first.", "Choose at least {n} plans first.", pot.ballot.least
    )
    return excess(pot, plans, chosen) or (few if len(set(chosen)) < pot.ballot.least else None)


def excess(pot: Pot, plans: Mapping[int, Priced], chosen: Sequence[int]) -> Speech | None:
    """What does not fit, by how much, what is kept and what to do; ``None`` if all fits."""
    over = (limit for limit in limits(pot, plans, chosen) if limit.over)
    limit = next(over, None)
    return None if limit is None else paragraphs(_too_much(limit), _way_out(limit))


def check(speech: Speech | None) -> None:
    """Raise a ``Refusal`` that says this, if there is something to say."""
    if speech is not None:
        raise Refusal(speech)


def _too_much(limit: Limit) -> Speech:
    match limit.unit:
        case Unit.MONEY:
            return lines(
                t(
                    "Together that costs {total}. You have {most} to give.",
                    total=Money(limit.used),
                    most=Money(limit.most),
                )
                if limit.theme is None
                else t(
                    "Together that costs {total}. {theme} has {most}.",
                    total=Money(limit.used),
                    theme=limit.theme.words,
                    most=Money(limit.most),
                ),
                t("That is {over} too much.", over=Money(limit.over)),
            )
        case Unit.POINTS:
            return lines(
                tn("You have {n} point to give.", "You have {n} points to give.", limit.most),
                tn("That is {n} point too many.", "That is {n} points too many.", limit.over),
            )
        case Unit.POINTS_A_PLAN:
            return tn(
                "At most {n} point fits on one plan.",
                "At most {n} points fit on one plan.",
                limit.most,
            )
        case Unit.PLANS:
            return _too_many(limit)


def _too_many(limit: Limit) -> Speech:
    most = limit.most
    fit = tn("At most {n} plan fits in your vote.", "At most {n} plans fit in your vote.", most)
    if limit.theme is not None:
        fit = tn(
            "At most {n} plan fits with the theme {theme}.",
            "At most {n} plans fit with the theme {theme}.",
            most,
            theme=limit.theme.words,
        )
    over = tn("That is {n} plan too many.", "That is {n} plans too many.", limit.over)
    return lines(fit, over)


def _way_out(limit: Limit) -> Speech:
    """What to do, and that nothing is lost."""
    match limit.unit:
        case Unit.POINTS:
            return t("Take points off another plan first. Your choices are kept.")
        case Unit.POINTS_A_PLAN:
            return t("Give this plan fewer points. Your other choices are kept.")
        case _ if limit.theme is not None:
            return t("Take off a plan with this theme first. Your choices are kept.")
        case _:
            return t("Take one off first. Your other choices are kept.")
