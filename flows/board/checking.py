"""A resident looks whether their vote is on the board. What they chose is nowhere in it."""

from flows import permissions
from flows.board.lists import split
from flows.board.tree import leaf_of
from flows.errors import Refusal
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen, action, number
from flows.rounds.current import Edition, edition_of
from flows.rounds.secrecy import key_of
from flows.text import Code, Speech, lines, paragraphs, t, tn
from flows.voting.ballot import slot_of
from storage.models import BoardEntry, BoardKind

COUNTED = (BoardKind.FINAL, BoardKind.RESULT, BoardKind.DESTROYED)


@action("board.check", permission=permissions.anyone, reads=True)
async def check(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    last = await ctx.tx.board.last(edition.row.id)
    return Screen(
        paragraphs(
            t("<b>Is my vote in the box?</b>"),
            await _own(ctx, edition, last),
            _about(last) if last is not None else None,
            _where(ctx),
        ),
        ((Button(t("See or change your vote"), "vote.review", arg),), HOME_ROW),
    )


async def _own(ctx: Ctx, edition: Edition, last: BoardEntry | None) -> Speech:
    """Raises a ``Refusal`` for who has no vote. Without the key a receipt is all one has."""
    if edition.row.key_destroyed_at is not None:
        return lines(
            t("The key is destroyed. I cannot find your vote any more."),
            t("Look for the number of your receipt on the list."),
        )
    slot = slot_of(key_of(ctx, edition.row), ctx.actor.id)
    ballot = await ctx.tx.ballots.get(edition.row.id, slot)
    if ballot is None or ballot.tracker is None:
        raise Refusal(t("You have sent no vote in this round."))
    leaf = leaf_of(edition.row.slug, ballot.tracker)
    on_list = last is not None and leaf in split(last.leaves)
    return lines(
        t("Yes. Your vote is in the box."),
        t("Your receipt: {tracker}", tracker=Code(ballot.tracker)),
        t("It is on the public list.") if on_list else _not_yet(),
    )


def _not_yet() -> Speech:
    return lines(
        t("It is not on the public list yet."),
        t("A new list comes at night, after ten new votes or more."),
    )


def _about(last: BoardEntry) -> Speech:
    counted, many = last.kind in COUNTED, len(split(last.leaves))
    return lines(
        tn("{n} vote was counted.", "{n} votes were counted.", many)
        if counted
        else tn("{n} vote is on the list.", "{n} votes are on the list.", many),
        t("The number of the list: {head}", head=Code(last.head[:16])),
    )


def _where(ctx: Ctx) -> Speech:
    if ctx.town.board is None:
        return t("Do you want to see the list? {help}", help=ctx.town.help)
    return t("You can see the list here: {address}", address=Code(ctx.town.board))
