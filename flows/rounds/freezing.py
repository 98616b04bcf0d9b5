"""When voting opens a round is frozen: by the clock, or by the first who steps into the booth."""

from datetime import datetime, timedelta

from flows.kernel import Moment, sweep
from flows.rounds.current import Edition, editions
from flows.rounds.definition import PhaseKey, RoundDefinition, definition_of
from flows.rounds.frozen import digest_of, frozen_text
from storage.models import Round

NEAR = timedelta(days=2)


@sweep("rounds.freeze")
async def freeze_opened(moment: Moment) -> None:
    """One that was counted before there was freezing stays as it is."""
    rounds = [edition for edition in await editions(moment) if edition.row.counted_at is None]
    due = [edition for edition in rounds if edition.row.frozen is None]
    if due:
        now = await moment.tx.rounds.now()
        for edition in due:
            if has_opened(edition.definition, now):
                await freeze(moment, edition.row.id, now)


class NotNearError(Exception):
    """Too early to freeze by hand: what is frozen can never be mended."""


async def freeze_by_hand(moment: Moment, round_id: int) -> Round:
    """The ballot is fixed from then on. Raises ``NotNearError``."""
    row = await moment.tx.rounds.seize(round_id)
    now = await moment.tx.rounds.now()
    voting = definition_of(row).phase_of(PhaseKey.VOTING)
    if voting is None or now < voting.start - NEAR:
        raise NotNearError(
            f"The vote of {row.slug} does not open within {NEAR.days} days. Nothing was frozen."
        )
    return await freeze(moment, round_id, now)


def has_opened(definition: RoundDefinition, now: datetime) -> bool:
    voting = definition.phase_of(PhaseKey.VOTING)
    return voting is not None and voting.start <= now


async def freeze(moment: Moment, round_id: int, now: datetime) -> Round:
    """Once: a round that is frozen stays as it is. ``now``: by the database.

    Others may hold the round: two who open the booth together must not wait for each other.
    Who changes what is frozen seizes it, so none of that is half seen.
    """
    row = await moment.tx.rounds.change(round_id)
    if row.frozen is None:
        definition = definition_of(row)
        seed = moment.keys.lot_of(row.slug) if definition.tie_order == "lot" else None
        plans = await moment.tx.initiatives.on_ballot(row.id)
        row.frozen = frozen_text(definition, plans, seed)
        row.digest, row.frozen_at = digest_of(row.frozen), now
        await moment.tx.flush()
    return row


async def hold(moment: Moment, round_id: int) -> tuple[Edition, datetime] | None:
    """A round to write to, frozen if its vote has opened, and the time of the database.

    Until this transaction ends nobody counts it. ``None`` when there is no such round.
    """
    return await _frozen(moment, await moment.tx.rounds.hold(round_id))


async def hold_for(moment: Moment, plan_id: int) -> tuple[Edition, datetime] | None:
    """The same for the round of a plan; ``None`` when there is no such plan."""
    return await _frozen(moment, await moment.tx.rounds.hold_for(plan_id))


async def _frozen(
    moment: Moment, held: tuple[Round, datetime] | None
) -> tuple[Edition, datetime] | None:
    if held is None:
        return None
    row, now = held
    if row.frozen is None and has_opened(definition_of(row), now):
        row = await freeze(moment, row.id, now)
    return Edition.of(row), now
