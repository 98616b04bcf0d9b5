"""What each rule makes of small rounds, one verdict at a time."""

import pytest

from flows.counting.model import Ballots, Outcome, Parameters, Plan, Verdict
from flows.counting.rules import RULES

FUNDED, LEFTOVER = Verdict.FUNDED, Verdict.FUNDED_FROM_LEFTOVER
EURO = 100


def counted(  # noqa: PLR0913  a round has this many parts
    rule: str,
    votes: dict[str, int],
    costs: dict[str, int],
    budget: int,
    *,
    themes: dict[str, str] | None = None,
    caps: dict[str, int] | None = None,
    order: str = "",
    blank: int = 0,
) -> Outcome:
    """A round in which each voter chose one plan; plans have one-letter names."""
    plans = [Plan(name, cost, (themes or {}).get(name, "")) for name, cost in costs.items()]
    groups = {frozenset(name): n for name, n in votes.items()} | {frozenset[str](): blank}
    return RULES[rule](
        plans, Ballots(groups), budget, Parameters(caps or {}), order or "".join(costs)
    )


def verdicts(outcome: Outcome) -> dict[str, Verdict]:
    return {step.plan: step.verdict for step in outcome.steps}


VOTES = {"a": 9, "b": 8, "c": 7}
COSTS = {"a": 50, "b": 60, "c": 40, "d": 1}


def test_stop_ends_at_the_first_plan_that_does_not_fit() -> None:
    outcome = counted("greedy_stop", VOTES, COSTS, 100)
    assert verdicts(outcome) == {
        "a": FUNDED,
        "b": Verdict.BLOCKS,
        "c": Verdict.AFTER_STOP,
        "d": Verdict.NO_VOTES,
    }
    assert (outcome.winners, outcome.blocking, outcome.unspent) == (("a",), "b", 50)


def test_skip_goes_on_to_what_fits() -> None:
    outcome = counted("greedy_skip", VOTES, COSTS, 100)
    assert verdicts(outcome) == {
        "a": FUNDED,
        "b": Verdict.DOES_NOT_FIT,
        "c": FUNDED,
        "d": Verdict.NO_VOTES,
    }
    assert (outcome.winners, outcome.blocking, outcome.unspent) == (("a", "c"), None, 10)
    assert [step.left for step in outcome.steps] == [100, 50, 50, 10]


def test_to_the_last_cent_is_not_over() -> None:
    assert counted("greedy_stop", {"a": 1, "b": 1}, {"a": 1, "b": 99}, 100).unspent == 0


@pytest.mark.parametrize("rule", ["greedy_stop", "greedy_skip"])
def test_with_equal_votes_the_cheaper_plan_goes_first(rule: str) -> None:
    assert counted(rule, {"a": 5, "b": 5}, {"a": 60, "b": 50}, 100).winners == ("b",)


@pytest.mark.parametrize(("order", "winner"), [("ab", "a"), ("ba", "b")])
def test_with_equal_votes_and_costs_the_published_order_decides(order: str, winner: str) -> None:
    votes, costs = {"a": 5, "b": 5}, {"a": 60, "b": 60}
    assert counted("greedy_stop", votes, costs, 100, order=order).winners == (winner,)


@pytest.mark.parametrize("order", ["a", "aab", "ac"])
def test_an_order_that_cannot_decide_every_tie_is_refused(order: str) -> None:
    with pytest.raises(ValueError, match="every plan once"):
        counted("greedy_stop", {"a": 1}, {"a": 1, "b": 1}, 10, order=order)


@pytest.mark.parametrize("rule", RULES)
def test_a_blank_ballot_is_a_voter_and_nothing_more(rule: str) -> None:
    outcome = counted(rule, {}, {"a": 1}, 10, blank=3)
    assert (outcome.voters, outcome.winners, outcome.unspent) == (3, (), 10)


@pytest.mark.parametrize("rule", RULES)
def test_a_vote_for_a_plan_that_left_the_ballot_counts_for_nothing(rule: str) -> None:
    outcome = counted(rule, {"a": 1, "z": 9}, {"a": 1}, 10)
    assert (outcome.voters, outcome.winners) == (10, ("a",))


THEMES = {"a": "green", "b": "green", "c": "green", "d": "young", "e": "other"}


def themed(budget: int, **caps: int) -> Outcome:
    return counted(
        "theme_caps_then_leftover",
        {"a": 9, "b": 8, "c": 7, "d": 6, "e": 5},
        {"a": 40, "b": 30, "c": 10, "d": 20, "e": 15},
        budget,
        themes=THEMES,
        caps=caps,
    )


def test_a_theme_passes_over_what_does_not_fit_in_its_own_money() -> None:
    outcome = themed(100, green=50, young=50)
    assert verdicts(outcome) == {
        "a": FUNDED,
        "b": LEFTOVER,
        "c": FUNDED,
        "d": FUNDED,
        "e": Verdict.DOES_NOT_FIT,
    }
    assert outcome.winners == ("a", "c", "d", "b")
    assert outcome.unspent == 0
    assert outcome.step("b").theme_left == 10


def test_a_theme_without_money_of_its_own_waits_for_the_leftover() -> None:
    outcome = themed(115, green=50, young=50)
    assert verdicts(outcome)["e"] is LEFTOVER
    assert outcome.step("e").theme_left is None


def test_caps_above_the_pot_do_not_spend_what_is_not_there() -> None:
    outcome = themed(45, green=50, young=50)
    assert (outcome.winners, outcome.unspent) == (("a",), 5)
    assert [outcome.step(plan).theme_left for plan in "abcd"] == [45, 5, 5, 5]


def test_an_unknown_plan_has_no_step() -> None:
    with pytest.raises(KeyError):
        themed(100).step("z")


DEMO = {  # plan: (theme, euros, votes)
    "1": ("samen", 18500, 288),
    "2": ("jong", 22000, 240),
    "3": ("samen", 24900, 198),
    "4": ("rondkomen", 6400, 251),
    "6": ("groen", 9800, 398),
    "7": ("groen", 11250, 263),
    "8": ("groen", 6200, 412),
    "9": ("jong", 12700, 377),
    "10": ("jong", 7950, 240),
    "11": ("rondkomen", 14300, 309),
    "12": ("groen", 54000, 351),
}
DEMO_CAPS = {"groen": 35000, "jong": 30000, "rondkomen": 25000, "samen": 30000}


@pytest.mark.parametrize(
    ("rule", "winners", "unspent"),
    [
        ("greedy_stop", "8 6 9 12 11 1", 4500),
        ("greedy_skip", "8 6 9 12 11 1", 4500),
        ("theme_caps_then_leftover", "8 6 7 9 10 11 4 1 2", 10900),
    ],
)
def test_the_demo_round(rule: str, winners: str, unspent: int) -> None:
    plans = [Plan(name, cost * EURO, theme) for name, (theme, cost, _) in DEMO.items()]
    ballots = Ballots({frozenset({name}): votes for name, (_, _, votes) in DEMO.items()})
    caps = {theme: cap * EURO for theme, cap in DEMO_CAPS.items()}
    outcome = RULES[rule](plans, ballots, 120_000 * EURO, Parameters(caps), list(DEMO))
    assert outcome.winners == tuple(winners.split())
    assert outcome.unspent == unspent * EURO
