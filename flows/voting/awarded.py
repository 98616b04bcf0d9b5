"""What the council decided stands beside what was counted, and never in its place."""

from collections.abc import Mapping

from flows.kernel import Moment
from flows.rounds.current import Edition
from flows.text import Lines, Money, lines, t
from storage.models import Award


async def awards_of(moment: Moment, edition: Edition) -> Mapping[str, Award]:
    """By plan: the last decision about each."""
    found = await moment.tx.awards.in_force(edition.row.id)
    return {str(award.initiative_id): award for award in found}


def decided(award: Award) -> Lines:
    return lines(
        t("The council decided: this plan gets {amount}.", amount=Money(award.cents)),
        t("The reason: “{reason}”", reason=award.reason),
    )
