"""What moderators look at: who waits longest comes first."""

from flows import permissions
from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW
from flows.home import todo
from flows.initiatives.card import card, number, picture, said, title
from flows.initiatives.notices import tell_author
from flows.initiatives.window import change_ballot
from flows.kernel import Button, Ctx, Screen, action
from flows.kernel import number as read_number
from flows.paging import PAGE, turns
from flows.text import Code, Money, Speech, just, lines, paragraphs, t, tn
from storage.models import Initiative, InitiativeState

BACK = Button(t("Go to the queue"), "queue")


@todo(30)
async def check_now(ctx: Ctx) -> Button | None:
    waiting = await ctx.tx.initiatives.count_waiting() if permissions.moderators(ctx) else 0
    if not waiting:
        return None
    return Button(tn("Check {n} initiative", "Check {n} initiatives", waiting), "queue")


@action("queue", permission=permissions.moderators, reads=True)
async def queue(ctx: Ctx, arg: str) -> Screen:
    page = read_number(arg or "0")
    total = await ctx.tx.initiatives.count_waiting()
    found = await ctx.tx.initiatives.waiting(page * PAGE, PAGE)
    if not found:
        return Screen(
            paragraphs(t("<b>The queue</b>"), t("Nothing waits for you here.")), (HOME_ROW,)
        )
    return Screen(
        paragraphs(
            t("<b>The queue</b>"),
            tn("{n} initiative waits.", "{n} initiatives wait.", total),
            *(_in_list(initiative) for initiative in found),
        ),
        (
            *((Button(just(title(one)), "queue.open", str(one.id)),) for one in found),
            *turns("queue", page, more=(page + 1) * PAGE < total),
            HOME_ROW,
        ),
    )


def _in_list(initiative: Initiative) -> Speech:
    return lines(
        t("{number} {title}", number=Code(initiative.number), title=title(initiative)),
        t("Cost: {cost} (an estimate)", cost=Money(initiative.cost)),
        t("Waits since {moment}.", moment=initiative.submitted_at),
    )


async def waiting(ctx: Ctx, initiative_id: int) -> Initiative:
    """What this moderator may decide on; ``Gone`` when a colleague was first."""
    initiative = await ctx.tx.initiatives.get(initiative_id)
    if initiative is None or initiative.state is not InitiativeState.SUBMITTED:
        raise Gone
    if initiative.author_id == ctx.actor.id:
        raise Refusal(t("This is your own initiative. Another moderator must check it."))
    return initiative


@action("queue.open", permission=permissions.moderators, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    initiative = await waiting(ctx, read_number(arg))
    author = await ctx.tx.people.get(initiative.author_id) if initiative.author_id else None
    return Screen(
        paragraphs(
            await card(ctx, initiative, ctx.actor.locale),
            lines(
                number(initiative),
                t("From: {name}", name=author.name) if author else None,
            ),
            await _asked_before(ctx, initiative),
        ),
        (
            (Button(t("Accept"), "queue.accept", arg),),
            (Button(t("Ask a question"), "queue.ask", arg),),
            (Button(t("Refuse"), "queue.refuse", arg),),
            (Button(t("Go back"), "queue"),),
        ),
        picture(initiative),
    )


async def _asked_before(ctx: Ctx, initiative: Initiative) -> Speech | None:
    """The questions of moderators and what the initiator answered."""
    reader, talk = ctx.actor.locale, []
    for step in await ctx.tx.initiatives.history(initiative.id):
        typed = said(step, reader)
        if typed and step.state is InitiativeState.NEEDS_INFO:
            talk.append(lines(t("A moderator asked:"), typed))
        elif typed:
            talk.append(lines(t("The initiator answered:"), typed))
    return paragraphs(*talk) if talk else None


@action("queue.accept", permission=permissions.moderators)
async def accept(ctx: Ctx, arg: str) -> Screen:
    initiative = await waiting(ctx, read_number(arg))
    await change_ballot(ctx, initiative.round_id)
    await decide(ctx, initiative, InitiativeState.ON_BALLOT)
    return Screen(
        t("On the ballot: “{title}”. The initiator gets a message.", title=title(initiative)),
        ((BACK,), HOME_ROW),
        fresh=True,
    )


async def decide(
    ctx: Ctx,
    initiative: Initiative,
    state: InitiativeState,
    *,
    code: str | None = None,
    reason: str | None = None,
) -> None:
    """Take the step and tell the initiator; ``Gone`` for the second of two moderators."""
    step = await ctx.tx.initiatives.set_state(
        initiative.id,
        state,
        only_from=(InitiativeState.SUBMITTED,),
        at=ctx.now,
        actor=ctx.actor,
        code=code,
        reason=reason,
    )
    if step is None:
        raise Gone
    await tell_author(ctx, initiative, step)
