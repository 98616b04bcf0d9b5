"""What every repository shares."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Base
from storage.prepared import Prepared
from storage.watch import Entity, made
from storage.wire import Wire

PERSON: ColumnElement[int] = bindparam("person", type_=Integer)


class Repository:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def _session(self) -> AsyncSession:
        return self._wire.session

    async def _one(self, entity: type[Entity], prepared: Prepared, **given: Any) -> Entity | None:
        """As it stands in the database; nobody notices when it is changed."""
        rows = await self._wire.ask(prepared, **given)
        return made(entity, rows[0]) if rows else None

    async def _each(self, entity: type[Entity], prepared: Prepared, **given: Any) -> list[Entity]:
        """As they stand in the database; nobody notices when one is changed."""
        return [made(entity, row) for row in await self._wire.ask(prepared, **given)]

    async def _first(self, prepared: Prepared, **given: Any) -> Any:
        """One column, of which the first value counts; ``None`` without rows."""
        rows = await self._wire.ask(prepared, **given)
        return rows[0][0] if rows else None

    async def _column(self, prepared: Prepared, **given: Any) -> list[Any]:
        return [value for (value,) in await self._wire.ask(prepared, **given)]

    def _insert(self, table: type[Base] | FromClause) -> Any:
        """An ``INSERT`` that knows ``ON CONFLICT``, in the dialect of this database."""
        dialect = self._wire.dialect
        return (postgresql if dialect == "postgresql" else sqlite).insert(table)

    async def _upsert(
        self, table: type[Base], key: dict[str, Any], values: dict[str, Any]
    ) -> None:
        """Set ``values`` on the row of ``key``, in one statement: never check, then act."""
        insert = self._insert(table).values(**key, **values)
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=list(key), set_=values)
        )

    async def _insert_once(self, table: type[Base], **values: Any) -> bool:
        """Insert a row; ``False`` if a row with its unique key was there already."""
        insert = self._insert(table).values(**values).on_conflict_do_nothing()
        primary_key = next(iter(table.__table__.primary_key))
        return await self._session.scalar(insert.returning(primary_key)) is not None
