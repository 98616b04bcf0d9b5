"""Not too many wrong codes in an hour: of one person, and of all together.

Counted in the database, by hours of the clock; what is counted is not which codes.
"""

from datetime import datetime, timedelta

from flows.colleagues import tell_officers
from flows.events import Payload, notice
from flows.forms import HOME_ROW
from flows.kernel import Ctx, Moment, Screen
from flows.text import paragraphs, t

MOST_TRIES = 10  # in vain, by one person
MOST_TOGETHER = 1_000  # by everybody


def _hour(ctx: Ctx) -> datetime:
    return ctx.now.replace(minute=0, second=0, microsecond=0)


async def closed_until(ctx: Ctx) -> datetime | None:
    """When the actor may try again; ``None``: now."""
    own, together = await ctx.tx.stemcodes.tries(ctx.actor.id, _hour(ctx))
    if own >= MOST_TRIES or together >= MOST_TOGETHER:
        return _hour(ctx) + timedelta(hours=1)
    return None


async def missed(ctx: Ctx) -> None:
    """Count one more; when it is the last that fits in this hour, the officers hear of it."""
    hour = _hour(ctx)
    await ctx.tx.stemcodes.tried(ctx.actor.id, hour)
    _, together = await ctx.tx.stemcodes.tries(ctx.actor.id, hour)
    if together < MOST_TOGETHER:
        return
    until = hour + timedelta(hours=1)
    payload = {"until": until.isoformat()}
    await tell_officers(ctx, "codes.alarm", key=hour.isoformat(), payload=payload)


@notice("codes.alarm", consent=None)
async def alarm(_moment: Moment, payload: Payload) -> Screen:
    return Screen(
        paragraphs(
            t("Within an hour {n} wrong stemcodes were typed.", n=MOST_TOGETHER),
            t("No code works until {time}.", time=datetime.fromisoformat(payload["until"])),
            t("Somebody may be guessing. Please look into it."),
        ),
        (HOME_ROW,),
    )
