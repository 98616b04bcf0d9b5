"""The outbox, and the scheduled things that were done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    select,
    update,
)

from storage.models import Occurrence, OutboxRow, OutboxState, Person
from storage.repositories.base import Repository

LEASE = timedelta(minutes=2)  # longer than a send may take with all its retries


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
