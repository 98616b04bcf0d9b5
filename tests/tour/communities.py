"""Communities with more meetings and polls than their card shows."""

from datetime import datetime, timedelta

from flows.communities.deciding import MOST_REASON
from flows.communities.founding import MOST_ABOUT, MOST_NAME
from flows.i18n import ZONE
from flows.meetings.questions import MOST_PLACE, MOST_TITLE
from flows.polls.asking import MOST_OPTION, MOST_OPTIONS, MOST_QUESTION
from flows.when import today
from storage.models import CommunityState
from tests.neighbours import amsterdam
from tests.tour.guests import Guests, Pen, goes
from tests.town import Actor, Town


async def founds(town: Town, guests: Guests, pen: Pen) -> None:
    """One community is opened and one refused, among more than a list shows."""
    resident, moderator = guests.resident, guests.moderator
    for nth in (1, 2):
        await goes(resident, "communities.start")
        await resident.sends(pen.writes(MOST_NAME, nth))
        await resident.sends(pen.writes(MOST_ABOUT, nth))
        await goes(resident, "form.pick:found.area.MF", "communities.send")
    await town.settles()
    await many_communities(town, resident, pen, CommunityState.PROPOSED)
    await goes(moderator, "home", "communities.queue", "communities.queue:1")
    await goes(moderator, "communities.check:1", "communities.approve:1", "communities.refuse:2")
    await moderator.sends(pen.writes(MOST_REASON))
    await goes(moderator, "communities.refused")
    await town.settles()
    await many_communities(town, resident, pen, CommunityState.OPEN)
    await goes(resident, "communities.list", "communities.list:1", "communities.open:1")
    await goes(resident, "communities.leave:1", "communities.join:1", "communities.list")


async def many_communities(town: Town, founder: Actor, pen: Pen, state: CommunityState) -> None:
    async with town.house.writing() as moment:
        for nth in range(8):
            row = await moment.tx.communities.propose(
                pen.writes(MOST_NAME, nth),
                pen.writes(MOST_ABOUT, nth),
                locale="en",
                area="MF",
                founder_id=founder.person_id,
            )
            if state is not CommunityState.PROPOSED:
                await moment.tx.communities.decide(row.id, state)


async def meets(town: Town, guests: Guests, pen: Pen) -> None:
    """Meetings are planned, moved, cancelled and thought of."""
    resident, moderator = guests.resident, guests.moderator
    day = today(town.now) + timedelta(days=3)
    await goes(moderator, "meetings.plan:1")
    await moderator.sends(pen.writes(MOST_TITLE))
    await goes(moderator, f"form.pick:meeting.day.{day}", "form.pick:meeting.time.19:00")
    await moderator.sends(pen.writes(MOST_PLACE))
    await goes(moderator, "meetings.send")
    async with town.house.writing() as moment:
        for nth in range(8):
            await moment.tx.meetings.add(
                1,
                pen.writes(MOST_TITLE, nth),
                pen.writes(MOST_PLACE, nth),
                amsterdam(2, 8 + nth, 19),
            )
    await town.settles()
    await goes(resident, "communities.open:1", "meetings.list:1", "meetings.list:1.1")
    await goes(resident, "meetings.open:1", "meetings.no:1", "meetings.yes:1", "meetings.yes:2")
    await goes(moderator, "meetings.open:1", "meetings.change:1")
    await goes(moderator, "form.edit:move.day", "form.edit:move.time", "form.edit:move.place")
    await moderator.sends(pen.writes(MOST_PLACE, 2))
    await goes(moderator, "meetings.move", "meetings.ask:2", "meetings.cancel:2")
    await town.settles()
    await goes(resident, "home", "meetings.open:2")
    await town.reaches(datetime.combine(day - timedelta(days=1), amsterdam(2, 1, 19).time(), ZONE))


async def asks(town: Town, guests: Guests, pen: Pen) -> None:
    """A poll with as many and as long answers as fit; three are open at once."""
    resident, moderator = guests.resident, guests.moderator
    await goes(moderator, "polls.ask:1")
    await moderator.sends(pen.writes(MOST_QUESTION))
    await moderator.sends(pen.cell(MOST_OPTION))
    await moderator.sends(
        "\n".join(pen.cell(MOST_OPTION, nth) for nth in range(2, MOST_OPTIONS + 1))
    )
    await goes(moderator, "form.edit:poll.options", "form.pick:poll.options.keep")
    await goes(moderator, "form.pick:poll.closes.1", "polls.send")
    async with town.house.writing() as moment:
        for nth in range(2):
            closes = moment.now + timedelta(days=300)
            options = [pen.cell(MOST_OPTION, n) for n in range(MOST_OPTIONS)]
            await moment.tx.polls.add(1, pen.writes(MOST_QUESTION, nth), options, closes)
    await town.settles()
    await goes(resident, "home", "communities.open:1", "polls.open:1", "polls.answer:1.0")
    await goes(moderator, "communities.open:1", "polls.answer:1.0")  # who is no member
    await town.passes(days=2)
    await goes(resident, "polls.open:1")
