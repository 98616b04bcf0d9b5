"""Where a transaction begins and ends. No other module commits."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
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
from storage.repositories.delivery import Inbox, Occurrences, Outbox
from storage.repositories.desk import Desk
from storage.repositories.initiatives import Initiatives
from storage.repositories.meetings import Meetings
from storage.repositories.people import Drafts, People, Roles
from storage.repositories.polls import Polls
from storage.repositories.publications import Publications
from storage.repositories.rounds import Rounds
from storage.repositories.stemcodes import Stemcodes
from storage.sqlite import connect

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # what we told a person is recorded must survive a power cut
    "busy_timeout=10000",
    "foreign_keys=ON",
)
LONG = 4_096  # characters of JSON that are worth remembering
# Connections stay open: to make one costs more than to use it.
POOL = {"pool_size": 24, "max_overflow": 0, "pool_timeout": 30}


class Tx:
    """The repositories of one open transaction."""

    def __init__(self, session: AsyncSession, ahead: Callable[[], timedelta]) -> None:
        self.session = session
        self.people = People(session)
        self.roles = Roles(session)
        self.drafts = Drafts(session)
        self.inbox = Inbox(session)
        self.outbox = Outbox(session)
        self.occurrences = Occurrences(session)
        self.rounds = Rounds(session, ahead)
        self.acts = Acts(session)
        self.initiatives = Initiatives(session)
        self.ballots = Ballots(session)
        self.board = Board(session)
        self.stemcodes = Stemcodes(session)
        self.code_changes = CodeChanges(session)
        self.desk = Desk(session)
        self.publications = Publications(session)
        self.awards = Awards(session)
        self.communities = Communities(session)
        self.meetings = Meetings(session)
        self.polls = Polls(session)
        self.budgets = Budgets(session)
        self.broadcasts = Broadcasts(session)

    async def flush(self) -> None:
        """Send what was changed to the database, inside the transaction."""
        await self.session.flush()


class Database:
    """``ahead``: how far a simulated clock is before the real one; the database has no other."""

    def __init__(self, url: str, ahead: Callable[[], timedelta] = timedelta) -> None:
        self._ahead = ahead
        self.engine = make_engine(url)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._group = GroupCommit(self.engine) if self.engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """Commit on a normal exit, roll back on any exception.

        On SQLite people who write at the same moment share a commit, see ``storage.group``.
        """
        sessions = self._group.session if self._group else self._sessions.begin
        async with sessions() as session:
            yield Tx(session, self._ahead)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        async with self._sessions() as session:
            yield Tx(session, self._ahead)

    async def close(self) -> None:
        if self._group is not None:
            await self._group.settle()
        await self.engine.dispose()


def _read_json(text: str) -> Any:
    """The text of a frozen round is long, is read at every update, and never changes.

    Nobody changes what was read: SQLAlchemy would not notice, so it would not be kept.
    """
    return _known(text) if len(text) > LONG else json.loads(text)


@lru_cache(maxsize=16)
def _known(text: str) -> Any:
    return json.loads(text)


def make_engine(url: str, *, pragmas: tuple[str, ...] = PRAGMAS) -> AsyncEngine:
    """Open a database by its SQLAlchemy URL; parameters of queries never reach a log."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, hide_parameters=True, json_deserializer=_read_json, **POOL)
    engine = create_async_engine(
        url,
        hide_parameters=True,
        json_deserializer=_read_json,
        connect_args={"async_creator_fn": connect},
        **POOL,
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
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine
