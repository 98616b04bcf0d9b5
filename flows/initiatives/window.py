"""When one can propose, and how long the ballot can still change."""

from datetime import datetime

from flows.errors import Refusal
from flows.kernel import Ctx
from flows.rounds.current import PROPOSING, Edition, current
from flows.rounds.definition import PhaseKey
from flows.text import Text, paragraphs, t


async def edition_here(ctx: Ctx) -> Edition:
    edition = await current(ctx)
    if edition is None:
        raise Refusal(t("There is no round in your area now."))
    return edition


async def open_edition(ctx: Ctx, *, kept: bool) -> Edition:
    """The round one can propose for now, else a ``Refusal`` with the date.

    ``kept``: there is a draft, and the refusal tells that it stays.
    """
    edition = await edition_here(ctx)
    if not edition.is_in(ctx.now, *PROPOSING):
        raise Refusal(
            paragraphs(_closed(edition, ctx.now), t("What you wrote is kept.") if kept else None)
        )
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
    """From the moment voting opens no plan comes on the ballot, and none is taken off."""
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return voting is not None and voting.start <= now
