"""What every repository shares."""

from typing import Any

from sqlalchemy import FromClause
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Base


class Repository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def _insert(self, table: type[Base] | FromClause) -> Any:
        """An ``INSERT`` that knows ``ON CONFLICT``, in the dialect of this database."""
        dialect = self._session.get_bind().dialect.name
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
