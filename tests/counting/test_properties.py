"""What must hold in any round, however odd."""

from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.model import Ballots, Outcome, Parameters, Plan, Verdict
from flows.counting.rules import RULES

NAMES = "abcdefg"
THEMES = ("green", "young", "care")

Ballot = frozenset[str]


@dataclass(frozen=True, slots=True)
class Round:
    plans: tuple[Plan, ...]
    ballots: tuple[Ballot, ...]
    budget: int
    caps: dict[str, int]
    order: tuple[str, ...]

    def count(self, rule: str) -> Outcome:
        ballots = Ballots.of(self.ballots)
        return RULES[rule](self.plans, ballots, self.budget, Parameters(self.caps), self.order)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Few voters and small costs, so that ties and exact fits are common."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    plans = [Plan(n, draw(st.integers(1, 9)), draw(st.sampled_from(THEMES))) for n in names]
    choice = st.frozensets(st.sampled_from(names))
    return Round(
        plans=tuple(plans),
        ballots=tuple(draw(st.lists(choice, max_size=6))),
        budget=draw(st.integers(0, 30)),
        caps=draw(st.dictionaries(st.sampled_from(THEMES), st.integers(0, 15))),
        order=tuple(draw(st.permutations(names))),
    )


every_rule = pytest.mark.parametrize("rule", RULES)
greedy = pytest.mark.parametrize("rule", ["greedy_stop", "greedy_skip"])


@every_rule
@given(rounds())
def test_the_money_adds_up(rule: str, round_: Round) -> None:
    outcome = round_.count(rule)
    spent = sum(plan.cost for plan in round_.plans if plan.id in outcome.winners)
    assert len(set(outcome.winners)) == len(outcome.winners)
    assert outcome.unspent == round_.budget - spent >= 0


@every_rule
@given(rounds())
def test_every_plan_has_one_step_that_agrees_with_the_outcome(rule: str, round_: Round) -> None:
    outcome = round_.count(rule)
    assert [step.rank for step in outcome.steps] == list(range(1, len(round_.plans) + 1))
    assert {step.plan for step in outcome.steps} == {plan.id for plan in round_.plans}
    assert {s.plan for s in outcome.steps if s.verdict.funded} == set(outcome.winners)
    assert all(step.cost <= step.left for step in outcome.steps if step.verdict.funded)


@every_rule
@given(rounds())
def test_no_plan_wins_without_a_vote(rule: str, round_: Round) -> None:
    chosen = frozenset[str]().union(*round_.ballots)
    assert chosen.issuperset(round_.count(rule).winners)


@every_rule
@given(rounds(), st.randoms())
def test_the_order_of_ballots_and_plans_changes_nothing(
    rule: str, round_: Round, random: Random
) -> None:
    ballots, plans = list(round_.ballots), list(round_.plans)
    random.shuffle(ballots)
    random.shuffle(plans)
    shuffled = replace(round_, ballots=tuple(ballots), plans=tuple(plans))
    assert shuffled.count(rule) == round_.count(rule)


@every_rule
@given(rounds(), st.permutations("nopqrst"))
def test_names_change_nothing_but_the_names(rule: str, round_: Round, names: list[str]) -> None:
    new = dict(zip(NAMES, names, strict=True))
    renamed = replace(
        round_,
        plans=tuple(replace(plan, id=new[plan.id]) for plan in round_.plans),
        ballots=tuple(frozenset(new[name] for name in ballot) for ballot in round_.ballots),
        order=tuple(new[name] for name in round_.order),
    )
    winners = round_.count(rule).winners
    assert renamed.count(rule).winners == tuple(new[name] for name in winners)


@greedy
@given(rounds(), st.data())
def test_one_vote_more_never_hurts(rule: str, round_: Round, data: st.DataObject) -> None:
    winners = round_.count(rule).winners
    plan = data.draw(st.sampled_from(round_.order))
    more = replace(round_, ballots=(*round_.ballots, frozenset(plan)))
    assert plan not in winners or plan in more.count(rule).winners


@given(rounds())
def test_no_theme_spends_more_than_its_cap_in_its_own_pass(round_: Round) -> None:
    outcome = round_.count("theme_caps_then_leftover")
    theme_of = {plan.id: plan.theme for plan in round_.plans}
    for theme in THEMES:
        themed = [
            step.cost
            for step in outcome.steps
            if step.verdict is Verdict.FUNDED and theme_of[step.plan] == theme
        ]
        assert sum(themed) <= round_.caps.get(theme, 0)


@given(rounds())
def test_what_is_left_after_skipping_pays_for_no_other_plan(round_: Round) -> None:
    for rule in ("greedy_skip", "theme_caps_then_leftover"):
        outcome = round_.count(rule)
        lost = [s.cost for s in outcome.steps if s.verdict is Verdict.DOES_NOT_FIT]
        assert all(cost > outcome.unspent for cost in lost)
