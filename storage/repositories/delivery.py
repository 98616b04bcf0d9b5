"""The inbox, the outbox, and the scheduled things that were done."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Integer,
    Update,
    any_,
    bindparam,
    case,
    delete,
    func,
    null,
    select,
    update,
)

from storage.models import InboxRow, InboxState, Occurrence, OutboxRow, OutboxState, Person
from storage.prepared import Prepared
from storage.repositories.base import Repository

LEASE = timedelta(minutes=2)  # longer than a send may take with all its retries


FINISH = Prepared(
    update(InboxRow)
    .where(InboxRow.id == bindparam("ticket"), InboxRow.state == InboxState.RECEIVED)
    .values(state=bindparam("to"), payload=None)
    .returning(InboxRow.id)
)


def _closing(these: ColumnElement[bool]) -> Update:
    handled = InboxRow.state == InboxState.RECEIVED
    return (
        update(InboxRow)
        .where(these)
        .values(
            answered=True,
            state=case((handled, InboxState.DONE), else_=InboxRow.state),
            payload=case((handled, null()), else_=InboxRow.payload),
        )
    )


_LISTED = func.json_each(bindparam("tickets", type_=JSON)).table_valued("value")
CLOSE = {
    "sqlite": Prepared(_closing(InboxRow.id.in_(select(_LISTED.c.value)))),
    "postgresql": Prepared(
        _closing(InboxRow.id == any_(bindparam("tickets", type_=ARRAY(Integer))))
    ),
}


class Inbox(Repository):
    async def keep(self, rows: Sequence[dict[str, Any]]) -> dict[int, int]:
        """Write updates down; answers ``{update_id: ticket}`` of those that were not there yet.

        Past the ORM: every update comes this way, and nobody needs its objects.
        """
        insert = self._insert(InboxRow.__table__)
        insert = insert.on_conflict_do_nothing(index_elements=["update_id"])
        connection = await self._session.connection()
        kept = await connection.execute(
            insert.returning(InboxRow.__table__.c.update_id, InboxRow.__table__.c.id), rows
        )
        return {row.update_id: row.id for row in kept}

    async def unfinished(self) -> Sequence[InboxRow]:
        query = select(InboxRow).where(InboxRow.state == InboxState.RECEIVED)
        return (await self._session.scalars(query.order_by(InboxRow.update_id))).all()

    async def finish(self, ticket: int, state: InboxState = InboxState.DONE) -> bool:
        """Mark a row as handled and erase what it held; ``False`` if it was handled before."""
        return await self._first(FINISH, ticket=ticket, to=state) is not None

    async def close(self, tickets: Collection[int]) -> None:
        """These rows are handled *and* answered; nothing is left to do after a crash."""
        await self._wire.ask(CLOSE[self._wire.dialect], tickets=list(tickets))

    async def failed(self, ticket: int) -> int:
        """Count a failure; answers how often it has failed now."""
        query = (
            update(InboxRow)
            .where(InboxRow.id == ticket)
            .values(attempts=InboxRow.attempts + 1)
            .returning(InboxRow.attempts)
        )
        return (await self._session.scalars(query)).one()

    async def bury(self, ticket: int) -> bool:
        """Keep it as a dead letter, payload and all, for whoever repairs the cause."""
        query = (
            update(InboxRow)
            .where(InboxRow.id == ticket, InboxRow.state == InboxState.RECEIVED)
            .values(state=InboxState.DEAD)
            .returning(InboxRow.id)
        )
        return await self._session.scalar(query) is not None

    async def unanswered(self) -> dict[int, Sequence[int]]:
        """Tickets whose effect stands but whose answer may not have left, per Telegram id."""
        query = select(InboxRow.sender, InboxRow.id).where(
            InboxRow.state == InboxState.DONE, InboxRow.answered.is_(False)
        )
        found: dict[int, list[int]] = {}
        for sender, ticket in await self._session.execute(query):
            if sender is not None:
                found.setdefault(sender, []).append(ticket)
        return dict(found)

    async def forget(self, sender: int) -> None:
        """Of who goes away only the numbers of their updates stay, so that none is done twice."""
        await self._session.execute(
            update(InboxRow)
            .where(InboxRow.sender == sender, InboxRow.state != InboxState.RECEIVED)
            .values(sender=None, payload=None)
        )

    async def tidy(self, before: datetime) -> None:
        """Delete what was handled and came in before this moment; dead letters stay."""
        await self._session.execute(
            delete(InboxRow).where(
                InboxRow.received_at < before,
                InboxRow.state.in_([InboxState.DONE, InboxState.IGNORED]),
            )
        )


class Outbox(Repository):
    async def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write messages down; one whose ``dedupe_key`` was there already is not added."""
        if rows:
            insert = self._insert(OutboxRow).on_conflict_do_nothing(index_elements=["dedupe_key"])
            await self._session.execute(insert, rows)

    async def claim(self, now: datetime, limit: int) -> Sequence[OutboxRow]:
        """Lease what is due. A lease ends by itself if we die while holding it."""
        query = (
            select(OutboxRow)
            .where(OutboxRow.state == OutboxState.PENDING, OutboxRow.not_before <= now)
            .where((OutboxRow.lease_until.is_(None)) | (OutboxRow.lease_until < now))
            .order_by(OutboxRow.not_before, OutboxRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        batch = (await self._session.scalars(query)).all()
        for row in batch:
            row.lease_until = now + LEASE
        return batch

    async def orphans(self, now: datetime) -> Sequence[OutboxRow]:
        """Messages whose sender died between the HTTP call and writing down how it went."""
        query = (
            select(OutboxRow)
            .where(OutboxRow.state == OutboxState.SENDING, OutboxRow.lease_until < now)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.scalars(query)).all()

    async def set(self, row_id: int, state: OutboxState, **values: Any) -> None:
        await self._session.execute(
            update(OutboxRow).where(OutboxRow.id == row_id).values(state=state, **values)
        )

    async def newest(self, limit: int) -> Sequence[tuple[OutboxRow, str]]:
        """The last rows written down, each with the first name of whom it is for."""
        query = (
            select(OutboxRow, Person.name)
            .join(Person, Person.id == OutboxRow.person_id)
            .order_by(OutboxRow.id.desc())
            .limit(limit)
        )
        return [(row, name) for row, name in await self._session.execute(query)]

    async def cancel(self, prefix: str) -> None:
        """Take back what was not sent yet, by the beginning of its ``dedupe_key``."""
        await self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.dedupe_key.startswith(prefix, autoescape=True))
            .where(OutboxRow.state == OutboxState.PENDING)
            .values(state=OutboxState.CANCELLED)
        )


class Occurrences(Repository):
    async def first(self, kind: str, key: str, occurrence: str, now: datetime) -> bool:
        """Claim a scheduled thing for this transaction; ``False`` if it was done already."""
        return await self._insert_once(
            Occurrence, kind=kind, key=key, occurrence=occurrence, done_at=now
        )
