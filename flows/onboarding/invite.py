"""One-time links to a role. Whoever opens one first has the role, for a year."""

import hashlib
import secrets
from datetime import timedelta

from flows.kernel import Ctx, Moment
from storage.models import Role

LINK_LASTS = timedelta(days=7)
ROLE_LASTS = timedelta(days=365)


async def invite(moment: Moment, role: Role) -> str:
    """The token of a new link; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    await moment.tx.roles.invite(_digest(token), role, moment.now + LINK_LASTS)
    return token


async def redeem(ctx: Ctx, token: str) -> Role | None:
    """Give the actor the role of a link; ``None`` if it is unknown, used or too old."""
    role = await ctx.tx.roles.redeem(_digest(token), ctx.now)
    if role is not None:
        await ctx.tx.roles.grant(ctx.actor, role, ctx.now, ctx.now + ROLE_LASTS)
    return role


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
