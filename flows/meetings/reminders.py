"""A reminder a day and an hour before, to those who said that they come.

Nothing is planned ahead: what is due is computed at every tick from the time at which the
meeting starts now. So a moved meeting, a long downtime or a jump of the clock need no care.
"""

from datetime import UTC, datetime, timedelta

from flows.events import tell
from flows.i18n import ZONE
from flows.kernel import Moment, sweep
from storage.models import Meeting, RsvpAnswer

DAY, HOUR = "meeting.day", "meeting.hour"
OF_USE = timedelta(hours=2)  # so long before the meeting "a day before" still helps
LONGEST_DAY = timedelta(hours=25)  # when the clock goes back


def day_before(meeting: Meeting) -> datetime:
    """The same time on the clocks of Amsterdam, the day before."""
    local = meeting.starts_at.astimezone(ZONE)
    return datetime.combine(local.date() - timedelta(days=1), local.time(), ZONE).astimezone(UTC)


def hour_before(meeting: Meeting) -> datetime:
    return meeting.starts_at - timedelta(hours=1)


async def skip_past(moment: Moment, meeting: Meeting) -> None:
    """Whoever hears of a meeting now needs no reminder that was due before now."""
    due = {DAY: day_before(meeting), HOUR: hour_before(meeting)}
    for kind, at in due.items():
        if at <= moment.now:
            await _first(moment, kind, meeting)


@sweep("meetings.remind")
async def remind(moment: Moment) -> None:
    now, meetings = moment.now, moment.tx.meetings
    for meeting in await meetings.unreminded(DAY, now, now + OF_USE, now + LONGEST_DAY):
        if day_before(meeting) <= now:
            await _remind(moment, DAY, meeting, until=meeting.starts_at - OF_USE)
    for meeting in await meetings.unreminded(HOUR, now, now, now + timedelta(hours=1)):
        await _remind(moment, HOUR, meeting, until=meeting.starts_at)


async def _remind(moment: Moment, kind: str, meeting: Meeting, until: datetime) -> None:
    if not await _first(moment, kind, meeting):
        return
    for person_id in await moment.tx.meetings.who_said(meeting.id, RsvpAnswer.YES):
        await tell(
            moment,
            "meeting.reminder",
            [person_id],
            key=f"{kind}:{meeting.id}.{meeting.version}",
            payload={"meeting": meeting.id, "version": meeting.version, "person": person_id},
            until=until,
        )


async def _first(moment: Moment, kind: str, meeting: Meeting) -> bool:
    return await moment.tx.occurrences.first(
        kind, str(meeting.id), str(meeting.version), moment.now
    )
