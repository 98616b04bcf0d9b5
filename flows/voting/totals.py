"""The running total of a ballot, and what is left to give: a line or two for each kind."""

from collections.abc import Iterator, Mapping, Sequence

from flows.rounds.definition import Pot
from flows.text import Lines, Money, Speech, lines, t, tn
from flows.voting.limits import Limit, Priced, Unit, limits


def totals(pot: Pot, plans: Mapping[int, Priced], chosen: Sequence[int]) -> Lines:
    """How many plans, and how much of what one can give is used and left."""
    found = list(limits(pot, plans, chosen))
    parts = [part for limit in found for part in _told(limit)]
    on_card = [plans[plan] for plan in dict.fromkeys(chosen)]
    counted = any(limit.unit in (Unit.PLANS, Unit.POINTS) and not limit.theme for limit in found)
    if not counted:
        parts.insert(0, t("Chosen: {n}.", n=len(on_card)))
    if pot.ballot.kind == "approval":
        parts.append(_estimate(pot, sum(plan.cost for plan in on_card)))
    return lines(*parts)


def _told(limit: Limit) -> Iterator[Speech]:
    if limit.unit is Unit.MONEY:
        yield from _money(limit)
    elif limit.unit is Unit.POINTS:
        yield t("Points given: {n} of {most}.", n=limit.used, most=limit.most)
        yield tn("You have {n} point left.", "You have {n} points left.", limit.left)
    elif limit.unit is Unit.PLANS:
        yield from _plans(limit)


def _money(limit: Limit) -> Iterator[Speech]:
    if limit.theme is None:
        yield t("Together {total} of {most}.", total=Money(limit.used), most=Money(limit.most))
        yield t("You have {left} left.", left=Money(limit.left))
        return
    yield t(
        "{theme}: {total} of {most}. {left} is left.",
        theme=limit.theme.words,
        total=Money(limit.used),
        most=Money(limit.most),
        left=Money(limit.left),
    )


def _plans(limit: Limit) -> Iterator[Speech]:
    if limit.theme is not None:
        yield t(
            "{theme}: {n} of at most {most}.",
            theme=limit.theme.words,
            n=limit.used,
            most=limit.most,
        )
        return
    yield t("Chosen: {n} of at most {most}.", n=limit.used, most=limit.most)
    yield tn("You can choose {n} more plan.", "You can choose {n} more plans.", limit.left)


def _estimate(pot: Pot, total: int) -> Speech:
    return t(
        "Together {total} (estimate). The pot has {budget}.",
        total=Money(total),
        budget=Money(pot.cents),
    )
