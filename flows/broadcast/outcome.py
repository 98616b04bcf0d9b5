"""What waits for a second officer, and how it went with what was sent."""

from flows import permissions
from flows.broadcast.message import addressed, as_read, audience
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.home import todo
from flows.kernel import Button, Ctx, Screen, action, number
from flows.text import Code, Speech, lines, paragraphs, t, tn
from storage.models import Broadcast, BroadcastState, OutboxState


@todo(40)
async def news(ctx: Ctx) -> Button | None:
    """To check what a colleague wrote goes before writing."""
    if not permissions.officers(ctx):
        return None
    row = await ctx.tx.broadcasts.waiting(ctx.actor.id)
    if row is not None:
        return Button(t("Check budget news"), "broadcast.open", str(row.id))
    return Button(t("Send budget news"), "broadcast.start")


def followed(row: Broadcast) -> tuple[Button, ...]:
    return (Button(t("See how it goes"), "broadcast.open", str(row.id)),)


@action("broadcast.open", permission=permissions.officers, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    row = await ctx.tx.broadcasts.get(number(arg))
    if row is None:
        raise Gone
    if row.state is BroadcastState.WAITING:
        return await _waiting(ctx, row)
    title = t("<b>Budget news {number}</b>", number=Code(str(row.id)))
    if row.state is BroadcastState.DROPPED:
        return Screen(
            paragraphs(title, *as_read(ctx.town, row.texts), t("This was not sent.")), (HOME_ROW,)
        )
    again = Button(t("Look again"), "broadcast.open", arg)
    return Screen(paragraphs(title, await _counts(ctx, row)), ((again,), HOME_ROW))


async def _waiting(ctx: Ctx, row: Broadcast) -> Screen:
    people = len(await audience(ctx, row.areas))
    own = row.officer_id == ctx.actor.id
    verb = tn("Send to {n} person", "Send to {n} people", people)
    decide = (
        (Button(verb, "broadcast.yes", str(row.id)),),
        (Button(t("Do not send it"), "broadcast.no", str(row.id)),),
    )
    return Screen(
        paragraphs(
            t("Budget news {number} waits for a second officer.", number=Code(str(row.id))),
            *as_read(ctx.town, row.texts),
            addressed(ctx.town, row.areas, people),
            t("You wrote this message. Another officer must confirm it.") if own else None,
        ),
        (*(() if own else decide), HOME_ROW),
    )


async def _counts(ctx: Ctx, row: Broadcast) -> Speech:
    """Of every message it is known what became of it, or said that it is not known."""
    found = await ctx.tx.broadcasts.outcome(f"news:{row.id}:")

    def count(*states: OutboxState) -> int:
        return sum(found.get(state, 0) for state in states)

    waiting = count(OutboxState.PENDING, OutboxState.SENDING)
    failed = count(OutboxState.FAILED, OutboxState.EXPIRED)
    unknown = count(OutboxState.UNKNOWN)
    return lines(
        t("Meant for: {n}", n=row.audience),
        t("Sent: {n}", n=count(OutboxState.SENT)),
        t("Still to be sent: {n}", n=waiting) if waiting else None,
        t("Could not be reached, or want no news: {n}", n=count(OutboxState.CANCELLED)),
        t("Failed: {n}", n=failed),
        t("Maybe arrived: {n}", n=unknown) if unknown else None,
    )
