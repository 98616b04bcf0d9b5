"""One open transaction: the driver for what every update asks, the ORM for the rest."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import class_mapper

from storage.models import Base
from storage.prepared import Prepared, Row

Entity = TypeVar("Entity", bound=Base)


class Line:
    """A connection, with SQLAlchemy's hand on it and the driver's."""

    def __init__(self, connection: AsyncConnection, adapted: Any) -> None:
        self.connection = connection
        self.dialect = connection.dialect
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.driver = adapted.driver_connection
        self._adapted = adapted

    @classmethod
    async def of(cls, connection: AsyncConnection) -> Self:
        return cls(connection, (await connection.get_raw_connection()).dbapi_connection)

    @property
    def usable(self) -> bool:
        return self.is_sqlite or not self.driver.is_closed()

    async def ask(self, text: str, values: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
        asked = (
            self.driver.ask(text, values) if self.is_sqlite else self.driver.fetch(text, *values)
        )
        found: Sequence[Sequence[Any]] = await asked
        return found

    async def begin(self) -> None:
        """SQLAlchemy begins when it is asked something, and the driver is asked without it."""
        if not self.is_sqlite:
            await self._adapted._start_transaction()  # noqa: SLF001  nothing public begins
        elif not self.driver.in_transaction:
            await self.ask("BEGIN")

    async def rollback(self) -> None:
        """What SQLAlchemy had begun has ended with its session."""
        if self.is_sqlite and self.driver.in_transaction:
            await self.ask("ROLLBACK")


class Wire:
    """A transaction on a line. Whoever made it ends it."""

    def __init__(self, line: Line, *, writes: bool) -> None:
        self.writes = writes
        self._line = line
        self._session: AsyncSession | None = None
        self._begun = writes or not line.is_sqlite

    @property
    def session(self) -> AsyncSession:
        """Joins the transaction; where others share it, in a savepoint of its own."""
        if self._session is None:
            savepoint = self.writes and self._line.is_sqlite
            self._session = AsyncSession(
                self._line.connection,
                expire_on_commit=False,
                join_transaction_mode="create_savepoint" if savepoint else "rollback_only",
            )
        return self._session

    @property
    def dialect(self) -> str:
        return self._line.dialect.name

    async def ask(self, prepared: Prepared, **given: Any) -> list[Row]:
        """Past the ORM; what is changed in its objects is written down before."""
        if not self._begun:
            self._begun = True
            await self._line.begin()
        await self.flush()
        ready = prepared.on(self._line.dialect)
        return ready.rows(await self._line.ask(ready.text, ready.values(given)))

    async def flush(self) -> None:
        session = self._session
        if session is not None and (session.new or session.dirty or session.deleted):
            await session.flush()

    async def finish(self) -> None:
        """What the ORM has to write is written; the commit is for who made this wire."""
        if self._session is not None:
            await self._session.commit()

    async def end(self) -> None:
        """Let go of the ORM; what it had not finished is gone."""
        if self._session is not None:
            await self._session.close()
            self._session = None


@cache
def _names(entity: type[Base]) -> tuple[str, ...]:
    """In the order in which ``select(entity)`` asks for them."""
    return tuple(attribute.key for attribute in class_mapper(entity).column_attrs)


def values_of(found: Base) -> dict[str, Any]:
    return {name: found.__dict__[name] for name in _names(type(found))}


def identity_of(found: Base) -> Any:
    """Which row an object stands for, as a session knows it."""
    return class_mapper(type(found)).identity_key_from_instance(found)


def made(entity: type[Entity], row: Row) -> Entity:
    """An object of the ORM as it stands in a row, which nobody watches for changes."""
    mapper = class_mapper(entity)
    found: Entity = mapper.class_manager.new_instance()
    found.__dict__.update(zip(_names(entity), row, strict=True))
    return found
