"""A day and an hour before a meeting, whatever the clock and the scheduler went through."""

import pytest

from flows.meetings.reminders import day_before
from storage.models import Meeting
from tests.neighbours import amsterdam, community, meeting
from tests.town import Actor, Town


def reminders(actor: Actor) -> list[str]:
    return [text for text in actor.heard if text.startswith("Think of your meeting.")]


async def test_a_day_and_an_hour_before_those_who_come_are_reminded(town: Town) -> None:
    fatma, bob = await town.resident("Fatma"), await town.resident("Bob")
    key = await community(town, fatma, bob)
    await meeting(town, key, amsterdam(2, 5, 19))
    await fatma.presses("meetings.yes:1")
    await bob.presses("meetings.no:1")
    await town.reaches(amsterdam(2, 4, 18, 59))
    assert len(reminders(fatma)) == 0
    await town.reaches(amsterdam(2, 4, 19))
    assert len(reminders(fatma)) == 1
    assert "When: Friday 5 February, 19:00\nWhere: Javaplein 2" in reminders(fatma)[0]
    await town.reaches(amsterdam(2, 5, 17, 59))
    assert len(reminders(fatma)) == 1
    for minute in (0, 1, 30):
        await town.reaches(amsterdam(2, 5, 18, minute))
        assert len(reminders(fatma)) == 2
    assert reminders(bob) == []


async def test_a_meeting_of_tomorrow_is_reminded_of_once(town: Town) -> None:
    fatma = await town.resident("Fatma")
    key = await community(town, fatma)
    await meeting(town, key, amsterdam(2, 3, 9, 30))
    await fatma.presses("meetings.yes:1")
    await town.settles()
    assert reminders(fatma) == []
    await town.reaches(amsterdam(2, 3, 9))  # half past eight is a quiet hour
    assert len(reminders(fatma)) == 1


async def test_after_downtime_only_what_still_helps_is_sent(town: Town) -> None:
    fatma = await town.resident("Fatma")
    key = await community(town, fatma)
    for month, day, hour in ((2, 5, 19), (2, 5, 20), (2, 6, 11), (2, 5, 12)):
        row = await meeting(town, key, amsterdam(month, day, hour))
        await fatma.presses(f"meetings.yes:{row}")
    await town.reaches(amsterdam(2, 5, 18, 15))
    assert sorted(text.split("When: ")[1].split("\n")[0] for text in reminders(fatma)) == [
        "Friday 5 February, 19:00",  # within the hour: not a day before any more
        "Saturday 6 February, 11:00",
    ]


async def test_a_moved_meeting_is_reminded_of_at_its_new_time(town: Town) -> None:
    marta, fatma = await town.moderator("Marta"), await town.resident("Fatma")
    key = await community(town, fatma)
    await meeting(town, key, amsterdam(2, 5, 19))
    await fatma.presses("meetings.yes:1")
    await town.reaches(amsterdam(2, 4, 19))
    await marta.presses("meetings.change:1")
    await marta.taps("Change the day")
    await marta.sends("9-2")
    await marta.taps("Save it and tell who comes")
    await town.reaches(amsterdam(2, 5, 18, 30))
    assert len(reminders(fatma)) == 1, "not of the old hour"
    await town.reaches(amsterdam(2, 8, 19))
    assert len(reminders(fatma)) == 2
    assert "Tuesday 9 February" in reminders(fatma)[1]


async def test_who_says_no_in_the_quiet_hours_is_left_alone(town: Town) -> None:
    fatma, bob = await town.resident("Fatma"), await town.resident("Bob")
    key = await community(town, fatma, bob)
    await meeting(town, key, amsterdam(2, 5, 21, 30))
    for neighbour in (fatma, bob):
        await neighbour.presses("meetings.yes:1")
    await town.reaches(amsterdam(2, 4, 21, 30))
    await fatma.presses("meetings.no:1")
    await town.reaches(amsterdam(2, 5, 9))
    assert reminders(fatma) == []
    assert len(reminders(bob)) == 1


async def test_a_cancelled_meeting_is_not_reminded_of(town: Town) -> None:
    marta, fatma = await town.moderator("Marta"), await town.resident("Fatma")
    key = await community(town, fatma)
    await meeting(town, key, amsterdam(2, 5, 19))
    await fatma.presses("meetings.yes:1")
    await marta.presses("meetings.cancel:1")
    await town.reaches(amsterdam(2, 5, 18, 30))
    assert reminders(fatma) == []


@pytest.mark.parametrize(("month", "day"), [(3, 28), (3, 29), (10, 31), (11, 1)])
def test_a_day_before_is_the_same_time_when_the_clock_changes(month: int, day: int) -> None:
    starts = amsterdam(month, day, 19)
    earlier = {(3, 28): (3, 27), (3, 29): (3, 28), (10, 31): (10, 30), (11, 1): (10, 31)}
    assert day_before(Meeting(starts_at=starts)) == amsterdam(*earlier[month, day], 19)


@pytest.mark.parametrize(("month", "day"), [(3, 28), (10, 31)])
async def test_reminders_on_a_day_of_the_clock_change(town: Town, month: int, day: int) -> None:
    fatma = await town.resident("Fatma")
    key = await community(town, fatma)
    await meeting(town, key, amsterdam(month, day, 19))
    await fatma.presses("meetings.yes:1")
    for hour, expected in ((18, 0), (19, 1)):
        await town.reaches(amsterdam(month, day - 1, hour))
        assert len(reminders(fatma)) == expected
    for hour, expected in ((17, 1), (18, 2)):
        await town.reaches(amsterdam(month, day, hour))
        assert len(reminders(fatma)) == expected


async def test_the_reminder_is_in_the_language_of_the_reader(town: Town) -> None:
    jan = await town.resident("Jan", "nl")
    key = await community(town, jan)
    await meeting(town, key, amsterdam(2, 5, 19))
    await jan.presses("meetings.yes:1")
    await town.reaches(amsterdam(2, 4, 19))
    expected = "Denk aan je bijeenkomst.\n\nPlanten\nWanneer: vrijdag 5 februari"
    assert any(text.startswith(expected) for text in jan.heard)
