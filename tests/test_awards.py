"""What the council decides stands beside the count: two officers, a reason, never an edit."""

import asyncio

from flows.voting.count import outcome_of
from storage.models import InitiativeState
from tests.plans import ROUND, behind, on_ballot, result_is_told, the_round, voter, votes
from tests.town import Actor, Town

CHECK, CONFIRM = "Check this decision", "Confirm this decision"
DECIDED = "The council decided: this plan gets €\xa04.000."


async def a_result(town: Town) -> tuple[Actor, Actor, Actor]:
    """Marta's market lost; two officers stand beside her."""
    marta = await town.resident("Marta")
    await on_ballot(town, ("Market", 9, "samen"), by=marta)
    fatma = await voter(town)
    await votes(fatma, 4)
    one, another = await town.officer("Olga"), await town.officer("Omar")
    await result_is_told(town, one, another)
    return marta, one, another


async def records(officer: Actor, number: str = "2027-001") -> None:
    await officer.presses(f"result.open:{ROUND}")
    await officer.taps("Record a council decision")
    for typed in (number, "4.000", "The district pays it from its own budget."):
        await officer.sends(typed)


async def test_two_officers_record_it_beside_the_count(town: Town) -> None:
    marta, one, another = await a_result(town)
    before = (await the_round(town)).row.outcome
    await records(one)
    await one.taps("Ask a second officer")
    await town.settles()
    await marta.presses(f"result.plans:{ROUND}.0.0")
    assert DECIDED not in marta.sees
    await another.taps(CHECK)
    await another.taps(CONFIRM)
    await town.settles()
    told = next(text for text in marta.heard if "There is news about your plan." in text)
    assert DECIDED in told
    assert "The district pays it from its own budget." in told
    for data in (f"result.open:{ROUND}", f"result.plans:{ROUND}.0.0"):
        await marta.presses(data)
        assert DECIDED in marta.sees
    assert "Not funded: nobody voted for this plan." in marta.sees
    edition = await the_round(town)
    assert edition.row.outcome == before
    assert outcome_of(edition, edition.definition.pots[0]).winners == ("4",)
    async with town.db.read() as tx:
        market = await tx.initiatives.get(1)
    assert market is not None
    assert market.state is InitiativeState.NOT_WON


async def test_nobody_confirms_their_own_and_nobody_twice(town: Town) -> None:
    marta, one, another = await a_result(town)
    third = await town.officer("Third")
    await records(one)
    await one.taps("Ask a second officer")
    await town.settles()
    await another.taps(CHECK)
    data = behind(another, CONFIRM)
    await one.presses(data)
    assert "You asked for this. Another officer must confirm it." in one.toast
    await marta.presses(data)
    async with town.db.read() as tx:
        assert await tx.awards.in_force(ROUND) == []
    await asyncio.gather(another.presses(data), third.presses(data))
    refused = [
        told
        for it in (another, third)
        for told in town.playground.toasts(it.id)
        if "This was decided already." in told
    ]
    assert len(refused) == 1


async def test_what_nobody_confirms_lapses(town: Town) -> None:
    _, one, another = await a_result(town)
    await records(one)
    await one.taps("Ask a second officer")
    await town.settles()
    await another.taps(CHECK)
    await town.passes(days=14)
    await another.taps(CONFIRM)
    assert "Nobody confirmed this in time. It has lapsed." in another.toast


async def test_bad_answers_are_asked_again(town: Town) -> None:
    _, one, _ = await a_result(town)
    await records(one, "2027-999")
    assert any("There is no plan with this number in the count." in text for text in one.heard)


async def test_only_officers_and_only_after_the_count(town: Town) -> None:
    fatma = await voter(town)
    olga = await town.officer("Olga")
    for actor in (fatma, olga):
        await actor.presses(f"award.start:{ROUND}")
        assert not any("Which plan is it?" in text for text in actor.heard)
