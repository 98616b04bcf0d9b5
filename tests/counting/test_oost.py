"""The real elections of Oost Begroot: our count must be the official one, to the euro."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.counting.model import Parameters, Verdict
from flows.counting.rules import RULES
from flows.pabulib.count import count
from flows.pabulib.election import Election
from flows.reading import CENT
from flows.rounds.definition import RoundDefinition
from flows.rounds.file import read_file
from flows.town import load
from tests.pabulib.files import REAL, real_election

EDITIONS = Path(__file__).parents[2] / "flows" / "rounds" / "editions"
OFFICIAL_RULE = {
    "greedy_stop": "greedy_stop_at_first_overflow",
    "theme_caps_then_leftover": "theme_caps_then_leftover_skip",
}

pytestmark = pytest.mark.skipif(
    not REAL, reason="the files of the elections of 2020 and 2022 are not here"
)


@cache
def election(number: int) -> Election:
    return real_election(number)


def published(number: int, rule: str) -> dict[str, Any]:
    """What this rule gives; ``official``: the winners that the city announced, by votes."""
    official = REAL[0].with_name("official_outcomes.json")
    outcomes = json.loads(official.read_text(encoding="utf-8"))
    found: dict[str, Any] = next(o for o in outcomes if o["pabulib_instance"] == number)
    return {**found["rules"][rule], "official": found["official_selected"]}


@pytest.mark.parametrize(("number", "voters"), [(212, 3834), (335, 5448), (604, 2324)])
def test_every_total_follows_from_the_ballots(number: int, voters: int) -> None:
    real = election(number)
    assert real.ballots.voters == voters
    recount = {p.id: real.ballots.total(p.id) + real.repeats.get(p.id, 0) for p in real.plans}
    assert recount == real.told


def test_one_ballot_of_2022_names_four_plans_twice_and_the_city_counted_that() -> None:
    assert election(604).repeats == {"42346": 1, "42350": 1, "42355": 1, "42360": 1}
    assert election(212).repeats == election(335).repeats == {}


@pytest.mark.parametrize("number", [212, 335])
def test_2020_stopped_at_the_first_plan_that_did_not_fit(number: int) -> None:
    outcome = count(election(number), "greedy_stop", {}, ())
    expected = published(number, "greedy_stop_at_first_overflow")
    assert list(outcome.winners) == expected["selected"] == expected["official"]
    assert outcome.blocking == expected["blocking_project"]
    assert outcome.unspent == expected["unspent_eur"] * CENT


def test_2022_spent_by_theme_and_then_the_leftover() -> None:
    outcome = count(election(604), "theme_caps_then_leftover", {}, ())
    expected = published(604, "theme_caps_then_leftover_skip")
    assert list(outcome.winners) == expected["selected"]
    assert [s.plan for s in outcome.steps if s.verdict.funded] == expected["official"]
    themed = {step.plan for step in outcome.steps if step.verdict is Verdict.FUNDED}
    assert themed == set(outcome.winners[: expected["selected_in_theme_pass"]])
    assert outcome.unspent == expected["unspent_eur"] * CENT


@pytest.mark.parametrize("number", [212, 335, 604])
def test_what_passing_over_would_have_given(number: int) -> None:
    outcome = count(election(number), "greedy_skip", {}, ())
    expected = published(number, "greedy_skip_overflow")
    assert list(outcome.winners) == expected["selected"]
    assert outcome.unspent == expected["unspent_eur"] * CENT


@pytest.mark.parametrize(
    ("number", "file"),
    [
        (212, "oost-2020-oud-oost.toml"),
        (335, "oost-2020-indische-buurt.toml"),
        (604, "oost-2022.toml"),
    ],
)
def test_the_ready_example_of_an_edition_counts_its_official_result(
    number: int, file: str
) -> None:
    """Pot, themes, caps and rule are those of the round file, the ballots those of the city."""
    definition = RoundDefinition.model_validate(read_file(EDITIONS / file, load()))
    (pot,) = definition.pots
    real = election(number)
    themes = {theme.label["nl"].replace(",", ""): theme.key for theme in pot.theme}
    plans = [replace(plan, theme=themes[plan.theme]) for plan in real.plans]
    parameters = Parameters(pot.caps)
    order = [plan.id for plan in plans]
    outcome = RULES[definition.rule](plans, real.ballots, pot.cents, parameters, order)
    funded = [step.plan for step in outcome.steps if step.verdict.funded]
    assert funded == published(number, OFFICIAL_RULE[definition.rule])["official"]
    assert outcome.unspent >= 0
