"""A phase begins: those who want to know are told, once, and only when it is still news."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.rounds.phases import next_phase_start
from tests.plans import CLOSES, OPENS, RESULT, define, on_ballot, the_round, votes
from tests.town import START, Town

REMINDER = CLOSES - timedelta(hours=48)
REMINDED = "You have not voted yet."


async def test_the_opening_of_the_vote_is_told_once_with_its_button(town: Town) -> None:
    fatma, omar = await town.resident("Fatma"), await town.resident("Omar", area="MK")
    quiet = await town.resident("Quiet")
    await quiet.presses("consents.no:phases")
    await on_ballot(town, ("Kitchen", 18, "samen"))
    await town.reaches(OPENS - timedelta(minutes=1))
    for neighbour in (fatma, omar, quiet):
        neighbour.news()
    await town.reaches(OPENS)
    await town.settles()
    (told,) = fatma.news()
    assert "Now: Voting." in told
    assert "Until Monday 31 May, 12:00." in told
    assert omar.news() == quiet.news() == []
    await fatma.taps("Vote now")
    assert "Kitchen" in fatma.sees


async def test_nobody_is_woken_when_a_phase_begins_at_midnight(town: Town) -> None:
    fatma = await town.resident("Fatma")
    midnight = datetime(2027, 2, 28, 23, 0, tzinfo=UTC)
    await town.reaches(midnight)
    assert not any("Now: Making plans." in text for text in fatma.heard)
    await town.passes(hours=9)
    assert any("Now: Making plans." in text for text in fatma.heard)


async def test_after_a_long_silence_only_the_newest_phase_is_told(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await town.settles()
    fatma.news()
    await town.reaches(OPENS)
    (told,) = fatma.news()
    assert "Now: Voting." in told


async def test_a_phase_that_began_and_ended_unseen_is_not_told(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await town.settles()
    fatma.news()
    await town.reaches(OPENS - timedelta(days=3))
    assert fatma.news() == [], "the check is over, the vote is not open"


async def test_two_days_before_the_close_those_who_did_not_vote_are_reminded(town: Town) -> None:
    await on_ballot(town, ("Kitchen", 18, "samen"), ("Bicycles", 22, "jong"))
    await town.reaches(OPENS)
    fatma, piet = await town.resident("Fatma"), await town.resident("Piet")
    chose, other = await town.resident("Chose"), await town.resident("Other")
    await votes(fatma, 1)
    await chose.presses("vote.yes:1.0.0")
    await other.presses("vote.yes:2.0.0")
    await town.reaches(REMINDER - timedelta(minutes=1))
    assert REMINDED not in "".join(piet.heard + chose.heard)
    await town.reaches(REMINDER)
    await town.passes(hours=1)
    assert "".join(piet.heard).count(REMINDED) == 1
    assert "You chose plans, but did not send your vote." in chose.sees
    assert chose.sees == other.sees, "it does not know what anybody chose"
    assert chose.buttons[0] == "Look at my vote"
    assert REMINDED not in "".join(fatma.heard)
    await piet.taps("Vote now")
    assert "Kitchen" in piet.sees


async def test_who_votes_before_the_reminder_leaves_gets_none(town: Town) -> None:
    """The vote closes at midnight, so the reminder waits for the morning."""
    phases = (await the_round(town)).row.definition["phase"]
    midnight = "2027-05-30T22:00:00Z"
    changed = [{**p, "to": midnight} if p["key"] == "voting" else p for p in phases]
    await define(town, phase=changed)
    await on_ballot(town, ("Kitchen", 18, "samen"))
    await town.reaches(OPENS)
    fatma, piet = await town.resident("Fatma"), await town.resident("Piet")
    await town.reaches(datetime(2027, 5, 28, 22, 0, tzinfo=UTC))
    await votes(fatma, 1)
    await town.passes(hours=10)
    assert REMINDED not in "".join(fatma.heard)
    assert REMINDED in "".join(piet.heard)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (START, datetime(2027, 2, 28, 23, tzinfo=UTC)),
        (OPENS - timedelta(minutes=1), OPENS),
        (OPENS, datetime(2027, 6, 3, 22, tzinfo=UTC)),
        (RESULT, datetime(2027, 6, 6, 22, tzinfo=UTC)),
        (datetime(2029, 1, 1, tzinfo=UTC), None),
    ],
)
async def test_the_next_phase_is_known_at_any_moment(
    town: Town, now: datetime, then: datetime | None
) -> None:
    await town.reaches(now)
    async with town.house.reading() as moment:
        assert await next_phase_start(moment) == then
