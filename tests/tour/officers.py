"""Two officers set the moment of the result, and are late; one compares rules."""

from datetime import timedelta

from flows.awards.giving import MOST_REASON
from tests.plans import RESULT
from tests.tour.guests import Guests, Pen, goes
from tests.town import Actor, Town


async def publishes_late(town: Town, guests: Guests) -> None:
    """Residents hear that it comes later; officers disagree before they agree."""
    one, another = guests.officer, guests.colleague
    await goes(one, "home", "result.check:1", "result.propose:1.0")
    await town.settles()
    await goes(another, "result.check:1")
    await another.taps("Take this back")
    await town.reaches(RESULT + timedelta(hours=2))
    await goes(guests.resident, "result.open:1")
    await goes(another, "result.propose:1.0")
    await goes(one, "result.check:1")
    await one.taps("Confirm this moment")
    await compares_rules(one)


async def the_council_decides(town: Town, guests: Guests, pen: Pen) -> None:
    """Beside the count a plan gets money after all; its initiator hears of it."""
    one, another = guests.officer, guests.colleague
    async with town.db.read() as tx:
        plan = await tx.initiatives.get(4)
    assert plan is not None
    await goes(one, "result.open:1", "award.start:1")
    for typed in (plan.number, "999.999", pen.writes(MOST_REASON)):
        await one.sends(typed)
    await goes(one, "award.ask")
    await town.settles()
    await another.taps("Check this decision")
    await another.taps("Confirm this decision")
    await town.settles()
    await goes(guests.resident, "result.open:1", "result.plans:1.0.0")


async def compares_rules(officer: Actor) -> None:
    """On the votes of this round, and on those that are made up."""
    await goes(officer, "dryrun", "dryrun.first:1.0", "dryrun.second:1.0.0", "dryrun.both:1.0.0.3")
    await goes(officer, "dryrun.first:0.0", "dryrun.second:0.0.3", "dryrun.both:0.0.3.1")
