"""A moderator plans a meeting of a community; its members are told."""

from flows import permissions
from flows.communities.listing import back, community_of
from flows.events import tell
from flows.forms import Answers, Form, Step, edit, finished, go_on, register
from flows.kernel import Button, Ctx, Screen, action, number
from flows.meetings.questions import (
    ask_title,
    facts_of,
    read_title,
    reviewed,
    starts_at,
    when_and_where,
)
from flows.meetings.reminders import skip_past
from flows.text import paragraphs, t

FORM_NAME = "meeting"


async def review(ctx: Ctx, answers: Answers) -> Screen:
    return reviewed(
        ctx,
        answers,
        FORM_NAME,
        t("Is this right? Nobody is told yet."),
        Button(t("Plan it and tell members"), "meetings.send"),
        edit(FORM_NAME, "title", t("Change the title")),
    )


FORM = register(
    Form(
        FORM_NAME,
        t("Go on with the meeting"),
        permissions.moderators,
        (Step("title", ask_title, read=read_title), *when_and_where(FORM_NAME)),
        review,
    )
)


@action("meetings.plan", permission=permissions.moderators)
async def plan(ctx: Ctx, arg: str) -> Screen:
    """An unfinished meeting of the same community is gone on with."""
    community = await community_of(ctx, number(arg))
    return await go_on(ctx, FORM, {"community": community.id})


@action("meetings.send", permission=permissions.moderators)
async def send(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    community = await community_of(ctx, answers["community"])
    begins = starts_at(answers, ctx.now)
    meeting = await ctx.tx.meetings.add(community.id, answers["title"], answers["place"], begins)
    await skip_past(ctx, meeting)
    await tell(
        ctx,
        "meeting.planned",
        await ctx.tx.communities.members(community.id),
        key=str(meeting.id),
        payload={"meeting": meeting.id},
        until=meeting.starts_at,
    )
    return Screen(
        paragraphs(t("<b>The meeting is planned.</b>"), facts_of(meeting)),
        ((Button(t("Look at the meeting"), "meetings.open", str(meeting.id)),), back(community)),
        fresh=True,
    )
