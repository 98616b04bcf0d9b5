"""Officers among each other: they all hear of something, or another one has to say yes too."""

from datetime import datetime

from flows.events import Payload, tell
from flows.kernel import Ctx, Moment
from flows.text import Speech, t, tn
from storage.models import Role


async def tell_officers(  # noqa: PLR0913  what, which time, with what, until when, to whom not
    moment: Moment,
    name: str,
    *,
    key: str,
    payload: Payload,
    until: datetime | None = None,
    but: int | None = None,
) -> int:
    """A push to every officer, except the one (a person id) who knows; answers how many."""
    officers = set(await moment.tx.people.with_role(Role.OFFICER, moment.now)) - {but}
    await tell(moment, name, sorted(officers), key=key, payload=payload, until=until)
    return len(officers)


async def ask_another(
    ctx: Ctx, name: str, *, key: str, payload: Payload, until: datetime | None = None
) -> Speech:
    """Ask the other officers for the second yes; answers what the actor hears of it."""
    others = await tell_officers(
        ctx, name, key=key, payload=payload, until=until, but=ctx.actor.id
    )
    if not others:
        return t("There is no second officer yet. It waits until there is one.")
    return tn("I asked {n} officer.", "I asked {n} officers.", others)
