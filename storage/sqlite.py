"""SQLite in the event loop: what costs microseconds runs at once, what can wait has a thread.

A statement on a local file takes some twenty microseconds; handing it to the thread of its
connection and back takes ten times as long. Only getting the write lock and making a commit
durable really wait, so only they leave the loop.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import aiosqlite

LOCKING = "BEGIN IMMEDIATE"


class Connection(aiosqlite.Connection):
    _given = 0  # pieces of work for the thread; each counter has one writer
    _done = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """While the thread has work, as after a cancellation, everything waits in line for it."""
        if self._connection is None:
            raise ValueError("Connection closed")
        waits = fn in (self._conn.commit, self._conn.close) or args[:1] == (LOCKING,)
        if not waits and self._given == self._done:
            return fn(*args, **kwargs)
        self._given += 1
        return await super()._execute(self._in_thread, fn, *args, **kwargs)  # type: ignore[no-untyped-call]  # aiosqlite's own

    async def ask(self, text: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows that one statement answers."""
        found: list[Any] = await self._execute(self._fetch_all, text, values)
        return found

    def _fetch_all(self, text: str, values: Sequence[Any]) -> list[Any]:
        return self._conn.execute(text, values).fetchall()

    def _in_thread(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            self._done += 1


def connect(database: str, **options: Any) -> Connection:
    """In the place of ``aiosqlite.connect``."""
    connection = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001  as SQLAlchemy does: a thread keeps no process
    return connection
