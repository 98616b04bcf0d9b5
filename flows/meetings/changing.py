"""A meeting gets another time or place, or does not go on."""

from datetime import datetime
from typing import Any

from flows import permissions
from flows.errors import Gone
from flows.events import tell
from flows.forms import Answers, Form, begin, finished, register
from flows.i18n import ZONE
from flows.kernel import Button, Ctx, Screen, action, number
from flows.meetings.attending import shown
from flows.meetings.questions import facts_of, reviewed, starts_at, when_and_where
from flows.meetings.reminders import skip_past
from flows.text import paragraphs, t, tn
from storage.models import Meeting, RsvpAnswer

FORM_NAME = "move"


async def review(ctx: Ctx, answers: Answers) -> Screen:
    return reviewed(
        ctx,
        answers,
        FORM_NAME,
        t("What do you want to change? Nobody is told yet."),
        Button(t("Save it and tell who comes"), "meetings.move"),
    )


FORM = register(
    Form(
        FORM_NAME,
        t("Go on with your change"),
        permissions.moderators,
        when_and_where(FORM_NAME),
        review,
    )
)


async def _to_come(ctx: Ctx, arg: str) -> Meeting:
    """Raises ``Gone`` when there is no such meeting, or it began or was cancelled."""
    meeting = await ctx.tx.meetings.get(number(arg))
    if meeting is None or meeting.cancelled_at is not None or meeting.starts_at <= ctx.now:
        raise Gone
    return meeting


@action("meetings.change", permission=permissions.moderators)
async def change(ctx: Ctx, arg: str) -> Screen:
    meeting = await _to_come(ctx, arg)
    return await begin(ctx, FORM, _as_it_stands(meeting))


def _as_it_stands(meeting: Meeting) -> dict[str, Any]:
    local = meeting.starts_at.astimezone(ZONE)
    return {
        "meeting": meeting.id,
        "version": meeting.version,
        "title": meeting.title,
        "day": local.date().isoformat(),
        "time": f"{local:%H:%M}",
        "place": meeting.place,
    }


@action("meetings.move", permission=permissions.moderators)
async def move(ctx: Ctx, _arg: str) -> Screen:
    """What another moderator changed or cancelled meanwhile is not overwritten."""
    answers = await finished(ctx, FORM)
    meeting = await ctx.tx.meetings.get(answers["meeting"])
    if meeting is None:
        raise Gone
    if answers == _as_it_stands(meeting):
        return await shown(ctx, meeting, t("Nothing was changed."))
    return await _move(ctx, meeting, answers, starts_at(answers, ctx.now))


async def _move(ctx: Ctx, meeting: Meeting, answers: Answers, begins: datetime) -> Screen:
    moved = await ctx.tx.meetings.move(
        meeting.id, answers["version"], starts_at=begins, place=answers["place"], now=ctx.now
    )
    if moved is None:
        return await shown(
            ctx, meeting, t("Somebody changed this meeting before you. Look again.")
        )
    await skip_past(ctx, moved)
    await tell(
        ctx,
        "meeting.moved",
        await ctx.tx.meetings.who_said(moved.id, RsvpAnswer.YES),
        key=f"{moved.id}.{moved.version}",
        payload={"meeting": moved.id, "version": moved.version},
        until=moved.starts_at,
    )
    return await shown(ctx, moved, t("The change is saved. Who comes is told."))


@action("meetings.ask", permission=permissions.moderators, reads=True)
async def ask(ctx: Ctx, arg: str) -> Screen:
    meeting = await _to_come(ctx, arg)
    coming = len(await ctx.tx.meetings.who_said(meeting.id, RsvpAnswer.YES))
    return Screen(
        paragraphs(
            t("<b>Cancel this meeting?</b>"),
            facts_of(meeting),
            tn("{n} person comes.", "{n} people come.", coming),
            t("You cannot undo this."),
        ),
        (
            (Button(t("Cancel it and tell everyone"), "meetings.cancel", arg),),
            (Button(t("Keep the meeting"), "meetings.open", arg),),
        ),
    )


@action("meetings.cancel", permission=permissions.moderators)
async def cancel(ctx: Ctx, arg: str) -> Screen:
    """Everyone who was asked or comes is told, but for those who said no."""
    meeting = await ctx.tx.meetings.cancel(number(arg), ctx.now)
    if meeting is None:
        raise Gone
    members = await ctx.tx.communities.members(meeting.community_id)
    coming = await ctx.tx.meetings.who_said(meeting.id, RsvpAnswer.YES)
    not_coming = await ctx.tx.meetings.who_said(meeting.id, RsvpAnswer.NO)
    await tell(
        ctx,
        "meeting.cancelled",
        sorted({*members, *coming} - {*not_coming}),
        key=str(meeting.id),
        payload={"meeting": meeting.id},
        until=meeting.starts_at,
    )
    return await shown(ctx, meeting)
