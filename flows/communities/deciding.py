"""A moderator opens a community, or says why not; the founder hears of it."""

from typing import Any

from flows import permissions
from flows.communities.listing import about, neighbourhood
from flows.errors import Gone
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW, Answers, Form, Step, begin, edit, finished, register
from flows.home import todo
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.paging import PAGE, turns
from flows.reading import Said, words
from flows.text import Speech, just, paragraphs, t, tn
from storage.models import Community, CommunityState, ConsentKind

MOST_REASON = 300


@todo(31)
async def waiting(ctx: Ctx) -> Button | None:
    if not permissions.moderators(ctx):
        return None
    count = await ctx.tx.communities.count(CommunityState.PROPOSED)
    label = tn("Check {n} community", "Check {n} communities", count)
    return Button(label, "communities.queue") if count else None


@action("communities.queue", permission=permissions.moderators, reads=True)
async def queue(ctx: Ctx, arg: str) -> Screen:
    return await _queue(ctx, number(arg or "0"))


async def _queue(ctx: Ctx, page: int = 0, news: Speech | None = None) -> Screen:
    found = await ctx.tx.communities.proposed(page * PAGE, PAGE + 1)
    return Screen(
        paragraphs(
            news,
            t("<b>Communities that wait for a moderator</b>"),
            t("The oldest comes first.") if found else t("Nobody waits now."),
        ),
        (
            *(
                (Button(just(community.name), "communities.check", str(community.id)),)
                for community in found[:PAGE]
            ),
            *turns("communities.queue", page, more=len(found) > PAGE),
            HOME_ROW,
        ),
    )


@action("communities.check", permission=permissions.moderators, reads=True)
async def check(ctx: Ctx, arg: str) -> Screen:
    community = await ctx.tx.communities.get(number(arg))
    if community is None:
        raise Gone
    if community.state is not CommunityState.PROPOSED:
        return await _decided_before(ctx)
    return Screen(
        paragraphs(
            t("<b>{name}</b>", name=community.name),
            about(community),
            neighbourhood(ctx.town, community.area),
        ),
        (
            (Button(t("Open this community"), "communities.approve", arg),),
            (Button(t("Refuse, and say why"), "communities.refuse", arg),),
            (Button(t("Go back"), "communities.queue"),),
        ),
    )


async def _decided_before(ctx: Ctx) -> Screen:
    return await _queue(ctx, news=t("A moderator has decided on this already."))


@action("communities.approve", permission=permissions.moderators)
async def approve(ctx: Ctx, arg: str) -> Screen:
    community = await ctx.tx.communities.decide(number(arg), CommunityState.OPEN)
    if community is None:
        return await _decided_before(ctx)
    if community.founder_id is not None:
        await ctx.tx.communities.join(community.id, community.founder_id, ctx.now)
    await _tell_founder(ctx, community)
    return await _queue(ctx, news=t("<b>{name}</b> is open now.", name=community.name))


async def ask_reason(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("Why not? Type it in simple words. The founder reads it."))


async def read_reason(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_REASON, many_lines=True)


async def review(ctx: Ctx, answers: Answers) -> Screen:
    community = await ctx.tx.communities.get(answers["community"])
    return Screen(
        paragraphs(
            t("Refuse <b>{name}</b>?", name=community.name) if community else None,
            t("Why: {reason}", reason=answers["reason"]),
        ),
        (
            (Button(t("Refuse it and send this"), "communities.refused"),),
            (edit("turndown", "reason", t("Change the text")),),
            (Button(t("Throw it away"), "form.drop", "turndown"), *HOME_ROW),
        ),
    )


FORM = register(
    Form(
        "turndown",
        t("Go on with your answer"),
        permissions.moderators,
        (Step("reason", ask_reason, read=read_reason),),
        review,
    )
)


@action("communities.refuse", permission=permissions.moderators)
async def refuse(ctx: Ctx, arg: str) -> Screen:
    return await begin(ctx, FORM, {"community": number(arg)})


@action("communities.refused", permission=permissions.moderators)
async def refused(ctx: Ctx, _arg: str) -> Screen:
    answers: dict[str, Any] = await finished(ctx, FORM)
    community = await ctx.tx.communities.decide(
        answers["community"], CommunityState.REFUSED, answers["reason"]
    )
    if community is None:
        return await _decided_before(ctx)
    await _tell_founder(ctx, community)
    return await _queue(ctx, news=t("<b>{name}</b> is refused.", name=community.name))


async def _tell_founder(ctx: Ctx, community: Community) -> None:
    if community.founder_id is not None:
        await tell(
            ctx,
            "community.decided",
            [community.founder_id],
            key=str(community.id),
            payload={"community": community.id},
        )


@notice("community.proposed", consent=None)
async def proposed(moment: Moment, payload: Payload) -> Screen | None:
    community = await moment.tx.communities.get(payload["community"])
    if community is None or community.state is not CommunityState.PROPOSED:
        return None
    return Screen(
        paragraphs(
            t("Somebody wants to start a community."), t("<b>{name}</b>", name=community.name)
        ),
        ((Button(t("Check it"), "communities.check", str(community.id)),),),
        fresh=True,
    )


@notice("community.decided", consent=ConsentKind.OWN, again=True)
async def decided(moment: Moment, payload: Payload) -> Screen | None:
    community = await moment.tx.communities.get(payload["community"])
    if community is None:
        return None
    if community.state is CommunityState.OPEN:
        text = t("Your community <b>{name}</b> is open. You take part.", name=community.name)
        button = Button(t("Look at the community"), "communities.open", str(community.id))
        return Screen(text, ((button,),), fresh=True)
    return Screen(
        paragraphs(
            t("Your community <b>{name}</b> does not open.", name=community.name),
            t("Why: {reason}", reason=community.reason or ""),
            t("Do you want to talk about it? {help}", help=moment.town.help),
        ),
        ((Button(t("Start a community"), "communities.start"),),),
        fresh=True,
    )
