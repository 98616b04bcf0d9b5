"""The second officer confirms what the first one wants, and everybody hears of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows import permissions
from flows.acts.ends import check_until
from flows.colleagues import ask_another
from flows.errors import Gone, Refusal
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.rounds.acts import Act, as_kept
from flows.rounds.current import Edition, edition_of
from flows.rounds.definition import PhaseKey
from flows.rounds.told import told
from flows.text import Lines, paragraphs, t
from storage.models import ConsentKind, RoundAct

LASTS = timedelta(hours=24)  # what nobody confirmed by then is no longer meant


async def ask_second(ctx: Ctx, act: RoundAct) -> Screen:
    ends = act.at + LASTS
    asked = await ask_another(ctx, "acts.ask", key=str(act.id), payload={"id": act.id}, until=ends)
    return Screen(
        paragraphs(
            await _about(ctx, act),
            asked,
            t("Nothing has changed yet. It lapses on {end}.", end=ends),
        ),
        (HOME_ROW,),
        fresh=True,
    )


async def _about(moment: Moment, act: RoundAct) -> Lines:
    edition = await edition_of(moment, act.round_id)
    return paragraphs(t("<b>{round}</b>", round=edition.definition.words), told(as_act(act)))


def as_act(row: RoundAct) -> Act:
    return Act(row.kind, row.at, row.reason, row.locale, row.until, row.initiative_id)


@notice("acts.ask", consent=None)
async def asked(moment: Moment, payload: Payload) -> Screen | None:
    act = await moment.tx.acts.get(payload["id"])
    if act is None or await moment.tx.acts.is_confirmed(act.id):
        return None
    check = Button(t("Check this change"), "acts.open", str(act.id))
    return Screen(
        paragraphs(t("A colleague wants to change the vote."), await _about(moment, act)),
        ((check,),),
    )


@action("acts.open", permission=permissions.officers, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    act = await _waiting(ctx, number(arg))
    rows: tuple[tuple[Button, ...], ...] = ()
    if act.officer_id != ctx.actor.id:
        rows = ((Button(t("Confirm this change"), "acts.yes", arg),),)
    lapses = t("Do you not agree? Do nothing. It lapses on {end}.", end=act.at + LASTS)
    return Screen(paragraphs(await _about(ctx, act), lapses), (*rows, HOME_ROW))


async def _waiting(ctx: Ctx, act_id: int) -> RoundAct:
    """Raises ``Gone``, or a ``Refusal`` for what is decided or has lapsed."""
    act = await ctx.tx.acts.get(act_id)
    if act is None:
        raise Gone
    if await ctx.tx.acts.is_confirmed(act_id):
        raise Refusal(t("This was decided already. Nothing was changed now."))
    if ctx.now >= act.at + LASTS:
        raise Refusal(t("Nobody confirmed this in time. It has lapsed."))
    return act


@action("acts.yes", permission=permissions.officers)
async def confirm(ctx: Ctx, arg: str) -> Screen:
    """In force from now, by the database's time; who is in the booth has finished by then."""
    act = await _waiting(ctx, number(arg))
    if act.officer_id == ctx.actor.id:
        raise Refusal(t("You asked for this. Another officer must confirm it."))
    now = await ctx.tx.rounds.now()
    edition = Edition.of(await ctx.tx.rounds.seize(act.round_id))
    if act.until is None:
        raise Gone
    check_until(edition, act.kind, act.until, now)
    await put_in_force(ctx, edition, act, now)
    await _tell_everyone(ctx, edition, act)
    return Screen(
        paragraphs(await _about(ctx, act), t("It is in force now. Everybody hears of it.")),
        (HOME_ROW,),
        fresh=True,
    )


async def put_in_force(ctx: Ctx, edition: Edition, act: RoundAct, now: datetime) -> None:
    """On a seized round. Raises ``Refusal`` for the second of two who confirm."""
    if not await ctx.tx.acts.confirm(act.id, ctx.actor.id, now):
        raise Refusal(t("This was decided already. Nothing was changed now."))
    edition.row.acts = as_kept(replace(as_act(act), at=now), edition.row)
    await ctx.tx.flush()


async def _tell_everyone(ctx: Ctx, edition: Edition, act: RoundAct) -> None:
    await tell(
        ctx,
        "acts.told",
        await ctx.tx.people.reachable(ConsentKind.PHASES, edition.definition.areas),
        key=str(act.id),
        payload={"id": act.id},
        until=act.until,
    )


@notice("acts.told", consent=ConsentKind.PHASES)
async def announced(moment: Moment, payload: Payload) -> Screen | None:
    act = await moment.tx.acts.get(payload["id"])
    if act is None:
        return None
    edition = await edition_of(moment, act.round_id)
    open_now = edition.is_in(moment.now, PhaseKey.VOTING)
    vote = ((Button(t("Vote now"), "vote.open"),),) if open_now else ()
    return Screen(await _about(moment, act), vote)
