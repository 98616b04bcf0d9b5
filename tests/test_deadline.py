"""The close of a vote: to the second, by the time of the database, whatever our clock says."""

from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock
from flows.i18n import ZONE
from tests.plans import PLANS, ROUND, box, define, on_ballot, the_round
from tests.town import Actor, Town

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
MARCH = datetime(2027, 3, 28, 12, tzinfo=ZONE)  # noon of the day that has 23 hours
OCTOBER = datetime(2027, 10, 31, 12, tzinfo=ZONE)  # and of the day that has 25
NIGHT = datetime(2027, 11, 1, tzinfo=ZONE)  # told as Sunday 23:59
CASES = {
    "March, an hour slow": (MARCH, -HOUR),
    "March, an hour fast": (MARCH, HOUR),
    "October, an hour slow": (OCTOBER, -HOUR),
    "October, an hour fast": (OCTOBER, HOUR),
    "midnight": (NIGHT, timedelta()),
}


class WrongClock(MovableClock):
    """The clock of a process that is off; how far the scene is ahead, it knows."""

    off = timedelta()

    def __call__(self) -> datetime:
        return super().__call__() + self.off


async def ready(town: Town, closes: datetime) -> Actor:
    """Somebody has chosen, and one tap of them is left: the one that sends."""
    begins = (closes - timedelta(days=2)).isoformat()
    phase = {"key": "voting", "from": begins, "to": closes.isoformat()}
    await define(town, phase=[phase])
    await on_ballot(town, *PLANS)
    fatma = await town.resident("Fatma")
    await town.reaches(closes - timedelta(days=1))
    await fatma.presses("vote.yes:1.0.0")
    await fatma.presses(f"vote.review:{ROUND}")
    return fatma


def sets(town: Town, moment: datetime, off: timedelta) -> None:
    """Time goes on to this moment without a sweep, and the process gets it wrong."""
    clock = town.house.clock
    assert isinstance(clock, MovableClock)
    clock.advance(moment - clock())
    clock.__class__ = WrongClock
    assert isinstance(clock, WrongClock)
    clock.off = off


@pytest.mark.parametrize(("closes", "off"), CASES.values(), ids=CASES)
async def test_a_second_before_the_close_counts(
    town: Town, closes: datetime, off: timedelta
) -> None:
    fatma = await ready(town, closes)
    sets(town, closes - SECOND, off)
    await fatma.taps("Send my vote")
    assert await box(town) == {(1,): 1}


@pytest.mark.parametrize(("closes", "off"), CASES.values(), ids=CASES)
async def test_a_second_after_it_does_not(town: Town, closes: datetime, off: timedelta) -> None:
    fatma = await ready(town, closes)
    sets(town, closes + SECOND, off)
    await fatma.taps("Send my vote")
    assert await box(town) == {}
    assert "Voting is closed." in fatma.transcript or "Voting is closed." in fatma.toast


async def test_a_fast_clock_counts_nobody_out(town: Town) -> None:
    """The count waits for the same close as the voters."""
    fatma = await ready(town, MARCH)
    sets(town, MARCH - 30 * 60 * SECOND, HOUR)
    await town.settles()
    assert (await the_round(town)).row.counted_at is None
    await fatma.taps("Send my vote")
    assert await box(town) == {(1,): 1}
