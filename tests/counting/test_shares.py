"""Equal Shares and Phragmen: worked examples, and a plain second count without any shortcut."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from flows.counting.electorate import electorate
from flows.counting.explain import story, why
from flows.counting.model import (
    Ballots,
    Outcome,
    Parameters,
    Plan,
    Purse,
    Share,
    TieBreak,
    Verdict,
)
from flows.counting.purchases import Changed, purchases
from flows.counting.rules import RULES
from flows.i18n import Translator

EURO = 100
NBSP = "\N{NO-BREAK SPACE}"
english = Translator().reader("en")


def counted(  # noqa: PLR0913  a round has this many parts
    costs: dict[str, int],
    ballots: Sequence[str],
    budget: int,
    rule: str = "equal_shares",
    *,
    order: str = "",
    points: bool = False,
    **way: Any,
) -> Outcome:
    """Costs and budget in cents; a ballot is the letters of its plans, once for each point."""
    plans = [Plan(name, cost) for name, cost in costs.items()]
    groups = Ballots.of_points(ballots) if points else Ballots.of(ballots)
    parameters = Parameters(**way)
    return RULES[rule](plans, groups, budget, parameters, order or "".join(costs))


def paid(outcome: Outcome, plan: str) -> tuple[str, str]:
    """The highest payment for it, and the votes it counted for."""
    share = outcome.step(plan).share
    assert share
    return str(share.highest), str(share.effective)


def lacked(outcome: Outcome, plan: str) -> tuple[int, str, str]:
    """In which turn it dropped out; what its voters had, and what that was short."""
    share = outcome.step(plan).share
    assert share
    return share.turn, str(share.had), str(share.short)


def told(outcome: Outcome, plan: str) -> str:
    return english.plain(why(outcome.step(plan))).replace(NBSP, " ")


def left(outcome: Outcome) -> str:
    return english.plain(story(outcome)).replace(NBSP, " ")


def test_a_minority_gets_its_part() -> None:
    """Three of four want the first two plans; by votes alone the fourth would get nothing."""
    costs = {"a": 150, "b": 150, "c": 100}
    assert counted(costs, ["ab", "ab", "ab", "c"], 400).winners == ("a", "b", "c")
    costs["c"] = 101
    outcome = counted(costs, ["ab", "ab", "ab", "c"], 400)
    assert outcome.winners == ("a", "b")
    assert lacked(outcome, "c") == (1, "100", "1")


def test_who_has_less_gives_all_and_the_others_pay_the_rest() -> None:
    outcome = counted({"a": 160, "b": 150}, ["ab", "ab", "b"], 300)
    assert outcome.winners == ("b",)
    assert paid(outcome, "b") == ("50", "3")
    assert lacked(outcome, "a") == (2, "100", "60")
    outcome = counted({"a": 100, "b": 130}, ["ab", "ab", "b"], 300, utility="cardinality")
    assert outcome.winners == ("b", "a")
    outcome = counted({"a": 100, "b": 180}, ["ab", "ab", "b"], 300, utility="cardinality")
    assert outcome.winners == ("a", "b")
    assert paid(outcome, "b") == ("80", "9/4")


def test_shares_grow_until_the_next_step_costs_too_much() -> None:
    costs = {"a": 100, "b": 120, "c": 90}
    outcome = counted(costs, ["a", "b", "c"], 270, completion="add1", unit=1)
    assert outcome.winners == ("c", "a")
    assert outcome.purse == Purse(Fraction(90), Fraction(119), over=310)
    assert counted(costs, ["a", "b", "c"], 270).winners == ("c",)


def test_the_shares_may_stop_growing_when_nothing_else_fits() -> None:
    costs = {"a": 60, "b": 20, "c": 45}
    ballots = ["ab", "a", "c", "c"]
    stopped = counted(costs, ballots, 100, completion="add1", unit=1, stop_when_exhaustive=True)
    assert stopped.unspent < min(step.cost for step in stopped.steps if not step.verdict.funded)


def test_what_is_left_is_divided_by_votes() -> None:
    costs = {"a": 250, "b": 200, "c": 150, "d": 50}
    outcome = counted(costs, ["a", "ab", "ab", "cd"], 400, completion="add1u", unit=1000)
    assert outcome.winners == ("a", "d")
    outcome = counted(costs, ["a", "ab", "ab", "c"], 400, completion="add1u", unit=1000)
    assert outcome.winners == ("a", "c")
    assert outcome.step("c").verdict is Verdict.FUNDED_FROM_LEFTOVER
    assert outcome.step("b").verdict is Verdict.DOES_NOT_FIT
    assert "What was left over then paid for 1 more plan, by votes." in left(outcome)


def test_points_are_shared_by_point() -> None:
    """Who gives three points pays three times the price of who gives one."""
    outcome = counted({"a": 100}, ["aaa", "a"], 200, points=True)
    assert outcome.step("a").votes == 4
    assert paid(outcome, "a") == ("25", "4")
    outcome = counted({"a": 160}, ["aaa", "a"], 200, points=True)
    assert paid(outcome, "a") == ("60", "8/3")


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_tie_that_decided_is_told(order: str) -> None:
    outcome = counted({"a": 100, "b": 100}, ["ab", "ab"], 150, order=order)
    assert outcome.winners == (order[0],)
    assert outcome.step("a").tie is outcome.step("b").tie is TieBreak.ORDER
    assert told(outcome, order[1]).endswith(
        "It stood equal with another plan. The order set before decided."
    )
    cheaper = counted({"a": 100, "b": 90}, ["ab", "ab"], 150, order=order)
    assert cheaper.winners == ("b",)
    assert "The cheaper one went first." in told(cheaper, "b")


def test_a_tie_that_decided_nothing_is_not_told() -> None:
    outcome = counted({"a": 50, "b": 50}, ["ab", "ab"], 150)
    assert outcome.step("a").share == Share(1, Fraction(25), Fraction(2), tied=("b",))
    assert outcome.step("a").tie is None
    assert counted({"a": 9, "b": 90}, ["ab"], 50, "greedy_skip").step("b").tie is None


def test_a_tie_by_votes_is_told() -> None:
    outcome = counted({"a": 9, "b": 9}, ["ab"], 10, "greedy_stop", order="ba")
    assert (outcome.step("a").tie, outcome.step("b").tie) == (TieBreak.ORDER, TieBreak.ORDER)


def test_who_saves_first_buys_first() -> None:
    outcome = counted({"a": 60, "b": 40, "c": 40}, ["ab", "ab", "c"], 105, "phragmen")
    assert outcome.winners == ("b", "c")
    assert outcome.blocking == "a"
    assert [outcome.step(plan).verdict for plan in "abc"] == [
        Verdict.BLOCKS,
        Verdict.FUNDED,
        Verdict.FUNDED,
    ]
    assert paid(outcome, "b") == ("20", "2")


def test_saving_stops_at_the_first_plan_that_does_not_fit() -> None:
    costs = {"a": 80, "b": 60, "c": 50, "d": 500}
    outcome = counted(costs, ["a", "b", "c", "d"], 110, "phragmen")
    assert (outcome.winners, outcome.blocking, outcome.unspent) == (("c", "b"), "a", 0)
    assert outcome.step("d").verdict is Verdict.DOES_NOT_FIT
    outcome = counted({"a": 60, "b": 50, "c": 100}, ["a", "b", "c"], 105, "phragmen")
    assert lacked(outcome, "c") == (2, "60", "40")
    assert told(outcome, "c") == (
        "Not funded: place 3 with 1 vote. The count stopped at a plan above it. "
        "Its voters had € 0,60 left, which is € 0,40 too little."
    )


def test_the_money_of_the_voters_is_told() -> None:
    costs = {"a": 300 * EURO, "b": 200 * EURO}
    outcome = counted(costs, ["a", "a", "b"], 450 * EURO)
    assert told(outcome, "a") == (
        "Funded: place 1 with 2 votes. It costs € 300, and € 450 was left. "
        "Each vote paid at most € 150 for it."
    )
    assert told(outcome, "b") == (
        "Not funded: place 2 with 1 vote. It costs € 200. "
        "Its voters had € 150 left, which is € 50 too little."
    )
    assert left(outcome) == (
        "Everybody who voted had € 150 to give.\n"
        "€ 150 is left. Voters of other plans had too little left."
    )
    outcome = counted(costs, ["a", "a", "b"], 450 * EURO, completion="add1")
    assert left(outcome) == (
        "Everybody who voted had € 150 to give. It was raised to € 199. "
        "A higher share would have cost € 500 in all.\n"
        "€ 150 is left. Voters of other plans had too little left."
    )


def plainly(
    costs: dict[str, int], ballots: Sequence[str], share: Fraction, utility: str, order: str
) -> list[str]:
    """The textbook: voter by voter, with fractions only."""
    purses, bought = [share] * len(ballots), list[str]()
    votes = {name: sum(ballot.count(name) for ballot in ballots) for name in costs}
    while True:
        offers = [
            (price / (cost if utility == "cost" else 1), cost, -votes[name], place, name, price)
            for place, name in enumerate(order)
            if votes[name] and name not in bought
            for cost in [costs[name]]
            for price in prices(cost, ballots, purses, name)
        ]
        if not offers:
            return bought
        *_, name, price = min(offers)
        bought.append(name)
        for at, ballot in enumerate(ballots):
            purses[at] -= min(purses[at], price * ballot.count(name))


def prices(
    cost: int, ballots: Sequence[str], purses: Sequence[Fraction], name: str
) -> Iterator[Fraction]:
    """The lowest price of a point at which a plan is paid, if there is one."""
    points_of = [ballot.count(name) for ballot in ballots]
    voters = [(purse / own, own) for purse, own in zip(purses, points_of, strict=True) if own]
    missing, points = Fraction(cost), sum(own for _, own in voters)
    for level, own in sorted(voters):
        if level * points >= missing:
            yield missing / points
            return
        missing -= level * own
        points -= own


def raised(
    costs: dict[str, int], ballots: Sequence[str], budget: int, utility: str, order: str
) -> list[str]:
    """Step by step, without leaving out any."""
    kept = list[str]()
    for steps in range(budget // 10 + 1):
        share = Fraction(budget, len(ballots)) + steps * 10
        made = plainly(costs, ballots, share, utility, order)
        if sum(costs[name] for name in made) > budget:
            return kept
        kept = made
    return kept


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@pytest.mark.parametrize("seed", range(60))
def test_no_shortcut_changes_anything(seed: int, utility: str) -> None:
    random = Random(seed)  # noqa: S311
    costs = {name: random.choice([50, 100, random.randint(1, 300)]) for name in "abcdef"}
    points = seed % 3 == 0
    ballots = [
        "".join(
            n * (random.randint(1, 4) if points else 1) for n in "abcdef" if random.random() < 0.4
        )
        for _ in range(random.randint(1, 12))
    ]
    order, budget = "".join(random.sample("abcdef", 6)), random.randint(50, 600)

    def ours(completion: str) -> list[str]:
        way: dict[str, Any] = {"completion": completion, "utility": utility, "unit": 10}
        return list(counted(costs, ballots, budget, order=order, points=points, **way).winners)

    share = Fraction(budget, len(ballots))
    assert ours("none") == plainly(costs, ballots, share, utility, order)
    assert ours("add1") == raised(costs, ballots, budget, utility, order)


@pytest.mark.parametrize("seed", [210, 680, 1274, 2146, 2371, 2424, *range(60)])
def test_steps_are_left_out_only_where_all_of_them_buy_the_same(seed: int) -> None:
    """In the first six, both ends of the jump buy the same, and what lies between does not."""
    random = Random(seed)  # noqa: S311
    names = "abcdefgh"
    plans = [Plan(name, random.randint(20, 300)) for name in names]
    ballots = Ballots.of(
        [name for name in names if random.random() < 0.4] for _ in range(random.randint(3, 9))
    )
    electors = electorate(plans, ballots, names)
    start = Fraction(random.randint(10, 150))
    first = purchases(electors, start, "cost")
    between = [purchases(electors, start + step, "cost").order for step in range(13)]
    with suppress(Changed):
        assert purchases(electors, start + 12, "cost", first).order == first.order
        assert all(order == first.order for order in between)
