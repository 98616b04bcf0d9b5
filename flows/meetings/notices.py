"""What members and visitors hear about meetings, always as these stand when it is sent."""

from flows.events import Payload, notice
from flows.kernel import Button, Moment, Screen
from flows.meetings.questions import facts_of
from flows.text import Speech, Text, paragraphs, t
from storage.models import ConsentKind, Meeting, RsvpAnswer


@notice("meeting.planned", consent=ConsentKind.MEETINGS)
async def planned(moment: Moment, payload: Payload) -> Screen | None:
    meeting = await _going_on(moment, payload)
    if meeting is None:
        return None
    community = await moment.tx.communities.get(meeting.community_id)
    if community is None:
        return None
    return _push(meeting, t("{name} has a new meeting.", name=community.name), _answers(meeting))


@notice("meeting.moved", consent=ConsentKind.MEETINGS, again=True)
async def moved(moment: Moment, payload: Payload) -> Screen | None:
    meeting = await _going_on(moment, payload)
    if meeting is None or meeting.version != payload["version"]:
        return None
    return _push(meeting, t("The time or place of your meeting is changed."), _answers(meeting))


@notice("meeting.cancelled", consent=ConsentKind.MEETINGS, again=True)
async def cancelled(moment: Moment, payload: Payload) -> Screen | None:
    meeting = await moment.tx.meetings.get(payload["meeting"])
    if meeting is None:
        return None
    look = Button(t("Look at the meeting"), "meetings.open", str(meeting.id))
    return _push(meeting, t("<b>This meeting is cancelled.</b>"), ((look,),))


@notice("meeting.reminder", consent=ConsentKind.MEETINGS)
async def reminder(moment: Moment, payload: Payload) -> Screen | None:
    """Not for who said no meanwhile, nor of a time that was changed meanwhile."""
    meeting = await _going_on(moment, payload)
    if meeting is None or meeting.version != payload["version"]:
        return None
    answer = await moment.tx.meetings.answer_of(meeting.id, payload["person"])
    if answer is not RsvpAnswer.YES:
        return None
    no = Button(t("Say no: I cannot come"), "meetings.no", str(meeting.id))
    look = Button(t("Look at the meeting"), "meetings.open", str(meeting.id))
    return _push(meeting, t("Think of your meeting."), ((look,), (no,)))


async def _going_on(moment: Moment, payload: Payload) -> Meeting | None:
    meeting = await moment.tx.meetings.get(payload["meeting"])
    return meeting if meeting is not None and meeting.cancelled_at is None else None


def _answers(meeting: Meeting) -> tuple[tuple[Button, ...], ...]:
    key = str(meeting.id)
    return (
        (Button(t("Say yes: I come"), "meetings.yes", key),),
        (Button(t("Say no: I cannot come"), "meetings.no", key),),
        (Button(t("Look at the meeting"), "meetings.open", key),),
    )


def _push(meeting: Meeting, news: Text, rows: tuple[tuple[Button, ...], ...]) -> Screen:
    text: Speech = paragraphs(news, facts_of(meeting))
    return Screen(text, rows, fresh=True)
