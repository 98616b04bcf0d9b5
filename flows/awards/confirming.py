"""The second officer confirms what the council decided; who proposed the plan hears of it."""

from datetime import timedelta

from flows import permissions
from flows.colleagues import ask_another
from flows.errors import Gone, Refusal
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW
from flows.initiatives.card import heading
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.rounds.current import edition_of
from flows.text import Lines, paragraphs, t
from flows.voting.awarded import decided
from storage.models import Award, ConsentKind

LASTS = timedelta(days=14)  # what nobody confirmed by then is no longer meant


async def ask_second(ctx: Ctx, award: Award) -> Screen:
    ends = award.proposed_at + LASTS
    asked = await ask_another(
        ctx, "award.check", key=str(award.id), payload={"id": award.id}, until=ends
    )
    return Screen(paragraphs(await _about(ctx, award), asked), (HOME_ROW,), fresh=True)


async def _about(moment: Moment, award: Award) -> Lines:
    plan = await moment.tx.initiatives.get(award.initiative_id)
    if plan is None:
        raise Gone
    return paragraphs(heading(plan), decided(award))


@notice("award.check", consent=None)
async def asked(moment: Moment, payload: Payload) -> Screen | None:
    award = await moment.tx.awards.get(payload["id"])
    if award is None or award.confirmed_at is not None:
        return None
    return Screen(
        paragraphs(
            t("A colleague recorded a decision of the council."), await _about(moment, award)
        ),
        ((Button(t("Check this decision"), "award.open", str(award.id)),),),
    )


@action("award.open", permission=permissions.officers, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    award = await _waiting(ctx, number(arg))
    rows = ((Button(t("Confirm this decision"), "award.yes", arg),),)
    own = award.proposer_id == ctx.actor.id
    lapses = t("Do you not agree? Do nothing. It lapses on {end}.", end=award.proposed_at + LASTS)
    return Screen(paragraphs(await _about(ctx, award), lapses), (*(() if own else rows), HOME_ROW))


async def _waiting(ctx: Ctx, award_id: int) -> Award:
    """Raises ``Gone``, or a ``Refusal`` for what is decided or has lapsed."""
    award = await ctx.tx.awards.get(award_id)
    if award is None:
        raise Gone
    if award.confirmed_at is not None:
        raise Refusal(t("This was decided already. Nothing was changed now."))
    if ctx.now >= award.proposed_at + LASTS:
        raise Refusal(t("Nobody confirmed this in time. It has lapsed."))
    return award


@action("award.yes", permission=permissions.officers)
async def confirm(ctx: Ctx, arg: str) -> Screen:
    award = await _waiting(ctx, number(arg))
    if award.proposer_id == ctx.actor.id:
        raise Refusal(t("You asked for this. Another officer must confirm it."))
    if not await ctx.tx.awards.confirm(award.id, ctx.actor.id, ctx.now):
        raise Refusal(t("This was decided already. Nothing was changed now."))
    plan = await ctx.tx.initiatives.get(award.initiative_id)
    edition = await edition_of(ctx, award.round_id)
    if plan is not None and plan.author_id is not None and edition.row.published_at is not None:
        own = {"id": award.id}
        await tell(ctx, "award.told", [plan.author_id], key=str(award.id), payload=own)
    return Screen(
        paragraphs(await _about(ctx, award), t("It stands beside the result now.")),
        (HOME_ROW,),
        fresh=True,
    )


@notice("award.told", consent=ConsentKind.OWN, again=True)
async def told(moment: Moment, payload: Payload) -> Screen | None:
    award = await moment.tx.awards.get(payload["id"])
    if award is None:
        return None
    return Screen(
        paragraphs(t("There is news about your plan."), await _about(moment, award)),
        ((Button(t("See the result"), "result.open", str(award.round_id)),),),
        fresh=True,
    )
