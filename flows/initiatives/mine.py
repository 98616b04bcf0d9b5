"""What became of one's own initiatives, and taking one back."""

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.initiatives.card import STATES, card, number, picture, title, why
from flows.initiatives.window import ballot_is_fixed, change_ballot
from flows.kernel import Button, Ctx, Screen, action
from flows.kernel import number as read_number
from flows.paging import PAGE, turns
from flows.rounds.current import edition_of
from flows.text import Code, Lines, just, lines, paragraphs, t
from storage.models import Initiative, InitiativeState, Transition

WITHDRAWABLE = (
    InitiativeState.SUBMITTED,
    InitiativeState.NEEDS_INFO,
    InitiativeState.ON_BALLOT,
)


@action("propose.mine", permission=permissions.anyone, reads=True)
async def mine(ctx: Ctx, arg: str) -> Screen:
    page = read_number(arg or "0")
    total = await ctx.tx.initiatives.count_by(ctx.actor)
    found = await ctx.tx.initiatives.by(ctx.actor, page * PAGE, PAGE)
    if not found:
        nothing = t("You have not sent an initiative yet.")
        return Screen(paragraphs(t("<b>My initiatives</b>"), nothing), (HOME_ROW,))
    return Screen(
        paragraphs(t("<b>My initiatives</b>"), *(_in_list(initiative) for initiative in found)),
        (
            *((Button(just(title(one)), "propose.open", str(one.id)),) for one in found),
            *turns("propose.mine", page, more=(page + 1) * PAGE < total),
            HOME_ROW,
        ),
    )


def _in_list(initiative: Initiative) -> Lines:
    return lines(
        t("{number} {title}", number=Code(initiative.number), title=title(initiative)),
        t("Now: {state}.", state=STATES[initiative.state]),
    )


async def own(ctx: Ctx, arg: str) -> Initiative:
    """An initiative of the actor; ``Gone`` for that of somebody else."""
    initiative = await ctx.tx.initiatives.get(read_number(arg))
    if initiative is None or initiative.author_id != ctx.actor.id:
        raise Gone
    return initiative


@action("propose.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    initiative = await own(ctx, arg)
    rows = [(Button(t("See what happened"), "propose.steps", arg),)]
    if initiative.state is InitiativeState.NEEDS_INFO:
        rows.insert(0, (Button(t("Answer the question"), "propose.answer", arg),))
    if await _can_be_withdrawn(ctx, initiative):
        rows.append((Button(t("Take it back"), "propose.withdraw", arg),))
    return Screen(
        paragraphs(
            await card(ctx, initiative, ctx.actor.locale),
            lines(number(initiative), t("Now: {state}.", state=STATES[initiative.state])),
        ),
        (*rows, (Button(t("Go back"), "propose.mine"),)),
        picture(initiative),
    )


@action("propose.steps", permission=permissions.anyone, reads=True)
async def steps(ctx: Ctx, arg: str) -> Screen:
    initiative = await own(ctx, arg)
    history = await ctx.tx.initiatives.history(initiative.id)
    return Screen(
        paragraphs(
            t("<b>What happened with “{title}”</b>", title=title(initiative)),
            *(_told(step, ctx.actor.locale) for step in history),
        ),
        ((Button(t("Go back"), "propose.open", arg),),),
    )


def _told(step: Transition, reader: str) -> Lines:
    when = t("{when}: {state}.", when=step.at, state=STATES[step.state])
    return lines(when, why(step, reader))


@action("propose.withdraw", permission=permissions.anyone, reads=True)
async def withdraw(ctx: Ctx, arg: str) -> Screen:
    initiative = await own(ctx, arg)
    if not await _can_be_withdrawn(ctx, initiative):
        raise Gone
    return Screen(
        paragraphs(
            t("Take back “{title}”?", title=title(initiative)),
            t("It will not be on the ballot. You cannot undo this."),
        ),
        (
            (Button(t("Take it back now"), "propose.withdrawn", arg),),
            (Button(t("Keep it"), "propose.open", arg),),
        ),
    )


@action("propose.withdrawn", permission=permissions.anyone)
async def withdrawn(ctx: Ctx, arg: str) -> Screen:
    initiative = await own(ctx, arg)
    await change_ballot(ctx, initiative.round_id)
    step = await ctx.tx.initiatives.set_state(
        initiative.id,
        InitiativeState.WITHDRAWN,
        only_from=WITHDRAWABLE,
        at=ctx.now,
        actor=ctx.actor,
    )
    if step is None:
        raise Gone
    return Screen(
        paragraphs(
            t("You took back “{title}”.", title=title(initiative)),
            t("You can still read it in your list."),
        ),
        ((Button(t("See my initiatives"), "propose.mine"),), HOME_ROW),
        fresh=True,
    )


async def _can_be_withdrawn(ctx: Ctx, initiative: Initiative) -> bool:
    edition = await edition_of(ctx, initiative.round_id)
    return initiative.state in WITHDRAWABLE and not ballot_is_fixed(edition, ctx.now)
