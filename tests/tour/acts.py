"""Officers change the vote while it is open; reasons to the brim."""

from flows.acts.deciding import MOST_REASON
from tests.plans import ROUND
from tests.tour.guests import Guests, Pen, goes
from tests.town import Town


async def changes_the_vote(town: Town, guests: Guests, pen: Pen) -> None:
    """A longer vote with a second officer, and a plan that leaves it."""
    officer, colleague = guests.officer, guests.colleague
    await goes(officer, f"acts:{ROUND}", f"acts.start:{ROUND}", "form.pick:act.kind.extension")
    for typed in ("1-6-2027", "12:00", pen.writes(MOST_REASON)):
        await officer.sends(typed)
    await goes(officer, "acts.ask")
    await town.settles()
    await goes(officer, "acts.open:1", "acts.yes:1")
    await goes(colleague, "acts.open:1", "acts.yes:1", "acts.yes:1")
    await goes(officer, f"leave.start:{ROUND}")
    await officer.sends("2027-014")
    await goes(officer, "form.pick:leave.why.withdrawn")
    await officer.sends(pen.writes(MOST_REASON, 2))
    await goes(officer, "leave.send")
    await town.settles()
