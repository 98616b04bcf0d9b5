"""Finding a community, looking at it, joining and leaving it."""

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.paging import PAGE, turns
from flows.text import Day, Speech, Text, Words, just, lines, paragraphs, t, tn
from flows.town import Town
from flows.when import today
from storage.models import Community, CommunityState, Meeting, Poll

FEW = 3  # so few people could be recognised
NEXT = 3  # meetings and polls on the card of their community


async def community_of(moment: Moment, community_id: int) -> Community:
    """Raises ``Gone`` unless there is such a community, and it is open."""
    community = await moment.tx.communities.get(community_id)
    if community is None or community.state is not CommunityState.OPEN:
        raise Gone
    return community


def neighbourhood(town: Town, code: str) -> Text:
    area = town.area(code)
    return t("Neighbourhood: {area}", area=area.name if area else code)


def about(community: Community) -> Text:
    """As it was written."""
    return just(Words(community.about, source=community.locale))


def back(community: Community) -> tuple[Button, ...]:
    return (Button(t("Go to the community"), "communities.open", str(community.id)),)


@action("communities.list", permission=permissions.anyone, reads=True)
async def list_(ctx: Ctx, arg: str) -> Screen:
    page = number(arg or "0")
    actor = ctx.actor
    found = await ctx.tx.communities.open(actor.area, actor.id, page * PAGE, PAGE + 1)
    return Screen(
        paragraphs(
            t("<b>Communities</b>"),
            lines(*(_line(ctx, community, joined=joined) for community, joined in found[:PAGE]))
            if found
            else t("There is nothing here yet. Start the first one."),
        ),
        (
            *(
                (Button(just(community.name), "communities.open", str(community.id)),)
                for community, _ in found[:PAGE]
            ),
            *turns("communities.list", page, more=len(found) > PAGE),
            (Button(t("Start a community"), "communities.start"),),
            HOME_ROW,
        ),
    )


def _line(ctx: Ctx, community: Community, *, joined: bool) -> Text:
    area = ctx.town.area(community.area)
    where = area.name if area else community.area
    if joined:
        return t("{name} ({area}): you take part", name=community.name, area=where)
    return t("{name} ({area})", name=community.name, area=where)


@action("communities.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    return await shown(ctx, await community_of(ctx, number(arg)))


async def shown(ctx: Ctx, community: Community, news: Speech | None = None) -> Screen:
    """The card of a community, with what has just happened to it above it."""
    key = str(community.id)
    members = await ctx.tx.communities.members(community.id)
    joined = ctx.actor.id in members
    meetings = await ctx.tx.meetings.upcoming(community.id, ctx.now, 0, NEXT + 1)
    polls = await ctx.tx.polls.open_in(community.id, ctx.now, 0, NEXT)
    stay = Button(t("Leave this community"), "communities.leave", key)
    come = Button(t("Join this community"), "communities.join", key)
    return Screen(
        paragraphs(
            news,
            t("<b>{name}</b>", name=community.name),
            about(community),
            lines(
                neighbourhood(ctx.town, community.area),
                _size(len(members)),
                t("You take part.") if joined else t("You do not take part."),
            ),
            None if meetings else t("No meeting is planned now."),
        ),
        (
            (stay if joined else come,),
            *((_meeting(meeting),) for meeting in meetings[:NEXT]),
            *(
                ((Button(t("See all meetings"), "meetings.list", key),),)
                if meetings[NEXT:]
                else ()
            ),
            *((_poll(poll),) for poll in polls),
            *_work(ctx, key),
            (Button(t("See all communities"), "communities.list"), *HOME_ROW),
        ),
    )


def _size(members: int) -> Text:
    if members < FEW:
        return t("Members: a few")
    return tn("Members: {n}", "Members: {n}", members)


def _meeting(meeting: Meeting) -> Button:
    label = t("{day}: {title}", day=Day(today(meeting.starts_at)), title=meeting.title)
    return Button(label, "meetings.open", str(meeting.id))


def _poll(poll: Poll) -> Button:
    return Button(t("Answer: {question}", question=poll.question), "polls.open", str(poll.id))


def _work(ctx: Ctx, key: str) -> tuple[tuple[Button, ...], ...]:
    if not permissions.moderators(ctx):
        return ()
    return (
        (Button(t("Plan a meeting"), "meetings.plan", key),),
        (Button(t("Start a poll"), "polls.ask", key),),
    )


@action("communities.join", permission=permissions.anyone)
async def join(ctx: Ctx, arg: str) -> Screen:
    community = await community_of(ctx, number(arg))
    await ctx.tx.communities.join(community.id, ctx.actor.id, ctx.now)
    return await shown(ctx, community)


@action("communities.leave", permission=permissions.anyone)
async def leave(ctx: Ctx, arg: str) -> Screen:
    community = await community_of(ctx, number(arg))
    await ctx.tx.communities.leave(community.id, ctx.actor.id)
    return await shown(ctx, community)
