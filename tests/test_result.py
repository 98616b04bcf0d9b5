"""After the close: one count, one result, told to everyone in their own language."""

from sqlalchemy import select

from bot.playground.acts import keys_of
from flows.rounds.frozen import in_published_order
from flows.voting.count import outcome_of
from storage.models import Initiative, InitiativeState, OutboxRow, OutboxState
from tests.plans import (
    CLOSES,
    OPENS,
    ROUND,
    box,
    define,
    on_ballot,
    publishes,
    result_is_told,
    the_round,
    votes,
)
from tests.town import Actor, Town

TITLES = {  # of the demo round, as each reader knows it
    "en": "Buurtbesteden Indische Buurt and Oostelijk Havengebied 2027",
    "tr": "Buurtbesteden Indische Buurt ve Oostelijk Havengebied 2027",
    "ar": "Buurtbesteden في Indische Buurt و Oostelijk Havengebied 2027",
}


async def an_election(town: Town) -> tuple[Actor, Actor, Actor]:
    """Trees get 3 votes, the kitchen 2, bicycles 1; the voters are the answer."""
    fatma = await town.resident("Fatma", "tr")
    await on_ballot(town, ("Kitchen", 30, "samen"), ("Trees", 36, "groen"), by=fatma)
    await on_ballot(town, ("Bicycles", 60, "jong"), ("Benches", 5, "groen"))
    await town.reaches(OPENS)
    piet, samira = await town.resident("Piet"), await town.resident("Samira", "ar", "MA")
    for voter, plans in ((fatma, (1, 2)), (piet, (1, 2, 3)), (samira, (2,))):
        await choose_and_send(voter, *plans)
    return fatma, piet, samira


async def choose_and_send(voter: Actor, *plans: int) -> None:
    """By the data of the buttons: their labels are in the voter's own language."""
    for plan in plans:
        await voter.presses(f"vote.yes:{plan}.0.0")
    await voter.presses(f"vote.review:{ROUND}")
    await voter.presses(sending(voter))


def sending(voter: Actor) -> str:
    keys = keys_of(voter.town.playground.messages(voter.id)[-1])
    return next(data for _, data in keys if data.startswith("vote.send"))


async def states(town: Town) -> dict[str, InitiativeState]:
    async with town.db.read() as tx:
        plans = await tx.session.scalars(select(Initiative))
        return {plan.title["en"]: plan.state for plan in plans}


def pictures(reader: Actor) -> int:
    messages = reader.town.playground.messages(reader.id)
    return len([message for message in messages if "photo" in message])


async def test_everyone_hears_the_result_once_in_their_own_language(town: Town) -> None:
    voters = await an_election(town)
    silent = await town.resident("Silent")
    await silent.sends("/stop")
    await town.reaches(CLOSES)
    for reader in (*voters, silent):
        reader.news()
    await result_is_told(town)
    await town.settles()
    for reader, locale in zip(voters, ("tr", "en", "ar"), strict=True):
        told = [text for text in reader.news() if TITLES[locale] in text and "• Trees" in text]
        assert len(told) == 1
        assert pictures(reader) == 1
    assert silent.news() == []


async def test_the_outcome_is_the_one_counted_by_hand(town: Town) -> None:
    """Trees do not fit in the € 35.000 of their theme, and are paid from the leftover."""
    fatma, _, _ = await an_election(town)
    await town.reaches(CLOSES)
    edition = await the_round(town)
    outcome = outcome_of(edition, edition.definition.pots[0])
    assert await box(town) == {(1, 2): 1, (1, 2, 3): 1, (2,): 1}
    assert outcome.winners == ("1", "2")
    assert (outcome.unspent, outcome.voters) == (54_000_00, 3)
    assert edition.row.published_at is None
    assert set((await states(town)).values()) == {InitiativeState.ON_BALLOT}
    await result_is_told(town)
    assert await states(town) == {
        "Kitchen": InitiativeState.WON,
        "Trees": InitiativeState.WON,
        "Bicycles": InitiativeState.NOT_WON,
        "Benches": InitiativeState.NOT_WON,
    }
    async with town.db.read() as tx:
        history = await tx.initiatives.history(1)
        pushes = await tx.session.scalars(
            select(OutboxRow).where(OutboxRow.notice == "result.own")
        )
        own = [(push.person_id, push.state) for push in pushes]
    assert [step.state for step in history] == [InitiativeState.ON_BALLOT, InitiativeState.WON]
    assert own == [(fatma.person_id, OutboxState.SENT)] * 2


async def test_until_it_is_published_nobody_sees_anything(town: Town) -> None:
    _, piet, _ = await an_election(town)
    for moment in (OPENS, CLOSES):
        await town.reaches(moment)
        for data in ("result.open", f"result.plans:{ROUND}.0.0", f"result.how:{ROUND}.0"):
            await piet.presses(data)
            assert "There is no result yet." in piet.toast
            assert "The result comes on Friday 4 June." in piet.toast
    await piet.sends("/start")
    assert "See the result" not in piet.buttons


async def test_every_plan_has_its_why_and_the_count_its_how(town: Town) -> None:
    _, piet, _ = await an_election(town)
    await result_is_told(town)
    await piet.sends("/start")
    await piet.taps("See the result")
    assert "3 people voted." in piet.sees
    assert "The winners get €\xa066.000 together." in piet.sees
    await piet.taps("See all plans")
    whys = piet.sees.split("\n\n")[1:]
    assert [why.split("\n")[0] for why in whys] == ["Trees", "Kitchen", "Bicycles", "Benches"]
    assert "Funded from the leftover: place 1 with 3 votes." in whys[0]
    assert "Not funded: place 3 with 1 vote." in whys[2]
    assert "nobody voted for this plan" in whys[3]
    await piet.taps("Go back")
    await piet.taps("See how it was counted")
    assert "Each theme has its own part of the pot." in piet.sees


async def test_the_one_who_proposed_hears_why(town: Town) -> None:
    marta = await town.resident("Marta")
    await on_ballot(town, ("Kitchen", 30, "samen"), by=marta)
    await result_is_told(town)
    own = next(text for text in marta.heard if "Your plan did not win." in text)
    assert "Not funded: nobody voted for this plan." in own
    assert any("No plan won." in text for text in marta.heard)
    await marta.presses("result.open")
    assert "0 people voted." in marta.sees


async def test_a_round_without_a_result_phase_is_told_at_once(town: Town) -> None:
    phases = (await the_round(town)).row.definition["phase"]
    kept = [phase for phase in phases if phase["key"] != "result"]
    await define(town, rule="greedy_stop", budget=50_000, phase=kept)
    _, piet, _ = await an_election(town)
    await piet.presses("result.open")
    assert "It comes after voting closes on Monday 31 May, 12:00." in piet.toast
    await town.reaches(CLOSES)
    await publishes(town)
    await town.settles()
    assert any("• Trees" in text for text in piet.heard)
    await piet.taps("See how it was counted")
    assert "the count stops" in piet.sees
    assert await states(town) == {
        "Kitchen": InitiativeState.NOT_WON,
        "Trees": InitiativeState.WON,
        "Bicycles": InitiativeState.NOT_WON,
        "Benches": InitiativeState.NOT_WON,
    }


async def test_a_long_result_follows_its_picture(town: Town) -> None:
    await on_ballot(town, *((f"{n:02} " + "A long title " * 4, 5, "groen") for n in range(20)))
    await define(town, ballot={"kind": "approval", "least": 1, "most": 20})
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, *range(1, 21))
    await result_is_told(town)
    assert pictures(fatma) == 1
    assert "See all plans" in fatma.buttons
    await fatma.taps("See all plans")
    await fatma.taps("Next »")
    await fatma.taps("Next »")
    await fatma.taps("Next »")
    assert "Next »" not in fatma.buttons


def test_the_published_order_goes_by_number() -> None:
    plans = [Initiative(number=number) for number in ("2027-1000", "2027-002", "2027-999")]
    in_order = [plan.number for plan in in_published_order(plans)]
    assert in_order == ["2027-002", "2027-999", "2027-1000"]
