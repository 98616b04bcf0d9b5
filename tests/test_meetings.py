"""Planning, changing and cancelling a meeting, and saying who comes."""

import asyncio

from storage.models import RsvpAnswer
from tests.neighbours import amsterdam, community, meeting
from tests.town import Actor, Town


async def planned(marta: Actor, key: int, *, day: str = "Fri 5 Feb", time: str = "19:00") -> None:
    await marta.presses(f"communities.open:{key}")
    await marta.taps("Plan a meeting")
    await marta.sends("Planten")
    await marta.taps(day)
    await marta.taps(time)
    await marta.sends("Javaplein 2")
    await marta.taps("Plan it and tell members")


async def test_members_are_told_and_say_who_comes(town: Town) -> None:
    marta, fatma, bob = (
        await town.moderator("Marta"),
        await town.resident("Fatma"),
        await town.resident("Bob"),
    )
    key = await community(town, fatma, bob)
    await planned(marta, key)
    assert "The meeting is planned." in marta.sees
    assert "When: Friday 5 February, 19:00" in marta.sees
    await town.settles()
    for neighbour in (fatma, bob):
        told = [text for text in neighbour.heard if "Groene Buren has a new meeting." in text]
        assert len(told) == 1
        assert "When: Friday 5 February, 19:00\nWhere: Javaplein 2" in told[0]
    assert not [text for text in marta.heard if "has a new meeting" in text], "she is no member"

    await fatma.taps("Say yes: I come")
    assert "1 person comes." in fatma.sees
    await fatma.presses("meetings.yes:1")
    assert "1 person comes." in fatma.sees
    await bob.taps("Say yes: I come")
    assert "2 people come." in bob.sees
    await bob.taps("Say no: I cannot come")
    assert "1 person comes.\n1 person cannot come." in bob.sees
    assert "Your answer: no, you do not come." in bob.sees


async def test_the_second_tap_plans_no_second_meeting(town: Town) -> None:
    marta = await town.moderator("Marta")
    key = await community(town, marta)
    await planned(marta, key)
    await marta.presses("meetings.send")
    async with town.db.read() as tx:
        assert len(await tx.meetings.upcoming(key, town.now, 0, 9)) == 1


async def test_days_and_times_can_be_typed_and_are_confirmed(town: Town) -> None:
    marta = await town.moderator("Marta")
    key = await community(town, marta)
    await marta.presses(f"meetings.plan:{key}")
    await marta.sends("Planten")
    await marta.sends("ooit")
    assert "I do not know this day. Type it like this: 9-2-2027." in marta.sees
    await marta.sends_other("voice")
    assert "I can only read text here." in marta.sees
    await marta.sends("28 maart")
    await marta.sends("half acht")
    assert "I do not know this time. Type it like this: 19:30." in marta.sees
    await marta.sends("2.30")
    await marta.sends("Javaplein 2")
    assert "The clock skips this time on that day." in marta.sees
    assert "Plan it and tell members" not in marta.buttons
    await marta.taps("Change the time")
    await marta.sends("7.30 pm")
    assert "When: Sunday 28 March, 19:30" in marta.sees
    assert "Plan it and tell members" in marta.buttons


async def test_what_was_typed_survives_and_is_not_planned_in_the_past(town: Town) -> None:
    marta = await town.moderator("Marta")
    key = await community(town, marta)
    await marta.presses(f"meetings.plan:{key}")
    await marta.sends("Planten")
    await marta.taps("Wed 3 Feb")
    await marta.taps("10:00")
    await marta.sends("Javaplein 2")
    await town.passes(days=2)
    await marta.taps("Plan it and tell members")
    assert "This moment is over." in marta.toast + marta.sees
    await marta.presses(f"meetings.plan:{key}")
    await marta.taps("Change the day")
    await marta.taps("Sat 6 Feb")
    await marta.taps("Plan it and tell members")
    assert "When: Saturday 6 February, 10:00" in marta.sees


async def test_who_comes_hears_of_a_change(town: Town) -> None:
    marta, fatma, bob = (
        await town.moderator("Marta"),
        await town.resident("Fatma"),
        await town.resident("Bob"),
    )
    key = await community(town, fatma, bob)
    await meeting(town, key, amsterdam(2, 5, 19))
    await fatma.presses("meetings.yes:1")
    await marta.presses("meetings.open:1")
    await marta.taps("Change time or place")
    await marta.taps("Change the time")
    await marta.sends("20:15")
    await marta.taps("Change the place")
    await marta.sends("Buurthuis")
    await marta.taps("Save it and tell who comes")
    assert "The change is saved." in marta.sees
    await town.settles()
    told = [text for text in fatma.heard if "The time or place of your meeting" in text]
    assert len(told) == 1
    assert "When: Friday 5 February, 20:15\nWhere: Buurthuis" in told[0]
    assert not [text for text in bob.heard if "The time or place of your meeting" in text]


async def test_of_two_changes_the_second_does_not_undo_the_first(town: Town) -> None:
    marta, piet = await town.moderator("Marta"), await town.moderator("Piet")
    key = await community(town, marta)
    await meeting(town, key, amsterdam(2, 5, 19))
    for moderator, time in ((marta, "20:15"), (piet, "18:00")):
        await moderator.presses("meetings.change:1")
        await moderator.taps("Change the time")
        await moderator.sends(time)
    await marta.taps("Save it and tell who comes")
    await piet.taps("Save it and tell who comes")
    assert "Somebody changed this meeting before you." in piet.sees
    assert "When: Friday 5 February, 20:15" in piet.sees


async def test_everyone_but_those_who_said_no_hears_of_a_cancellation(town: Town) -> None:
    marta, fatma, bob, ali = (
        await town.moderator("Marta"),
        await town.resident("Fatma"),
        await town.resident("Bob"),
        await town.resident("Ali"),
    )
    key = await community(town, fatma, bob)
    await meeting(town, key, amsterdam(2, 5, 19))
    await bob.presses("meetings.no:1")
    await ali.presses("meetings.yes:1")  # no member, welcome all the same
    await marta.presses("meetings.open:1")
    await marta.taps("Cancel the meeting")
    assert "Cancel this meeting?" in marta.sees
    await marta.taps("Cancel it and tell everyone")
    assert "This meeting is cancelled." in marta.sees
    await marta.presses("meetings.cancel:1")
    await town.settles()
    for neighbour, times in ((fatma, 1), (ali, 1), (bob, 0)):
        told = [text for text in neighbour.heard if "This meeting is cancelled." in text]
        assert len(told) == times

    await fatma.presses("meetings.yes:1")
    assert "Your answer was not changed." in fatma.toast + fatma.sees
    async with town.db.read() as tx:
        assert await tx.meetings.answer_of(1, fatma.person_id) is None
        assert await tx.meetings.who_said(1, RsvpAnswer.YES) == [ali.person_id]


async def test_who_says_yes_while_it_is_cancelled_is_not_left_standing(town: Town) -> None:
    """Whatever comes first: a yes that is recorded is told of the cancellation."""
    marta = await town.moderator("Marta")
    neighbours = [await town.resident(f"Buur {number}") for number in range(6)]
    key = await community(town, marta)
    await meeting(town, key, amsterdam(2, 5, 19))
    answers = [neighbour.presses("meetings.yes:1") for neighbour in neighbours]
    await asyncio.gather(*answers[:3], marta.presses("meetings.cancel:1"), *answers[3:])
    await town.settles()
    async with town.db.read() as tx:
        coming = set(await tx.meetings.who_said(1, RsvpAnswer.YES))
    cancelled = "This meeting is cancelled.\n\nPlanten"
    told = {n.person_id for n in neighbours if any(h.startswith(cancelled) for h in n.heard)}
    assert coming == told


async def test_home_shows_the_next_meeting_until_one_says_no(town: Town) -> None:
    fatma, bob = await town.resident("Fatma"), await town.resident("Bob")
    key = await community(town, fatma)
    await meeting(town, key, amsterdam(2, 5, 19))
    await fatma.sends("/start")
    assert "See your meeting: Fri 5 Feb" in fatma.buttons
    await fatma.presses("meetings.no:1")
    await fatma.sends("/start")
    assert "See your meeting: Fri 5 Feb" not in fatma.buttons
    await bob.sends("/start")
    assert "See your meeting: Fri 5 Feb" not in bob.buttons


async def test_only_moderators_plan_change_and_cancel(town: Town) -> None:
    fatma = await town.resident("Fatma")
    key = await community(town, fatma)
    await meeting(town, key, amsterdam(2, 5, 19))
    await fatma.presses("meetings.open:1")
    assert "Cancel the meeting" not in fatma.buttons
    for data in (f"meetings.plan:{key}", "meetings.change:1", "meetings.cancel:1"):
        await fatma.presses(data)
        assert "This is not for you." in fatma.toast + fatma.sees


async def test_many_meetings_stand_on_pages(town: Town) -> None:
    fatma = await town.resident("Fatma")
    key = await community(town, fatma)
    for day in range(10, 18):
        await meeting(town, key, amsterdam(2, day, 19))
    await fatma.presses(f"communities.open:{key}")
    await fatma.taps("See all meetings")
    assert fatma.buttons[0] == "Wed 10 Feb: Planten"
    await fatma.taps("Next »")
    assert fatma.buttons[:2] == ["Tue 16 Feb: Planten", "Wed 17 Feb: Planten"]
