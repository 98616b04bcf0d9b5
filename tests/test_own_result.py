"""After the result: what became of the plans that somebody chose, told to them alone."""

from tests.plans import OPENS, PLANS, ROUND, define, on_ballot, result_is_told, votes
from tests.town import Actor, Town


async def after_the_result(town: Town) -> tuple[Actor, Actor, Actor]:
    """Fatma chose what won and what did not, Piet one plan; Bob did not vote."""
    await on_ballot(town, *PLANS)
    await define(town, rule="greedy_stop", budget=35_000)
    await town.reaches(OPENS)
    fatma, piet, bob = [await town.resident(name) for name in ("Fatma", "Piet", "Bob")]
    await votes(fatma, 1, 2, 3)
    await votes(piet, 3)
    await bob.presses("vote.yes:1.0.0")
    officers = await town.officer("Pieter"), await town.officer("Olga")
    await result_is_told(town, *officers)
    return fatma, piet, bob


async def test_a_voter_sees_which_of_their_plans_won(town: Town) -> None:
    fatma, piet, bob = await after_the_result(town)
    assert "The result of" in fatma.sees
    await fatma.taps("See what became of my vote")
    assert "2 of your 3 plans won." in fatma.sees
    assert "• Trees: won\n" in fatma.sees
    assert "• Kitchen: won\n" in fatma.sees
    assert "• Bicycles: did not win" in fatma.sees
    assert "Only you can see this" in fatma.sees
    await piet.presses(f"result.open:{ROUND}")
    await piet.taps("See what became of my vote")
    assert "The plan you chose won." in piet.sees
    await bob.presses(f"result.open:{ROUND}")
    assert "See what became of my vote" not in bob.buttons
    await bob.presses(f"result.mine:{ROUND}")
    assert bob.toast == "You did not vote in this round."


async def test_before_the_result_nothing_is_told(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1)
    await fatma.presses(f"result.mine:{ROUND}")
    assert "This button is old." in fatma.toast
