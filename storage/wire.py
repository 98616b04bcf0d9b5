"""One open transaction: the driver for what every update asks, the ORM for the rest."""

from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.util import greenlet_spawn

from storage.prepared import Prepared, Row
from storage.watch import Entity, Watch


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
        elif not self._in_transaction:
            await self.ask("BEGIN")

    async def commit(self) -> None:
        """Of PostgreSQL; nothing, if a session has ended what it had joined."""
        if self._in_transaction:
            await greenlet_spawn(self._adapted.commit)

    async def rollback(self) -> None:
        """What SQLAlchemy had begun has ended with its session."""
        if not self._in_transaction:
            return
        if self.is_sqlite:
            await self.ask("ROLLBACK")
        else:
            await greenlet_spawn(self._adapted.rollback)

    @property
    def _in_transaction(self) -> bool:
        driver = self.driver
        return bool(driver.in_transaction if self.is_sqlite else driver.is_in_transaction())


class Wire:
    """A transaction on a line. Whoever made it ends it."""

    def __init__(self, line: Line, *, writes: bool) -> None:
        self.writes = writes
        self.line = line
        self._session: AsyncSession | None = None
        self._watch = Watch()
        self._begun = writes or not line.is_sqlite

    @property
    def session(self) -> AsyncSession:
        """Joins the transaction; where others share it, in a savepoint of its own."""
        if self._session is None:
            savepoint = self.writes and self.line.is_sqlite
            self._session = AsyncSession(
                self.line.connection,
                expire_on_commit=False,
                join_transaction_mode="create_savepoint" if savepoint else "rollback_only",
            )
            self._watch.hand_over(self._session.sync_session)
        return self._session

    @property
    def _changed(self) -> AsyncSession | None:
        """The session, if there is one, or something for it to write."""
        return self.session if self._session or self._watch.has_changed else None

    @property
    def dialect(self) -> str:
        return self.line.dialect.name

    async def ask(self, prepared: Prepared, **given: Any) -> list[Row]:
        """Past the ORM; what is changed in its objects is written down before."""
        if not self._begun:
            self._begun = True
            await self.line.begin()
        await self.flush()
        ready = prepared.on(self.line.dialect)
        return ready.rows(await self.line.ask(ready.text, ready.values(given)))

    def watched(self, found: Entity) -> Entity:
        """In a transaction that writes, what is changed in an object is written to its row."""
        if not self.writes:
            return found
        return self._watch.one(found, self._session.sync_session if self._session else None)

    async def flush(self) -> None:
        session = self._changed
        if session is not None and (session.new or session.dirty or session.deleted):
            await session.flush()

    async def finish(self) -> None:
        """What the ORM has to write is written; the commit is for who made this wire."""
        session = self._changed
        if session is not None:
            await session.commit()

    async def end(self) -> None:
        """Let go of the ORM; what it had not finished is gone."""
        if self._session is not None:
            await self._session.close()
            self._session = None
