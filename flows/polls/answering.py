"""Answering a poll: members only, once, and changeable until it closes."""

from flows import permissions
from flows.communities.listing import back, community_of
from flows.errors import Gone, Refusal
from flows.events import Payload, notice
from flows.home import todo
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.polls.asking import numbered
from flows.polls.results import outcome
from flows.text import lines, paragraphs, t
from storage.models import Community, ConsentKind, Poll


@todo(45, of="poll")
async def waiting(ctx: Ctx) -> Button | None:
    poll = await ctx.tx.polls.unanswered(ctx.actor.id, ctx.now)
    if poll is None:
        return None
    return Button(t("Answer an open poll"), "polls.open", str(poll.id))


@action("polls.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    return await _shown(ctx, await _poll(ctx, arg))


async def _poll(ctx: Ctx, arg: str) -> Poll:
    poll = await ctx.tx.polls.get(number(arg))
    if poll is None:
        raise Gone
    return poll


async def _shown(ctx: Ctx, poll: Poll) -> Screen:
    """Nobody sees how others answered before the poll closes."""
    community = await community_of(ctx, poll.community_id)
    if poll.closes_at <= ctx.now:
        return Screen(await outcome(ctx, poll), (back(community),))
    mine = await ctx.tx.polls.answer_of(poll.id, ctx.actor.id)
    return Screen(
        paragraphs(
            t("{name} asks:", name=community.name),
            lines(t("<b>{question}</b>", question=poll.question), numbered(poll.options)),
            t("You have not answered yet.")
            if mine is None
            else t("Your answer: {answer}. You can change it.", answer=poll.options[mine]),
            t("Open until {end}. Then all members see the result.", end=poll.closes_at),
        ),
        (*_choices(poll, mine), back(community)),
    )


def _choices(poll: Poll, mine: int | None = None) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (
            Button(
                t("{number}. {answer}", number=place + 1, answer=option),
                "polls.answer",
                f"{poll.id}.{place}",
            ),
        )
        for place, option in enumerate(poll.options)
        if place != mine
    )


@action("polls.answer", permission=permissions.anyone)
async def answer(ctx: Ctx, arg: str) -> Screen:
    """``arg``: the poll, and after a dot the place of the option."""
    key, _, place = arg.partition(".")
    poll = await _poll(ctx, key)
    if number(place) >= len(poll.options):
        raise Gone
    community = await community_of(ctx, poll.community_id)
    if poll.closes_at <= ctx.now:
        raise Refusal(t("This poll is closed. Your answer was not changed."))
    if community.id not in await ctx.tx.communities.joined(ctx.actor.id):
        return _invitation(community)
    await ctx.tx.polls.answer(poll.id, ctx.actor.id, number(place))
    return await _shown(ctx, poll)


def _invitation(community: Community) -> Screen:
    return Screen(
        paragraphs(
            t("Only members of {name} can answer.", name=community.name),
            t("Do you want to take part? Then join first."),
        ),
        (
            (Button(t("Join this community"), "communities.join", str(community.id)),),
            back(community),
        ),
    )


@notice("poll.opened", consent=ConsentKind.COMMUNITY)
async def opened(moment: Moment, payload: Payload) -> Screen | None:
    poll = await moment.tx.polls.get(payload["poll"])
    if poll is None:
        return None
    community = await moment.tx.communities.get(poll.community_id)
    if community is None:
        return None
    return Screen(
        paragraphs(
            t("{name} asks:", name=community.name),
            lines(t("<b>{question}</b>", question=poll.question), numbered(poll.options)),
            t("Open until {end}. Then all members see the result.", end=poll.closes_at),
        ),
        (
            *_choices(poll),
            (Button(t("Look at the poll"), "polls.open", str(poll.id)),),
        ),
        fresh=True,
    )
