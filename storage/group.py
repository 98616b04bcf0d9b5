"""One commit for all who write at the same moment.

SQLite has one writer, and a durable commit waits for the disk. So whoever comes in while another
writes joins their transaction, in a savepoint of their own; the last of them commits for all.
Nobody goes on before that commit is durable; if it fails, it fails for all of them. Who writes
alone waits for nobody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncTransaction,
)

from storage.sqlite import LOCKING
from storage.wire import Line, Wire

MOST = 64  # members of one group, so that the first need not wait for long


class TransactionLostError(Exception):
    """The database has given up the transaction of a group, as on a full disk."""


@dataclass(slots=True)
class Group:
    connection: AsyncConnection
    transaction: AsyncTransaction
    line: Line
    members: int = 0
    durable: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class GroupCommit:
    """Turns to write. Within a process they are fair; other processes wait for the lock."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(sqlite_begin=LOCKING)
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._group: Group | None = None
        self._ending: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def wire(self) -> AsyncIterator[Wire]:
        """What is written is durable after a normal exit, and gone after any exception."""
        await self._queue()
        try:
            group = self._group = self._group or await self._begin()
            try:
                async with _member(group.line) as wire:
                    yield wire
            finally:
                group.members += 1
                if not self._waiting or group.members == MOST or not await _stands(group):
                    self._end()
        finally:
            self._turn.release()
        await asyncio.shield(group.durable)

    async def settle(self) -> None:
        """Wait for the commit that is under way."""
        if self._ending is not None:
            await asyncio.wait({self._ending})

    async def _queue(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except asyncio.CancelledError:
            if self._waiting == 1 and not self._turn.locked():
                self._end()  # the others have left it to us
            raise
        finally:
            self._waiting -= 1

    async def _begin(self) -> Group:
        await self.settle()
        connection = await self._engine.connect()
        try:
            return Group(connection, await connection.begin(), await Line.of(connection))
        except BaseException:
            await connection.close()
            raise

    def _end(self) -> None:
        """The commit is a task of its own: who began it may be cancelled, the others are not."""
        group, self._group = self._group, None
        if group is not None:
            self._ending = asyncio.create_task(self._make_durable(group))

    async def _make_durable(self, group: Group) -> None:
        try:
            async with aclosing(group.connection):
                await _commit(group)
        except BaseException as error:  # noqa: BLE001  every member hears of it
            group.durable.set_exception(error)
            group.durable.exception()  # if no member is left, nobody has to hear of it
        else:
            group.durable.set_result(None)


@asynccontextmanager
async def _member(line: Line) -> AsyncIterator[Wire]:
    """A savepoint: what fails inside is undone, and nothing else."""
    wire = Wire(line, writes=True)
    await line.ask("SAVEPOINT member")
    try:
        yield wire
        await wire.finish()
        await line.ask("RELEASE member")
    except BaseException:
        await wire.end()
        if line.driver.in_transaction:  # else the database has undone everything
            await line.ask("ROLLBACK TO member")
            await line.ask("RELEASE member")
        raise
    await wire.end()


async def _commit(group: Group) -> None:
    """A connection whose commit fails is not used again."""
    try:
        await _check(group)
        await group.transaction.commit()
    except BaseException:
        await group.connection.invalidate()
        raise


async def _check(group: Group) -> None:
    if not await _stands(group):
        raise TransactionLostError


async def _stands(group: Group) -> bool:
    """Some errors make SQLite roll back everything, the savepoints of others included."""
    if group.connection.closed or group.connection.invalidated:
        return False
    driver = (await group.connection.get_raw_connection()).driver_connection
    return driver is not None and driver.in_transaction
