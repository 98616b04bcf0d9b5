"""Where a transaction begins and ends. No other module commits."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    create_async_engine,
)

from storage.group import GroupCommit
from storage.repositories.acts import Acts
from storage.repositories.awards import Awards
from storage.repositories.ballots import Ballots
from storage.repositories.board import Board
from storage.repositories.budgets import Broadcasts, Budgets
from storage.repositories.code_changes import CodeChanges
from storage.repositories.communities import Communities
from storage.repositories.delivery import Occurrences, Outbox
from storage.repositories.desk import Desk
from storage.repositories.door import Door
from storage.repositories.inbox import Inbox
from storage.repositories.initiatives import Initiatives
from storage.repositories.meetings import Meetings
from storage.repositories.people import Drafts, People, Roles
from storage.repositories.polls import Polls
from storage.repositories.publications import Publications
from storage.repositories.rounds import Kept, Rounds
from storage.repositories.stemcodes import Stemcodes
from storage.repositories.waiting import Waiting
from storage.shelf import READERS, WRITERS, Shelf
from storage.sqlite import connect
from storage.wire import Wire

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # what we told a person is recorded must survive a power cut
    "busy_timeout=10000",
    "foreign_keys=ON",
)
# Connections stay open: to make one costs more than to use it.
POOL = {"pool_size": READERS + WRITERS, "max_overflow": 0, "pool_timeout": 30}


class Tx:
    """The repositories of one open transaction."""

    def __init__(self, wire: Wire, ahead: Callable[[], timedelta], kept: Kept) -> None:
        self._wire = wire
        self.people = People(wire)
        self.roles = Roles(wire)
        self.drafts = Drafts(wire)
        self.inbox = Inbox(wire)
        self.outbox = Outbox(wire)
        self.occurrences = Occurrences(wire)
        self.rounds = Rounds(wire, ahead, kept)
        self.acts = Acts(wire)
        self.initiatives = Initiatives(wire)
        self.ballots = Ballots(wire)
        self.board = Board(wire)
        self.stemcodes = Stemcodes(wire)
        self.code_changes = CodeChanges(wire)
        self.desk = Desk(wire)
        self.publications = Publications(wire)
        self.awards = Awards(wire)
        self.communities = Communities(wire)
        self.meetings = Meetings(wire)
        self.polls = Polls(wire)
        self.budgets = Budgets(wire)
        self.broadcasts = Broadcasts(wire)
        self.waiting = Waiting(wire)
        self.door = Door(wire, self.rounds, self.waiting)

    @property
    def session(self) -> AsyncSession:
        return self._wire.session

    async def flush(self) -> None:
        """Send what was changed to the database, inside the transaction."""
        await self._wire.flush()


class Database:
    """``ahead``: how far a simulated clock is before the real one; the database has no other."""

    def __init__(self, url: str, ahead: Callable[[], timedelta] = timedelta) -> None:
        self._ahead = ahead
        self._kept = Kept()
        self.engine = make_engine(url)
        self._readers = Shelf(self.engine, READERS)
        self._writers = Shelf(self.engine, WRITERS)
        self._group = GroupCommit(self.engine) if self.engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """Commit on a normal exit, roll back on any exception.

        On SQLite people who write at the same moment share a commit, see ``storage.group``.
        """
        writing = self._writers.writing if self._group is None else self._group.wire
        async with writing() as wire:
            yield Tx(wire, self._ahead, self._kept)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        async with self._readers.reading() as wire:
            yield Tx(wire, self._ahead, self._kept)

    async def close(self) -> None:
        if self._group is not None:
            await self._group.settle()
        await self._readers.close()
        await self._writers.close()
        await self.engine.dispose()


def make_engine(url: str, *, pragmas: tuple[str, ...] = PRAGMAS) -> AsyncEngine:
    """Open a database by its SQLAlchemy URL; parameters of queries never reach a log."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, hide_parameters=True, **POOL)
    engine = create_async_engine(
        url, hide_parameters=True, connect_args={"async_creator_fn": connect}, **POOL
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:  # else see ``storage.wire``
            how = connection.get_execution_options().get("sqlite_begin", "BEGIN")
            connection.exec_driver_sql(how)

    return engine
