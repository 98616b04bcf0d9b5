"""A community with its people, for scenes that begin when it is there already."""

from datetime import datetime

from flows.i18n import ZONE
from flows.kernel import Moment
from flows.meetings.reminders import skip_past
from storage.models import CommunityState
from tests.town import Actor, Town


async def community(town: Town, *members: Actor, name: str = "Groene Buren") -> int:
    async with town.house.writing() as moment:
        communities = moment.tx.communities
        founder = members[0].person_id
        row = await communities.propose(
            name, "Wij maken de straat groen.", locale="nl", area="MF", founder_id=founder
        )
        await communities.decide(row.id, CommunityState.OPEN)
        for member in members:
            await communities.join(row.id, member.person_id, moment.now)
        return row.id


async def meeting(town: Town, community_id: int, starts_at: datetime) -> int:
    async with town.house.writing() as moment:
        return await _planned(moment, community_id, starts_at)


async def _planned(moment: Moment, community_id: int, starts_at: datetime) -> int:
    row = await moment.tx.meetings.add(community_id, "Planten", "Javaplein 2", starts_at)
    await skip_past(moment, row)
    return row.id


def amsterdam(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2027."""
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)
