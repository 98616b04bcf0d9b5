"""While people vote: officers extend or pause it, two together; a plan can leave the ballot."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import func, select

from flows.i18n import ZONE
from flows.text import Language, t
from flows.voting.count import outcome_of
from storage.models import Confirmation, Initiative, InitiativeState, OutboxRow, RoundAct
from tests.plans import CLOSES, ROUND, box, roll, the_round, voter, votes
from tests.town import Actor, Town

EVENING = datetime(2027, 6, 2, 20, tzinfo=ZONE)
EXTENDED = "Voting is extended until Wednesday 2 June, 20:00."
WHY = "The power was out in the whole neighbourhood."


async def asks(officer: Actor, kind: str, day: str, time: str, why: str = WHY) -> None:
    """From the start screen to the word of a second officer."""
    await officer.sends("/start")
    await officer.taps("Change the vote")
    await officer.taps("Extend or pause the vote")
    await officer.taps(kind)
    for typed in (day, time, why):
        await officer.sends(typed)
    await officer.taps("Ask a second officer")


async def officers(town: Town) -> tuple[Actor, Actor]:
    return await town.officer("Pieter"), await town.officer("Ria", "nl")


async def confirms(officer: Actor, act: int = 1) -> None:
    await officer.presses(f"acts.open:{act}")
    await officer.presses(f"acts.yes:{act}")


async def test_two_officers_extend_the_vote_and_everybody_hears_why(town: Town) -> None:
    fatma = await voter(town)
    yusuf = await town.resident("Yusuf", "ar")
    pieter, ria = await officers(town)
    await asks(pieter, "Extend the vote", "2-6-2027", "20:00")
    assert "Nothing has changed yet." in pieter.sees
    await town.settles()
    assert any("Een collega wil iets aan de stemming veranderen." in text for text in ria.heard)
    assert not any(EXTENDED in text for text in fatma.heard), "one officer decides nothing"
    await confirms(ria)
    await town.settles()
    told = [text for text in fatma.heard if EXTENDED in text]
    assert len(told) == 1
    assert f"The reason: “{WHY}”" in told[0]
    assert "Written in" not in told[0]
    written_in = yusuf.reads(t("Written in {language}.", language=Language("en")))
    assert any(WHY in text and written_in in text for text in yusuf.heard)
    await fatma.presses("vote.open")
    assert EXTENDED in fatma.sees
    await fatma.presses(f"round.rules:{ROUND}")
    assert WHY in fatma.sees
    await town.reaches(CLOSES + timedelta(hours=1))
    await votes(fatma, 1)
    assert await box(town) == {(1,): 1}
    await town.reaches(EVENING)
    assert (await the_round(town)).row.counted_at is not None


async def test_the_one_who_asks_cannot_confirm(town: Town) -> None:
    await voter(town)
    pieter, ria = await officers(town)
    await asks(pieter, "Extend the vote", "2-6-2027", "20:00")
    await pieter.presses("acts.open:1")
    assert "Confirm this change" not in pieter.buttons
    await pieter.presses("acts.yes:1")
    assert "Another officer must confirm it." in pieter.toast
    fatma = await town.resident("Eve")
    await fatma.presses("acts.yes:1")
    assert (await the_round(town)).acts == ()
    await town.passes(hours=25)
    await ria.presses("acts.yes:1")
    assert "vervallen" in ria.toast
    assert (await the_round(town)).acts == ()


async def test_two_who_confirm_at_once_change_it_once(town: Town) -> None:
    await voter(town)
    pieter, ria = await officers(town)
    omar = await town.officer("Omar")
    await asks(pieter, "Extend the vote", "2-6-2027", "20:00")
    await asyncio.gather(ria.presses("acts.yes:1"), omar.presses("acts.yes:1"))
    await ria.presses("acts.yes:1")
    assert "al beslist" in ria.toast
    edition = await the_round(town)
    assert len(edition.acts) == 1
    async with town.db.read() as tx:
        for table in (RoundAct, Confirmation):
            assert (await tx.session.scalars(select(func.count()).select_from(table))).one() == 1


async def test_after_the_close_nothing_is_extended(town: Town) -> None:
    """It was asked for in time, and confirmed a minute too late."""
    await voter(town)
    pieter, ria = await officers(town)
    await town.reaches(CLOSES - timedelta(minutes=10))
    await asks(pieter, "Extend the vote", "2-6-2027", "20:00")
    await town.reaches(CLOSES + timedelta(minutes=1))
    await ria.presses("acts.yes:1")
    assert "De stemming is gesloten." in ria.toast
    assert (await the_round(town)).row.counted_at is not None


async def test_an_end_that_is_none_is_refused_before_anybody_is_asked(town: Town) -> None:
    await voter(town)
    pieter, _ = await officers(town)
    await pieter.presses(f"acts.start:{ROUND}")
    await pieter.taps("Extend the vote")
    for typed in ("30-5-2027", "12:00", WHY):
        await pieter.sends(typed)
    assert "Voting closes later than that already" in pieter.sees
    assert "Ask a second officer" not in pieter.buttons
    await pieter.taps("Change the day")
    await pieter.sends("31-12-2027")
    assert "That is too long." in pieter.sees


async def test_a_pause_keeps_everybody_out_and_ends_by_itself(town: Town) -> None:
    fatma = await voter(town)
    await votes(fatma, 1)
    await fatma.presses("vote.yes:2.0.0")
    pieter, ria = await officers(town)
    await asks(pieter, "Pause the vote", "12-5-2027", "10:00")
    await confirms(ria)
    await fatma.sends("/vote")
    assert "Voting is paused until Wednesday 12 May, 10:00." in fatma.transcript
    assert WHY in fatma.transcript
    assert "What you chose and sent is kept." in fatma.transcript
    await fatma.presses("vote.yes:3.0.0")
    await fatma.sends("/start")
    assert "Send your vote" not in fatma.buttons
    assert await box(town) == {(1,): 1}
    await town.reaches(datetime(2027, 5, 12, 10, tzinfo=ZONE))
    await fatma.presses("vote.yes:3.0.0")
    await fatma.presses(f"vote.review:{ROUND}")
    await fatma.taps("Send my vote")
    assert await box(town) == {(1, 2, 3): 1}


async def test_during_a_pause_one_can_still_leave_with_ones_vote(town: Town) -> None:
    fatma = await voter(town)
    await votes(fatma, 1)
    pieter, ria = await officers(town)
    await asks(pieter, "Pause the vote", "12-5-2027", "10:00")
    await confirms(ria)
    await fatma.presses("privacy.delete")
    assert await box(town) == {}
    assert await roll(town) == frozenset()


async def leaves(officer: Actor, number: str, why: str) -> None:
    await officer.sends("/start")
    await officer.taps("Change the vote")
    await officer.taps("Take a plan off the ballot")
    await officer.sends(number)
    await officer.taps("It has become impossible")
    await officer.sends(why)
    await officer.taps("Take it off the ballot")


async def test_a_plan_that_leaves_is_told_to_all_in_the_booth_in_the_same_words(
    town: Town,
) -> None:
    chose, other = await voter(town), await town.resident("Grace")
    nobody, elsewhere = await town.resident("Silent"), await town.resident("Omar", area="MK")
    await votes(chose, 1, 2)
    await votes(other, 3)
    frozen = (await the_round(town)).row.digest
    pieter = await town.officer("Pieter")
    for reader in (chose, other, nobody, elsewhere):
        reader.news()
    await leaves(pieter, "2027-001", "The building is sold.")
    await town.settles()
    told = chose.news()
    assert told == other.news()
    assert len(told) == 1
    assert "A plan has left the ballot.\n\nKitchen" in told[0]
    assert "The building is sold." in told[0]
    assert nobody.news() == elsewhere.news() == []
    async with town.db.read() as tx:
        rows = await tx.session.scalars(select(OutboxRow).where(OutboxRow.notice == "vote.left"))
        assert len({(str({**row.payload, "person": 0}), row.state) for row in rows}) == 1
    assert (await the_round(town)).row.digest == frozen, "an act, not an edit"


async def test_who_chose_it_can_choose_again_and_the_rest_still_counts(town: Town) -> None:
    fatma, grace = await voter(town), await town.resident("Grace")
    await votes(fatma, 1, 2)
    await votes(grace, 1)
    await leaves(await town.officer("Pieter"), "2027-001", "The building is sold.")
    await town.settles()
    await fatma.taps("Look at my vote")
    assert "A plan you chose has left the ballot." in fatma.sees
    assert "Kitchen" not in fatma.sees
    await votes(fatma, 3)
    await fatma.presses("vote.yes:1.0.0")
    assert "not on the ballot any more" in fatma.toast
    await town.reaches(CLOSES)
    edition = await the_round(town)
    outcome = outcome_of(edition, edition.definition.pots[0])
    assert {step.plan: step.votes for step in outcome.steps} == {"2": 1, "3": 1}
    assert outcome.voters == 2, "a ballot of which nothing is left is blank, and counts"
    async with town.db.read() as tx:
        plan = await tx.session.get(Initiative, 1)
    assert plan is not None
    assert plan.state is InitiativeState.REFUSED


async def test_no_plan_leaves_before_or_after_the_vote(town: Town) -> None:
    await voter(town)
    pieter = await town.officer("Pieter")
    await pieter.presses(f"leave.start:{ROUND}")
    await pieter.sends("2027-999")
    assert "There is no plan with this number on the ballot." in pieter.sees
    await pieter.sends("2027-001")
    await pieter.taps("The initiator takes it back")
    await pieter.sends("I am moving away.")
    await town.reaches(CLOSES)
    await pieter.taps("Take it off the ballot")
    assert "Voting is closed." in pieter.transcript + pieter.toast
    async with town.db.read() as tx:
        plan = await tx.session.get(Initiative, 1)
    assert plan is not None
    assert plan.state is InitiativeState.ON_BALLOT
    eve = await town.moderator("Eve")
    await eve.presses(f"leave.start:{ROUND}")
    assert "Which plan leaves?" not in eve.sees
