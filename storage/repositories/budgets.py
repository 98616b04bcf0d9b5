"""Budget lines, the files that bring them, and what officers broadcast about them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import aliased

from storage.models import (
    Broadcast,
    BroadcastState,
    BudgetImport,
    BudgetLine,
    ImportState,
    OutboxRow,
    OutboxState,
)
from storage.repositories.base import Repository

KEY = ("area", "pot", "name", "as_of")
FIGURES = ("budgeted", "committed", "spent", "source")


class Budgets(Repository):
    async def keep(
        self, officer_id: int | None, name: str, sha256: str, rows: list[Any], now: datetime
    ) -> BudgetImport:
        """Write a file down as a preview; its rows are not budget lines yet."""
        row = BudgetImport(
            officer_id=officer_id,
            file_name=name,
            sha256=sha256,
            rows=rows,
            state=ImportState.PREVIEW,
            created_at=now,
        )
        self._session.add(row)
        await self._session.flush()
        return row

    async def get(self, import_id: int) -> BudgetImport | None:
        return await self._session.get(BudgetImport, import_id)

    async def same(self, row: BudgetImport) -> BudgetImport | None:
        """The newest other import of exactly this file that was not thrown away."""
        query = (
            select(BudgetImport)
            .where(BudgetImport.sha256 == row.sha256, BudgetImport.id < row.id)
            .where(BudgetImport.state != ImportState.DROPPED)
            .order_by(BudgetImport.id.desc())
            .limit(1)
        )
        return await self._session.scalar(query)

    async def confirm(self, import_id: int, now: datetime) -> Sequence[Any] | None:
        """Take a preview, once, and answer its rows; ``None`` if it is a preview no more."""
        query = (
            update(BudgetImport)
            .where(BudgetImport.id == import_id, BudgetImport.state == ImportState.PREVIEW)
            .values(state=ImportState.CONFIRMED, confirmed_at=now)
            .returning(BudgetImport.rows)
        )
        return await self._session.scalar(query)

    async def drop(self, import_id: int) -> bool:
        """``False`` if it is a preview no more."""
        query = (
            update(BudgetImport)
            .where(BudgetImport.id == import_id, BudgetImport.state == ImportState.PREVIEW)
            .values(state=ImportState.DROPPED, rows=[])
            .returning(BudgetImport.id)
        )
        return await self._session.scalar(query) is not None

    async def replace(self, import_id: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Add these lines, or correct those that are there; equal ones keep their import."""
        insert = self._insert(BudgetLine)
        new = insert.excluded
        differs = or_(*(getattr(BudgetLine, column) != new[column] for column in FIGURES))
        statement = insert.on_conflict_do_update(
            index_elements=KEY,
            set_={column: new[column] for column in ("import_id", *FIGURES)},
            where=differs,
        )
        await self._session.execute(
            statement, [{**line, "import_id": import_id} for line in lines]
        )

    async def news(self, import_id: int) -> Sequence[str]:
        """Wijken for which this import changed the newest figures of a pot."""
        query = (
            select(BudgetLine.area)
            .where(BudgetLine.import_id == import_id, BudgetLine.as_of == _newest())
            .distinct()
            .order_by(BudgetLine.area)
        )
        return (await self._session.scalars(query)).all()

    async def lines(self, area: str) -> Sequence[BudgetLine]:
        """The lines of a wijk as of the newest date of each pot."""
        query = (
            select(BudgetLine)
            .where(BudgetLine.area == area, BudgetLine.as_of == _newest())
            .order_by(BudgetLine.pot, BudgetLine.source, BudgetLine.name)
        )
        return (await self._session.scalars(query)).all()


def _newest() -> ColumnElement[date]:
    """The newest date of the wijk and the pot of a line."""
    other = aliased(BudgetLine)
    query = select(func.max(other.as_of)).where(
        other.area == BudgetLine.area, other.pot == BudgetLine.pot
    )
    return query.correlate(BudgetLine).scalar_subquery()


class Broadcasts(Repository):
    async def add(  # noqa: PLR0913  the columns of a message
        self,
        *,
        officer_id: int,
        texts: dict[str, str],
        areas: list[str],
        audience: int,
        state: BroadcastState,
        now: datetime,
    ) -> Broadcast:
        row = Broadcast(
            officer_id=officer_id,
            texts=texts,
            areas=areas,
            audience=audience,
            state=state,
            created_at=now,
            confirmed_at=now if state is BroadcastState.CONFIRMED else None,
        )
        self._session.add(row)
        await self._session.flush()
        return row

    async def get(self, broadcast_id: int) -> Broadcast | None:
        return await self._session.get(Broadcast, broadcast_id)

    async def waiting(self, officer_id: int) -> Broadcast | None:
        """The oldest message that waits for an officer other than its writer."""
        query = (
            select(Broadcast)
            .where(Broadcast.state == BroadcastState.WAITING, _by_another(officer_id))
            .order_by(Broadcast.id)
            .limit(1)
        )
        return await self._session.scalar(query)

    async def decide(
        self, broadcast_id: int, officer_id: int, state: BroadcastState, now: datetime
    ) -> bool:
        """Take it out of the wait, once, by another than its writer; ``False`` if it cannot."""
        query = (
            update(Broadcast)
            .where(Broadcast.id == broadcast_id, Broadcast.state == BroadcastState.WAITING)
            .where(_by_another(officer_id))
            .values(
                state=state,
                second_id=officer_id,
                confirmed_at=now if state is BroadcastState.CONFIRMED else None,
            )
            .returning(Broadcast.id)
        )
        return await self._session.scalar(query) is not None

    async def outcome(self, keys: str) -> dict[OutboxState, int]:
        """How many messages stand where, of those whose ``dedupe_key`` begins like this."""
        query = (
            select(OutboxRow.state, func.count())
            .where(OutboxRow.dedupe_key.startswith(keys, autoescape=True))
            .group_by(OutboxRow.state)
        )
        return dict((await self._session.execute(query)).all())


def _by_another(officer_id: int) -> ColumnElement[bool]:
    return or_(Broadcast.officer_id.is_(None), Broadcast.officer_id != officer_id)
