"""The database, the log and the board, without the key, link nobody to a vote.

Each attempt pairs people with ballots. By chance one pair in all is right, on average; that seven
or more are right by chance happens once in twelve thousand times.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from typing import Any

from sqlalchemy import select, text

from flows.board.destroying import destroy
from flows.board.lists import split
from flows.board.tree import leaf_of
from flows.rounds.secrecy import term_ends
from flows.voting.ballot import slot_of
from storage.models import Ballot, BoardEntry, Draft, InboxRow, OutboxRow
from storage.scrubbing import scrub
from tests.plans import OPENS, PLANS, ROUND, on_ballot, result_is_told, the_round
from tests.town import Town
from tests.voters import Voted, crowd

VOTERS = 120
CHANCE = 6  # right pairs
ORDERS = {
    "sqlite": ("SELECT person_id FROM roll ORDER BY rowid", "SELECT tracker FROM ballot"),
    "postgresql": (
        "SELECT person_id FROM roll ORDER BY ctid",
        "SELECT tracker FROM ballot ORDER BY ctid",
    ),
}
NIGHT = OPENS + timedelta(hours=16)


async def rows(town: Town, query: str) -> list[Any]:
    async with town.db.read() as tx:
        return list(await tx.session.execute(text(query)))


def is_postgresql(town: Town) -> bool:
    return town.db.engine.dialect.name == "postgresql"


async def by_order(town: Town, voted: Voted) -> int:
    """The order in which the rows of roll and box lie in their files."""
    roll, box = ORDERS[town.db.engine.dialect.name]
    people = [row[0] for row in await rows(town, roll)]
    receipts = [row[0] for row in await rows(town, box)]
    return right(voted, people, receipts)


async def by_arrival(town: Town, voted: Voted) -> int:
    """People in the order of their ids, of their updates, and as the box gives its rows."""
    receipts = [row[0] for row in await rows(town, "SELECT tracker FROM ballot")]
    senders = "SELECT p.id FROM inbox i JOIN person p ON p.telegram_id = i.sender ORDER BY i.id"
    updates = [row[0] for row in await rows(town, senders)]
    return max(right(voted, sorted(voted), receipts), right(voted, updates, receipts))


async def by_transaction(town: Town, voted: Voted) -> int:
    """PostgreSQL writes on each row in which transaction it came: here, beside an update too."""
    if not is_postgresql(town):
        return 0
    together = "SELECT person_id, tracker FROM roll JOIN ballot ON roll.xmin = ballot.xmin"
    senders = (
        "SELECT p.id, b.tracker FROM inbox i JOIN person p ON p.telegram_id = i.sender "
        "JOIN ballot b ON b.xmin = i.xmin"
    )
    found = [await rows(town, query) for query in (together, senders)]
    return max(map(len, map(_alone, found)))


def _alone(pairs: Sequence[Any]) -> list[Any]:
    """Those of a person with one candidate: a pair that tells something."""
    people = [pair[0] for pair in pairs]
    return [pair for pair in pairs if people.count(pair[0]) == 1]


async def by_board(town: Town, voted: Voted) -> int:
    """The leaves in the order in which they stand, list by list."""
    async with town.db.read() as tx:
        lists = list(await tx.session.scalars(select(BoardEntry).order_by(BoardEntry.number)))
    seen = list(dict.fromkeys(leaf for entry in lists for leaf in split(entry.leaves)))
    slug = (await the_round(town)).row.slug
    receipts = {leaf_of(slug, receipt): receipt for receipt, _ in voted.values()}
    return right(voted, sorted(voted), [receipts.get(leaf, "") for leaf in seen])


def right(voted: Voted, people: Sequence[int], receipts: Sequence[str]) -> int:
    """How many of these pairs are true."""
    pairs = zip(people, receipts, strict=False)
    return sum(voted[person][0] == receipt for person, receipt in pairs if person in voted)


ATTEMPTS = (by_order, by_arrival, by_transaction, by_board)


async def test_after_the_night_nobody_is_linked_better_than_by_chance(
    town: Town, logged: StringIO
) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    voted = await crowd(town, VOTERS, ((1,), (2,), (1, 3), (2, 3)))
    if is_postgresql(town):
        assert await by_transaction(town, voted) == VOTERS, "on the day itself it is no secret"
    await town.reaches(NIGHT)
    for attempt in ATTEMPTS:
        assert await attempt(town, voted) <= CHANCE, attempt.__name__
    await no_receipt_elsewhere(town, voted, logged)
    await with_the_key_everybody_is_found(town, voted)


async def no_receipt_elsewhere(town: Town, voted: Voted, logged: StringIO) -> None:
    """Neither a receipt nor a title of what was chosen is in the log, a push, or an update."""
    async with town.db.read() as tx:
        kept = [
            *(await tx.session.scalars(select(OutboxRow.payload))),
            *(await tx.session.scalars(select(OutboxRow.dedupe_key))),
            *(await tx.session.scalars(select(InboxRow.payload))),
            *(await tx.session.scalars(select(Draft.answers))),
        ]
    said = logged.getvalue() + repr(kept)
    assert not [receipt for receipt, _ in voted.values() if receipt in said]
    assert not [title for title, _, _ in PLANS if title in said]
    assert "vote.yes" not in said


async def with_the_key_everybody_is_found(town: Town, voted: Voted) -> None:
    """What the attempts are held against: so much the key is worth."""
    key = town.house.keys.of((await the_round(town)).row.slug)
    async with town.db.read() as tx:
        found = [await tx.ballots.get(ROUND, slot_of(key, person)) for person in voted]
    assert [ballot and ballot.tracker for ballot in found] == [it for it, _ in voted.values()]


async def test_after_the_term_neither_key_nor_receipt_finds_a_ballot(
    town: Town, tmp_path: Any
) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    voted = await crowd(town, 30, ((1,), (2,)))
    await town.reaches(NIGHT)
    await result_is_told(town)
    edition = await the_round(town)
    stolen = town.house.keys.of(edition.row.slug)
    ends = term_ends(edition)
    assert ends is not None
    await town.reaches(ends)
    async with town.house.writing() as moment:
        await destroy(moment, await the_round(town))
    assert town.house.keys.destroy(edition.row.slug)
    await scrub(town.db)
    async with town.db.read() as tx:
        assert not [it for it in voted if await tx.ballots.get(ROUND, slot_of(stolen, it))]
        receipts = set(await tx.session.scalars(select(Ballot.tracker)))
        assert sum((await tx.ballots.grouped(ROUND)).values()) == 30, "the totals stay"
    assert not receipts & {receipt for receipt, _ in voted.values()}
    if not is_postgresql(town):
        files = [file.read_bytes() for file in tmp_path.glob("test.db*")]
        old = [receipt.encode() for receipt, _ in voted.values()]
        assert not [receipt for receipt in old if any(receipt in file for file in files)]
