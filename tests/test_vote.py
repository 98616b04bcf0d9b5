"""Voting: choose, look, send, change, take back; and what the bot refuses."""

import re
from datetime import timedelta

from flows.symbols import SYMBOLS
from tests.plans import (
    CLOSES,
    OPENS,
    PLANS,
    ROUND,
    behind,
    box,
    define,
    on_ballot,
    roll,
    the_round,
    voter,
    votes,
)
from tests.town import Town

RECEIPT = re.compile(rf"Your receipt: ([{SYMBOLS}]{{4}}-[{SYMBOLS}]{{4}})")


async def test_a_choice_is_a_vote_when_it_is_sent(town: Town) -> None:
    fatma = await voter(town)
    await fatma.sends("/start")
    await fatma.taps("Vote now")
    assert "Chosen: 0 of at most 9." in fatma.sees
    await fatma.presses("vote.plan:1.0.0")
    assert "Kitchen" in fatma.sees
    assert "You did not choose this plan." in fatma.sees
    await fatma.taps("Choose")
    assert "Together €\xa018.000 (estimate). The pot has €\xa0120.000." in fatma.sees
    assert "Not sent yet." in fatma.sees
    assert await box(town) == {}, "a choice alone counts for nothing"
    await fatma.sends("/start")
    await fatma.taps("Send your vote")
    await fatma.taps("Send my vote")
    assert "Your vote is in the box. It counts." in fatma.sees
    assert RECEIPT.search(fatma.sees)
    assert "Kitchen" not in fatma.sees, "a receipt tells nothing of the choice"
    assert await box(town) == {(1,): 1}
    assert await roll(town) == {fatma.person_id}
    await fatma.sends("/start")
    await fatma.taps("See or change your vote")
    assert "Sent. Your vote counts." in fatma.sees


async def test_tapping_twice_sends_one_vote_and_shows_the_same_receipt(town: Town) -> None:
    """The button goes with the first tap; a hurried second one was under way by then."""
    fatma = await voter(town)
    for plan in (1, 3):
        await fatma.presses(f"vote.yes:{plan}.0.0")
    await fatma.presses(f"vote.review:{ROUND}")
    send = behind(fatma, "Send my vote")
    await fatma.presses(send)
    first = RECEIPT.findall(fatma.sees)
    card = town.playground.messages(fatma.id)[-2]
    assert "reply_markup" not in card, "nobody is asked again for what is done"
    await fatma.presses(send, card["message_id"])
    assert RECEIPT.findall(fatma.sees) == first
    assert await box(town) == {(1, 3): 1}


async def test_an_earlier_vote_counts_until_the_new_one_is_sent(town: Town) -> None:
    fatma = await voter(town)
    await votes(fatma, 1)
    await fatma.presses("vote.no:1.0.0")
    await fatma.presses("vote.yes:2.0.0")
    assert "Changed, not sent yet: your earlier vote still counts." in fatma.sees
    assert await box(town) == {(1,): 1}
    await fatma.taps("Look at my vote")
    await fatma.taps("Send my vote")
    assert await box(town) == {(2,): 1}


async def test_an_old_button_sends_only_what_was_read(town: Town) -> None:
    fatma = await voter(town)
    await fatma.presses("vote.yes:1.0.0")
    await fatma.taps("Look at my vote")
    old = behind(fatma, "Send my vote")
    await fatma.presses("vote.yes:2.0.0")
    await fatma.presses(old)
    assert "Your choice has changed. Look again." in fatma.sees
    assert "Bicycles" in fatma.sees
    assert await box(town) == {}


async def test_too_many_and_too_few_explain_themselves(town: Town) -> None:
    await define(town, ballot={"kind": "approval", "least": 2, "most": 2})
    fatma = await voter(town)
    await fatma.presses("vote.yes:1.0.0")
    await fatma.taps("Look at my vote")
    assert "Choose at least 2 plans first." in fatma.sees
    assert "Send my vote" not in fatma.buttons
    await fatma.presses("vote.yes:2.0.0")
    await fatma.presses("vote.yes:2.0.0")
    assert "Chosen: 2 of at most 2." in fatma.sees, "choosing twice is choosing once"
    await fatma.presses("vote.yes:3.0.0")
    assert "At most 2 plans fit in your vote." in fatma.toast
    assert "Your other choices are kept." in fatma.toast
    await fatma.presses(f"vote.review:{ROUND}")
    assert "Chosen: 2 of at most 2." in fatma.sees


async def test_only_the_neighbourhoods_of_the_round_vote(town: Town) -> None:
    await voter(town)
    omar = await town.resident("Omar", area="MK")
    await omar.sends("/vote")
    assert "These neighbourhoods vote" in omar.sees
    assert "Indische Buurt-West" in omar.sees
    assert "Change neighbourhood" in omar.buttons
    await omar.presses("vote.yes:1.0.0")
    await omar.presses(f"vote.send:{ROUND}.00000000")
    assert await roll(town) == frozenset()
    await omar.sends("/start")
    assert "Vote now" not in omar.buttons


async def test_before_voting_opens_the_dates_are_told(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS - timedelta(minutes=1))
    fatma = await town.resident("Fatma")
    await fatma.sends("/vote")
    assert "You can vote from Monday 10 May, 12:00 until Monday 31 May, 12:00." in fatma.sees
    await fatma.presses("vote.yes:1.0.0")
    assert "You cannot vote yet." in fatma.toast


async def test_a_vote_just_before_the_close_counts_and_just_after_does_not(town: Town) -> None:
    fatma = await voter(town)
    late = await town.resident("Late")
    await late.presses("vote.yes:2.0.0")
    await late.taps("Look at my vote")
    await town.reaches(CLOSES - timedelta(seconds=30))
    await votes(fatma, 1)
    await town.reaches(CLOSES)
    await late.taps("Send my vote")
    assert "You had not sent your choice. It is no vote." in late.toast
    await fatma.presses("vote.no:1.0.0")
    assert "Your vote was sent and counts." in fatma.toast
    assert await box(town) == {(1,): 1}


async def test_a_vote_can_be_taken_back_and_cast_again(town: Town) -> None:
    fatma = await voter(town)
    await votes(fatma, 1)
    await fatma.taps("See or change your vote")
    await fatma.taps("Take my vote back")
    assert "Take your vote back?" in fatma.sees
    assert await box(town) == {(1,): 1}, "asked first"
    await fatma.taps("Take my vote back")
    assert "Your vote is taken back." in fatma.sees
    assert (await box(town), await roll(town)) == ({}, frozenset())
    await votes(fatma, 2)
    assert await box(town) == {(2,): 1}


async def test_buttons_that_nobody_made_change_nothing(town: Town) -> None:
    fatma = await voter(town)
    forged = (
        "vote.yes:1",
        "vote.yes:999.0.0",
        "vote.yes:-1.0.0",
        "vote.list:1.9.0",
        "vote.list:7.0.0",
    )
    for data in (*forged, "vote.list:1.0.9", "vote.plan:1.2.x", "vote.send:1", "vote.ask:1"):
        await fatma.presses(data)
        assert "Chosen: 1" not in fatma.sees
    assert (await box(town), await roll(town)) == ({}, frozenset())


async def test_a_round_without_a_vote_says_so(town: Town) -> None:
    phases = (await the_round(town)).row.definition["phase"]
    await define(town, phase=[phase for phase in phases if phase["key"] in ("ideas", "plans")])
    fatma = await town.resident("Fatma")
    await fatma.sends("/vote")
    assert "This round has no vote." in fatma.sees
    await fatma.presses("result.open")
    assert "This round has no vote." in fatma.toast
