"""What is put on the board, and when: a list each night, a last one, and the result.

A list must not tell who voted when. So it is sorted by hash, comes once a day, and only when ten
votes or more are new: who watched somebody vote yesterday cannot tell which leaf is theirs.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flows.board.totals import totals
from flows.board.tree import head_of, leaf_of, root_of
from flows.cells import LEAST
from flows.i18n import ZONE
from flows.kernel import Moment, sweep
from flows.rounds.current import Edition, edition_of, editions
from flows.rounds.definition import PhaseKey
from storage.models import BoardEntry, BoardKind

FORMAT = 1  # of a statement; another shape is another number
NIGHT = time(3)  # Amsterdam time: when hardly anybody has to wait for it
DAY = timedelta(days=1)
HASH = 32  # bytes of a leaf


@sweep("board.night")
async def every_night(moment: Moment) -> None:
    """The day is claimed whether or not a list comes of it: else one came with the tenth vote."""
    local = moment.now.astimezone(ZONE)
    if local.time() < NIGHT:
        return
    for edition in await editions(moment):
        voting = edition.definition.phase_of(PhaseKey.VOTING)
        if voting is None or not voting.start <= moment.now < voting.end:
            continue
        slug, today = edition.row.slug, local.date().isoformat()
        if await moment.tx.occurrences.first("board", slug, today, moment.now):
            held = await _seized(moment, edition.row.id)
            await _daily(moment, held, voting.end)


@sweep("board.close")
async def after_the_close(moment: Moment) -> None:
    """The last list once the votes are counted, and the totals once they are published."""
    due = [edition for edition in await editions(moment) if edition.row.counted_at is not None]
    newest = await moment.tx.board.newest() if due else {}
    for edition in due:
        last = newest.get(edition.row.id)
        if last in (None, BoardKind.DAILY):
            await _final(moment, await _seized(moment, edition.row.id))
        elif last is BoardKind.FINAL and edition.row.published_at is not None:
            await _result(moment, await _seized(moment, edition.row.id))


async def _seized(moment: Moment, round_id: int) -> Edition:
    """Nobody votes while box and roll are written anew and a list is made."""
    await moment.tx.rounds.seize(round_id)
    await moment.tx.ballots.stir(round_id)
    return await edition_of(moment, round_id)


async def _daily(moment: Moment, edition: Edition, close: datetime) -> None:
    """All leaves of before and those that are new; none of a vote taken back leaves it.

    None on the last day: then the last list, which always comes, tells a day apart or more.
    """
    before = await _last_leaves(moment, edition)
    leaves = sorted({*before, *await _leaves(moment, edition)})
    if len(leaves) - len(before) >= LEAST and close - moment.now >= DAY:
        await add(moment, edition, BoardKind.DAILY, leaves)


async def _final(moment: Moment, edition: Edition) -> None:
    """Exactly the votes that are counted."""
    before, leaves = await _last_leaves(moment, edition), await _leaves(moment, edition)
    gone = len({*before} - {*leaves})
    await add(moment, edition, BoardKind.FINAL, leaves, withdrawn=gone)


async def _result(moment: Moment, edition: Edition) -> None:
    leaves = await _last_leaves(moment, edition)
    await add(moment, edition, BoardKind.RESULT, leaves, **totals(edition))


async def _leaves(moment: Moment, edition: Edition) -> Sequence[bytes]:
    slug = edition.row.slug
    found = await moment.tx.ballots.trackers(edition.row.id)
    return sorted(leaf_of(slug, tracker) for tracker in found)


async def _last_leaves(moment: Moment, edition: Edition) -> Sequence[bytes]:
    last = await moment.tx.board.last(edition.row.id)
    return split(last.leaves) if last is not None else []


def split(leaves: bytes) -> list[bytes]:
    return [leaves[place : place + HASH] for place in range(0, len(leaves), HASH)]


async def add(
    moment: Moment, edition: Edition, kind: BoardKind, leaves: Sequence[bytes], **more: Any
) -> None:
    """One more statement, which holds the head of the last. The round must be seized."""
    last = await moment.tx.board.last(edition.row.id)
    number = last.number + 1 if last is not None else 1
    statement = {
        "format": FORMAT,
        "round": edition.row.slug,
        "number": number,
        "kind": str(kind),
        "day": moment.now.astimezone(ZONE).date().isoformat(),
        "frozen": edition.row.digest,
        "acts": edition.row.acts or [],
        "count": len(leaves),
        "root": root_of(list(leaves)).hex(),
        "previous": last.head if last is not None else None,
        **more,
    }
    await moment.tx.board.add(
        BoardEntry(
            round_id=edition.row.id,
            number=number,
            kind=kind,
            statement=statement,
            leaves=b"".join(leaves),
            head=head_of(statement),
        )
    )
