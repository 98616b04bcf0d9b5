"""When one can propose, and how long the ballot can still change."""

from datetime import datetime

from flows.errors import Refusal
from flows.initiatives.proposers import check_proposer
from flows.kernel import Ctx
from flows.rounds.current import PROPOSING, Edition, current
from flows.rounds.freezing import has_opened
from flows.text import Text, paragraphs, t


async def edition_here(ctx: Ctx) -> Edition:
    edition = await current(ctx)
    if edition is None:
        raise Refusal(t("There is no round in your area now."))
    return edition


async def open_edition(ctx: Ctx, *, kept: bool) -> Edition:
    """The round one can propose for now, else a ``Refusal`` with the date, or with who can.

    ``kept``: there is a draft, and the refusal tells that it stays.
    """
    edition = await edition_here(ctx)
    if not edition.is_in(ctx.now, *PROPOSING):
        raise Refusal(
            paragraphs(_closed(edition, ctx.now), t("What you wrote is kept.") if kept else None)
        )
    await check_proposer(ctx, edition)
    return edition


def _closed(edition: Edition, now: datetime) -> Text:
    phases = [phase for phase in edition.definition.phase if phase.key in PROPOSING]
    begins = next((phase.start for phase in phases if phase.start > now), None)
    if begins is not None:
        return t("You can propose from {start}.", start=begins)
    if phases:
        return t("You could propose until {end}. That is over now.", end=phases[-1].last)
    return t("In this round nobody can propose initiatives.")


def ballot_is_fixed(edition: Edition, now: datetime) -> bool:
    """From the moment voting opens no plan comes on the ballot, and none is taken off.

    Only officers can take one off then, in public: ``flows.acts.leaving``.
    """
    return edition.row.frozen is not None or has_opened(edition.definition, now)


async def change_ballot(ctx: Ctx, round_id: int) -> None:
    """Until this transaction ends the ballot is not frozen. Raises ``Refusal`` if it is fixed."""
    edition = Edition.of(await ctx.tx.rounds.seize(round_id))
    if ballot_is_fixed(edition, await ctx.tx.rounds.now()):
        raise Refusal(t("Voting has begun. The ballot cannot change any more."))
