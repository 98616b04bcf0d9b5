"""What became of the plans that somebody chose themselves: asked and told in their own chat.

It takes the key of the round. When that is destroyed, nobody can tell it any more.
"""

from flows import permissions
from flows.errors import Gone, Refusal
from flows.initiatives.card import title
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.rounds.current import Edition, edition_of
from flows.rounds.secrecy import key_of
from flows.text import Speech, lines, paragraphs, t, tn
from flows.voting.ballot import slot_of
from flows.voting.count import outcomes_of
from storage.models import Ballot, Initiative

Rows = tuple[tuple[Button, ...], ...]


async def asked_by(moment: Moment, edition: Edition, person_id: int) -> Rows:
    """The buttons under a result, for who voted."""
    if not await moment.tx.ballots.has_voted(edition.row.id, person_id):
        return ()
    return (
        (Button(t("See what became of my vote"), "result.mine", str(edition.row.id)),),
        (Button(t("Check my vote in the box"), "board.check", str(edition.row.id)),),
    )


@action("result.mine", permission=permissions.anyone, reads=True)
async def mine(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    if edition.row.published_at is None:
        raise Gone
    ballot = await _ballot(ctx, edition)
    chosen = [int(plan) for plan in dict.fromkeys(ballot.sent or ())]
    found = await ctx.tx.initiatives.among(chosen)
    winners = outcomes_of(edition)[ballot.pot].winners
    won = [plan for plan in chosen if str(plan) in winners]
    return Screen(
        paragraphs(
            _how_many(len(won), len(chosen)),
            lines(*(_line(found[plan], won=plan in won) for plan in chosen if plan in found)),
            lines(
                t("Only you can see this, as long as the key exists."),
                t("The key is destroyed later. Then nobody can see it."),
            ),
        ),
        ((Button(t("Go back"), "result.open", arg),),),
    )


async def _ballot(ctx: Ctx, edition: Edition) -> Ballot:
    """Raises a ``Refusal`` for who did not vote, and when nobody can tell any more."""
    if edition.row.key_destroyed_at is None:
        slot = slot_of(key_of(ctx, edition.row), ctx.actor.id)
        ballot = await ctx.tx.ballots.get(edition.row.id, slot)
        if ballot is not None and ballot.tracker is not None:
            return ballot
    if not await ctx.tx.ballots.has_voted(edition.row.id, ctx.actor.id):
        raise Refusal(t("You did not vote in this round."))
    raise Refusal(
        paragraphs(
            t("Your vote was counted."),
            t("The key is destroyed. Nobody can see what you chose."),
        )
    )


def _how_many(won: int, chosen: int) -> Speech:
    if not chosen:
        return t("Your vote had no plans on it.")
    if chosen == 1:
        return t("The plan you chose won.") if won else t("The plan you chose did not win.")
    return tn("{n} of your {all} plans won.", "{n} of your {all} plans won.", won, all=chosen)


def _line(plan: Initiative, *, won: bool) -> Speech:
    if won:
        return t("• {plan}: <b>won</b>", plan=title(plan))
    return t("• {plan}: did not win", plan=title(plan))
