"""Who may do what: plain questions, asked at press time, in the same transaction."""

from flows.kernel import Ctx
from storage.models import Role


def anyone(_ctx: Ctx) -> bool:
    return True


def moderators(ctx: Ctx) -> bool:
    return Role.MODERATOR in ctx.roles


def officers(ctx: Ctx) -> bool:
    return Role.OFFICER in ctx.roles


def desk(ctx: Ctx) -> bool:
    """Who helps people to vote on paper."""
    return moderators(ctx) or officers(ctx)
