"""A result is told by two officers, at the minute they have set, and to nobody before."""

import asyncio
from datetime import timedelta

import pytest

from flows.rounds.current import edition_of
from storage.models import Role, RoleGrant
from tests.plans import (
    CLOSES,
    OPENS,
    RESULT,
    ROUND,
    behind,
    on_ballot,
    publishes,
    the_round,
    voter,
    votes,
)
from tests.town import Actor, Town

CHECK = f"result.check:{ROUND}"
CONFIRM, TAKE_BACK = "Confirm this moment", "Take this back"
LATER = "The result comes later. You will hear it here."


async def officers(town: Town) -> tuple[Actor, Actor]:
    return await town.officer("Olga"), await town.officer("Omar")


async def a_closed_vote(town: Town) -> tuple[Actor, Actor, Actor]:
    """Fatma chose trees, and the vote is counted; two officers have the result before them."""
    fatma = await voter(town)
    await votes(fatma, 3)
    one, another = await officers(town)
    await town.reaches(CLOSES)
    return fatma, one, another


def results(reader: Actor) -> int:
    return sum("The result of" in text and "• Trees" in text for text in reader.heard)


def remarks(actor: Actor) -> list[str]:
    return actor.town.playground.toasts(actor.id)


async def is_published(town: Town) -> bool:
    return (await the_round(town)).row.published_at is not None


async def test_one_officer_proposes_and_another_confirms(town: Town) -> None:
    fatma, one, another = await a_closed_vote(town)
    assert "The votes are counted. Two officers publish the result." in one.sees
    await one.sends("/start")
    await one.taps("Publish the result")
    assert "• Trees" in one.sees
    assert "The first moment is Friday 4 June, 09:00." in one.sees
    await one.taps("Propose the first moment")
    assert CONFIRM not in one.buttons
    await town.settles()
    assert "An officer proposes to publish it on Friday 4 June, 09:00." in another.sees
    await another.taps("Publish the result")
    await another.taps(CONFIRM)
    assert "The result is published on Friday 4 June, 09:00." in another.sees
    await fatma.presses("result.open")
    assert "The result comes on Friday 4 June, 09:00." in fatma.toast
    await town.reaches(RESULT - timedelta(minutes=1))
    assert results(fatma) == 0
    await town.reaches(RESULT)
    assert results(fatma) == 1
    await another.presses(CHECK)
    assert "The result is published." in another.toast


async def test_nobody_confirms_what_they_proposed(town: Town) -> None:
    fatma, one, another = await a_closed_vote(town)
    await one.presses(f"result.propose:{ROUND}.0")
    await another.presses(CHECK)
    await one.presses(behind(another, CONFIRM))
    assert "You proposed this moment. Another officer must confirm it." in one.toast
    await town.reaches(RESULT)
    assert results(fatma) == 0


async def test_a_confirmation_counts_for_the_moment_that_was_shown(town: Town) -> None:
    _, one, another = await a_closed_vote(town)
    await one.presses(f"result.propose:{ROUND}.0")
    await another.presses(CHECK)
    await one.presses(f"result.propose:{ROUND}.7")
    await another.taps(CONFIRM)
    assert "The moment has changed. Look again." in another.toast
    await another.presses(CHECK)
    assert "Friday 11 June, 10:00" in another.sees
    await another.taps(CONFIRM)
    await another.presses(f"result.propose:{ROUND}.1")
    assert "Take it back first." in another.toast
    await town.reaches(RESULT)
    assert not await is_published(town)
    await town.passes(days=7, hours=1)
    assert await is_published(town)


async def test_what_is_taken_back_is_not_told(town: Town) -> None:
    fatma, one, another = await a_closed_vote(town)
    await publishes(town, one, another)
    await one.presses(CHECK)
    await one.taps(TAKE_BACK)
    await town.settles()
    assert "The votes are counted. Two officers publish the result." in another.sees
    await town.reaches(RESULT)
    assert results(fatma) == 0


async def test_two_who_confirm_at_once_confirm_once(town: Town) -> None:
    _, one, another = await a_closed_vote(town)
    third = await town.officer("Third")
    await one.presses(f"result.propose:{ROUND}.0")
    await another.presses(CHECK)
    data = behind(another, CONFIRM)
    await asyncio.gather(another.presses(data), third.presses(data))
    told = "This was decided already. Nothing was changed now."
    refused = [it for it in (another, third) if told in remarks(it)]
    assert len(refused) == 1


@pytest.mark.parametrize("data", [CHECK, f"result.propose:{ROUND}.0", f"result.recall:{ROUND}"])
async def test_only_officers_see_it_before(town: Town, data: str) -> None:
    fatma, one, _ = await a_closed_vote(town)
    moderator = await town.moderator("Marta")
    async with town.house.writing() as moment:
        grant = await moment.tx.session.get(RoleGrant, (one.person_id, Role.OFFICER))
        assert grant is not None
        grant.expires_at = moment.now
    for actor in (fatma, moderator, one):
        before = len(actor.heard)
        await actor.presses(data)
        assert not any("The result of" in text for text in actor.heard[before:])
    async with town.house.reading() as moment:
        assert await moment.tx.publications.of(ROUND) is None


async def test_officers_see_nothing_while_people_vote(town: Town) -> None:
    fatma = await voter(town)
    await votes(fatma, 3)
    one, _ = await officers(town)
    for data in (CHECK, f"result.propose:{ROUND}.0"):
        await one.presses(data)
        assert "Nobody sees them before." in one.toast
    await one.sends("/start")
    assert "Publish the result" not in one.buttons


async def test_when_nobody_publishes_residents_hear_that_it_comes_later(town: Town) -> None:
    fatma, one, another = await a_closed_vote(town)
    await town.reaches(RESULT + timedelta(minutes=59))
    assert not any(LATER in text for text in fatma.heard)
    await town.reaches(RESULT + timedelta(hours=1))
    await town.passes(days=4)
    assert sum(LATER in text for text in fatma.heard) == 1
    assert not any("The plans that won begin." in text for text in fatma.heard)
    await fatma.presses("result.open")
    assert LATER in fatma.toast
    await publishes(town, one, another)
    await town.settles()
    assert results(fatma) == 1


async def test_who_did_not_win_hears_what_else_is_possible(town: Town) -> None:
    marta = await town.resident("Marta")
    await on_ballot(town, ("Trees", 12, "groen"), ("Kitchen", 30, "samen"), by=marta)
    await town.reaches(OPENS)
    await votes(marta, 1)
    await town.reaches(CLOSES)
    await publishes(town)
    await town.reaches(RESULT)
    lost = next(text for text in marta.heard if "Your plan did not win." in text)
    assert "Try another pot: Buurtbesteden." in lost
    assert "Propose it again in the next round." in lost
    won = next(text for text in marta.heard if "Your plan won." in text)
    assert "The work begins on Monday 7 June." in won
    async with town.house.reading() as moment:
        assert (await edition_of(moment, ROUND)).row.published_at is not None


async def test_a_reader_of_arabic_confirms_and_reads(town: Town) -> None:
    _, one, _ = await a_closed_vote(town)
    amal = await town.officer("Amal", "ar")
    samir = await town.resident("Samir", "ar")
    await publishes(town, one, amal)
    await town.reaches(RESULT)
    assert any("Trees" in text and "نتيجة" in text for text in samir.heard)
