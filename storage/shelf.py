"""Connections that stay open, and go from one user to the next as they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.wire import Line, Wire

READERS = 16  # of the connections of the pool
WRITERS = 16  # the rest; SQLite's writers come by ``storage.group``


class Shelf:
    """Its users take turns when there are more than ``most``."""

    def __init__(self, engine: AsyncEngine, most: int) -> None:
        self._engine = engine
        self._room = asyncio.Semaphore(most)
        self._lines: list[Line] = []

    def reading(self) -> AbstractAsyncContextManager[Wire]:
        """On SQLite one state of the whole.

        On PostgreSQL each statement sees what was committed before it, as in a transaction that
        is READ COMMITTED: so there is none.
        """
        return self._on_a_line(writes=False)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Wire]:
        """A transaction of PostgreSQL, committed on a normal exit."""
        async with self._on_a_line(writes=True) as wire:
            await wire.line.begin()
            yield wire
            await wire.finish()
            await wire.line.commit()

    @asynccontextmanager
    async def _on_a_line(self, *, writes: bool) -> AsyncIterator[Wire]:
        async with self._room:
            line = await self._take()
            wire, whole = Wire(line, writes=writes), False
            try:
                yield wire
                whole = True
            except Exception:
                whole = True  # a refusal, or a bug: nothing is wrong with the connection
                raise
            finally:
                await self._put_back(line, wire, whole=whole)

    async def close(self) -> None:
        while self._lines:
            await self._lines.pop().connection.close()

    async def _take(self) -> Line:
        while self._lines:
            line = self._lines.pop()
            if line.usable:
                return line
            await _drop(line)
        return await Line.of(await self._engine.connect())

    async def _put_back(self, line: Line, wire: Wire, *, whole: bool) -> None:
        """Of who was interrupted nobody knows what the connection was at."""
        try:
            await wire.end()
            await line.rollback()
        except BaseException:
            await _drop(line)
            raise
        if whole and line.usable:
            self._lines.append(line)
        else:
            await _drop(line)


async def _drop(line: Line) -> None:
    await line.connection.invalidate()
    await line.connection.close()
