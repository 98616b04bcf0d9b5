"""A message goes out: by one officer, or by two when it goes to many."""

from collections.abc import Sequence
from datetime import timedelta

from flows import permissions
from flows.broadcast.compose import FORM, texts_of
from flows.broadcast.message import MOST_ALONE, audience, message, wijken
from flows.broadcast.outcome import followed
from flows.colleagues import ask_another
from flows.errors import Gone, Refusal
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW, finished
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.text import Code, Text, paragraphs, t, tn
from storage.models import Broadcast, BroadcastState, ConsentKind

NEWS_LASTS = timedelta(days=7)


@action("broadcast.send", permission=permissions.officers)
async def send(ctx: Ctx, _arg: str) -> Screen:
    """The audience is counted again: who came or went since the review counts too."""
    answers = await finished(ctx, FORM)
    areas = wijken(ctx.town, answers["whom"])
    if areas is None:
        raise Gone
    people = await audience(ctx, areas)
    if not people:
        raise Refusal(t("Nobody would get it. Your text is kept. Change who gets it."))
    alone = len(people) <= MOST_ALONE
    row = await ctx.tx.broadcasts.add(
        officer_id=ctx.actor.id,
        texts=texts_of(answers),
        areas=areas,
        audience=len(people),
        state=BroadcastState.CONFIRMED if alone else BroadcastState.WAITING,
        now=ctx.now,
    )
    if alone:
        return await _send_out(ctx, row, people)
    return await _ask_second(ctx, row)


async def _send_out(ctx: Ctx, row: Broadcast, people: Sequence[int]) -> Screen:
    await tell(
        ctx,
        "news",
        people,
        key=str(row.id),
        payload={"id": row.id},
        until=ctx.now + NEWS_LASTS,
    )
    goes = tn(
        "Budget news {number} goes to {n} person.",
        "Budget news {number} goes to {n} people.",
        len(people),
        number=Code(str(row.id)),
    )
    return Screen(goes, (followed(row), HOME_ROW), fresh=True)


async def _ask_second(ctx: Ctx, row: Broadcast) -> Screen:
    asked = await ask_another(ctx, "news.ask", key=str(row.id), payload={"id": row.id})
    return Screen(
        paragraphs(
            t("Budget news {number} waits for a second officer.", number=Code(str(row.id))),
            asked,
            t("Nothing is sent yet."),
        ),
        (HOME_ROW,),
        fresh=True,
    )


@action("broadcast.yes", permission=permissions.officers)
async def confirm(ctx: Ctx, arg: str) -> Screen:
    row = await _decide(ctx, number(arg), BroadcastState.CONFIRMED)
    people = await audience(ctx, row.areas)
    row.audience = len(people)
    return await _send_out(ctx, row, people)


@action("broadcast.no", permission=permissions.officers)
async def drop(ctx: Ctx, arg: str) -> Screen:
    row = await _decide(ctx, number(arg), BroadcastState.DROPPED)
    return Screen(
        t("Budget news {number} is not sent.", number=Code(str(row.id))), (HOME_ROW,), fresh=True
    )


async def _decide(ctx: Ctx, broadcast_id: int, state: BroadcastState) -> Broadcast:
    """The word of the second officer; the first one hears of it."""
    decided = await ctx.tx.broadcasts.decide(broadcast_id, ctx.actor.id, state, ctx.now)
    row = await ctx.tx.broadcasts.get(broadcast_id)
    if row is None:
        raise Gone
    if not decided and row.state is BroadcastState.WAITING:
        raise Refusal(t("You wrote this message. Another officer must confirm it."))
    if not decided:
        raise Refusal(t("This was decided already. Nothing was changed now."))
    if row.officer_id is not None:
        await tell(ctx, "news.told", [row.officer_id], key=str(row.id), payload={"id": row.id})
    return row


@notice("news", consent=ConsentKind.MONEY)
async def news(moment: Moment, payload: Payload) -> Screen | None:
    row = await moment.tx.broadcasts.get(payload["id"])
    if row is None:
        return None
    return Screen(message(moment.town, row.texts), ((Button(t("See the budget"), "budget"),),))


@notice("news.ask", consent=None)
async def ask(moment: Moment, payload: Payload) -> Screen | None:
    row = await moment.tx.broadcasts.get(payload["id"])
    if row is None or row.state is not BroadcastState.WAITING:
        return None
    waits = t("Budget news {number} waits for a second officer.", number=Code(str(row.id)))
    return Screen(waits, ((Button(t("Check budget news"), "broadcast.open", str(row.id)),),))


DECISIONS: dict[BroadcastState, Text] = {
    BroadcastState.CONFIRMED: t("A second officer confirmed your budget news."),
    BroadcastState.DROPPED: t("A second officer did not send your budget news."),
}


@notice("news.told", consent=None, again=True)
async def told(moment: Moment, payload: Payload) -> Screen | None:
    row = await moment.tx.broadcasts.get(payload["id"])
    if row is None or row.state not in DECISIONS:
        return None
    return Screen(DECISIONS[row.state], (followed(row),))
