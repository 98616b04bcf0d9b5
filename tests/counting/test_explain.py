"""The count in words, as a resident reads it in English."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from flows.counting.explain import story, why
from flows.counting.model import Ballots, Outcome, Parameters, Plan, Share, Step, TieBreak, Verdict
from flows.counting.rules import RULES
from flows.i18n import Translator

EURO = 100
NBSP = "\N{NO-BREAK SPACE}"
BOUGHT = Share(3, Fraction(1234, 7), Fraction(72, 7), ("q",))
DROPPED = Share(3, had=Fraction(1_000_001, 3), short=Fraction(1, 3))
english = Translator().reader("en")


def read(step: Step) -> str:
    return english.plain(why(step)).replace(NBSP, " ")


def step(verdict: Verdict, theme_left: int | None = None, votes: int = 377) -> Step:
    return Step("p", 3, votes, 12_700 * EURO, 104_000 * EURO, verdict, theme_left)


@pytest.mark.parametrize(
    ("given", "result", "reason"),
    [
        (step(Verdict.FUNDED), "Funded", "and € 104.000 was left."),
        (step(Verdict.FUNDED, 500), "Funded", "and its theme had € 5."),
        (
            step(Verdict.FUNDED_FROM_LEFTOVER, 500),
            "Funded from the leftover",
            "and € 104.000 was left.",
        ),
        (step(Verdict.DOES_NOT_FIT), "Not funded", "but only € 104.000 was left."),
        (
            step(Verdict.DOES_NOT_FIT, 500),
            "Not funded",
            "but its theme had € 5 and the leftover € 104.000.",
        ),
    ],
)
def test_a_verdict_about_money_tells_the_money(given: Step, result: str, reason: str) -> None:
    assert read(given) == f"{result}: place 3 with 377 votes. It costs € 12.700, {reason}"


def test_the_plan_that_stops_the_count_and_those_after_it() -> None:
    assert read(step(Verdict.BLOCKS)) == (
        "Not funded: place 3 with 377 votes. "
        "It costs € 12.700, € 104.000 was left, and the count stopped."
    )
    assert read(step(Verdict.AFTER_STOP, votes=1)) == (
        "Not funded: place 3 with 1 vote. The count stopped at a plan above it."
    )


def test_a_plan_without_votes() -> None:
    assert read(step(Verdict.NO_VOTES, votes=0)) == "Not funded: nobody voted for this plan."


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("theme_left", [None, 100])
@pytest.mark.parametrize("tie", [None, *TieBreak])
@pytest.mark.parametrize("share", [None, BOUGHT, DROPPED])
def test_sentences_are_short(
    verdict: Verdict, theme_left: int | None, tie: TieBreak | None, share: Share | None
) -> None:
    told = replace(step(verdict, theme_left), tie=tie, share=share)
    sentences = re.split(r"\. ", read(told))
    assert len(sentences) <= 2 + 2 * (tie is not None) + (share is not None)
    assert all(len(sentence.replace("€ ", "€").split()) <= 12 for sentence in sentences)


def told(
    rule: str, budget: int, *plans: tuple[str, int, int], caps: dict[str, int] | None = None
) -> str:
    """Each plan is a name with a theme (``a:green``), euros and votes."""
    ballots = Ballots({frozenset(name[0]): votes for name, _, votes in plans})
    outcome: Outcome = RULES[rule](
        [Plan(name[0], cost * EURO, name[2:]) for name, cost, _ in plans],
        ballots,
        budget * EURO,
        Parameters({theme: cap * EURO for theme, cap in (caps or {}).items()}),
        [name[0] for name, _, _ in plans],
    )
    return english.plain(story(outcome)).replace(NBSP, " ")


def test_the_leftover_when_the_count_stopped() -> None:
    assert told("greedy_stop", 100, ("a", 60, 2), ("b", 60, 1)) == (
        "€ 40 is left. The plan at place 2 costs more, so the count stopped."
    )


def test_the_leftover_when_nothing_else_fits() -> None:
    assert told("greedy_skip", 100, ("a", 60, 2), ("b", 60, 1)) == (
        "€ 40 is left. No other plan fits in it."
    )


def test_the_leftover_when_everybody_won() -> None:
    assert told("greedy_skip", 100, ("a", 60, 2), ("b", 60, 0)) == (
        "€ 40 is left. Every plan with votes is funded."
    )


def test_no_leftover() -> None:
    assert told("greedy_stop", 60, ("a", 60, 2)) == "Nothing is left: all the money went to plans."


def test_nobody_voted() -> None:
    assert told("greedy_stop", 60, ("a", 60, 0)) == "€ 60 is left. No plan got a vote."


def test_the_leftover_of_the_themes() -> None:
    plans = (("a:green", 60, 3), ("b:green", 60, 2), ("c:young", 90, 1))
    caps = {"green": 70, "young": 50}
    assert told("theme_caps_then_leftover", 120, *plans, caps=caps) == (
        "After all themes, € 60 was left over. It paid for 1 more plan.\n"
        "Nothing is left: all the money went to plans."
    )
    assert told("theme_caps_then_leftover", 110, *plans, caps=caps) == (
        "After all themes, € 50 was left over.\n€ 50 is left. No other plan fits in it."
    )
