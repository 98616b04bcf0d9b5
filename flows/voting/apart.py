"""Where both kinds of voters take part: what each of them alone would have given."""

from flows.cells import LEAST
from flows.counting.model import Outcome
from flows.initiatives.card import title
from flows.kernel import Moment
from flows.rounds.current import Edition
from flows.rounds.definition import Pot
from flows.text import Lines, Speech, lines, t
from flows.voting.count import apart_of
from storage.models import Basis


async def apart(moment: Moment, edition: Edition, pot: Pot) -> Speech | None:
    """``None`` where a round has one kind of voters."""
    counted = apart_of(edition, pot)
    if not counted:
        return None
    coded, free = counted[Basis.CODE], counted[Basis.SELF]
    if 0 < min(coded.voters, free.voters) < LEAST or max(coded.voters, free.voters) < LEAST:
        return t("One kind of votes is small. So I do not show them apart.")
    return lines(
        t("<b>The two kinds of votes</b>"),
        t("With a code: {coded}. Without a code: {free}.", coded=coded.voters, free=free.voters),
        t("Only votes with a code would give:"),
        await _winners(moment, edition, coded),
        t("Only votes without a code would give:"),
        await _winners(moment, edition, free),
    )


async def _winners(moment: Moment, edition: Edition, outcome: Outcome) -> Lines:
    found = await moment.tx.initiatives.among([int(plan) for plan in outcome.winners])
    plans = {str(plan.id): plan for plan in edition.as_frozen(found.values())}
    if not outcome.winners:
        return lines(t("No plan won."))
    return lines(*(t("• {plan}", plan=title(plans[winner])) for winner in outcome.winners))
