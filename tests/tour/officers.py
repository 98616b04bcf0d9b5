"""Two officers set the moment of the result, and are late."""

from datetime import timedelta

from tests.plans import RESULT
from tests.tour.guests import Guests, goes
from tests.town import Town


async def publishes_late(town: Town, guests: Guests) -> None:
    """Residents hear that it comes later; officers disagree before they agree."""
    one, another = guests.officer, guests.colleague
    await goes(one, "home", "result.desk:1", "result.propose:1.0")
    await town.settles()
    await goes(another, "result.desk:1")
    await another.taps("Take this back")
    await town.reaches(RESULT + timedelta(hours=2))
    await goes(guests.resident, "result.open:1")
    await goes(another, "result.propose:1.0")
    await goes(one, "result.desk:1")
    await one.taps("Confirm this moment")
