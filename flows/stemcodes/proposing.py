"""The first of two people: a code shall not work any more, or another one in its place."""

from collections.abc import Collection

from flows.colleagues import tell_officers
from flows.kernel import Moment
from flows.rounds.current import Edition
from flows.stemcodes.issue import Batch, CodeError, draw, place
from storage.models import CodeState, Stemcode

IN_USE: Collection[CodeState] = (CodeState.ISSUED, CodeState.REDEEMED, CodeState.ASSISTED)
MOST_REASON = 200


async def propose(
    moment: Moment, edition: Edition, serial: int, reason: str, proposer_id: int | None = None
) -> None:
    """Ask the officers to take a code back. Raises ``CodeError``.

    ``proposer_id``: of an officer, who cannot confirm it; ``None`` at the command line.
    """
    code = await in_use(moment, edition, serial)
    await _propose(moment, code, reason, proposer_id=proposer_id)


async def propose_new(moment: Moment, edition: Edition, serial: int, reason: str) -> Batch:
    """Ask them to let another code take its place: this one, to be printed. ``CodeError``."""
    old = await in_use(moment, edition, serial)
    where = await place(moment, edition.definition.slug, old.pot)
    batch = await draw(moment, *where, 1, test=old.test)
    new = await moment.tx.stemcodes.by_serial(edition.row.id, batch.codes[0].serial)
    await _propose(moment, old, reason, new=new)
    return batch


async def in_use(moment: Moment, edition: Edition, serial: int) -> Stemcode:
    code = await moment.tx.stemcodes.by_serial(edition.row.id, serial)
    if code is None or code.state not in IN_USE:
        raise CodeError(f"There is no code {serial} in use in {edition.definition.slug}.")
    if await moment.tx.code_changes.waits_for(code.id):
        raise CodeError(f"Code {serial} waits for an officer already.")
    return code


async def _propose(
    moment: Moment,
    code: Stemcode,
    reason: str,
    *,
    new: Stemcode | None = None,
    proposer_id: int | None = None,
) -> None:
    row = await moment.tx.code_changes.add(
        code.id, new.id if new else None, reason[:MOST_REASON], proposer_id, moment.now
    )
    key, payload = str(row.id), {"id": row.id}
    await tell_officers(moment, "codes.ask", key=key, payload=payload, but=proposer_id)
