"""The end of the objection term: from here on nobody can tell whose ballot is whose."""

from flows.board.lists import add, split
from flows.errors import Refusal
from flows.kernel import Moment
from flows.rounds.current import Edition
from flows.rounds.secrecy import term_ends
from flows.text import paragraphs, t
from flows.voting.ballot import new_tracker
from storage.models import BoardKind


async def destroy(moment: Moment, edition: Edition) -> None:
    """What the database has to do with it; the file goes after the commit, see ``bot.rounds``.

    The fact itself goes on the board, into the chain. Raises a ``Refusal`` before the term ends.
    A second time nothing is left to do.
    """
    row = await moment.tx.rounds.seize(edition.row.id)
    if row.key_destroyed_at is not None:
        return
    check_term(moment, edition)
    await moment.tx.ballots.cut_loose(row.id, new_tracker)
    row.key_destroyed_at = await moment.tx.rounds.now()
    last = await moment.tx.board.last(row.id)
    leaves = split(last.leaves) if last is not None else []
    await add(moment, edition, BoardKind.DESTROYED, leaves)


def check_term(moment: Moment, edition: Edition) -> None:
    """Raises a ``Refusal`` with the day from which it may be."""
    ends = term_ends(edition)
    if ends is None:
        raise Refusal(t("The result of this round is not published yet."))
    if moment.now < ends:
        raise Refusal(
            paragraphs(
                t("People can still object to the result. Then the key is needed."),
                t("You can destroy it from {day}.", day=ends),
            )
        )
