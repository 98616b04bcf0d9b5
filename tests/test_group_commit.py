"""People who write at the same moment share a commit, and nothing else."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import event, text

from storage.db import Database
from storage.group import MOST, TransactionLostError

NOW = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Database]:
    copy(sqlite_template, tmp_path / "test.db")
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db")
    yield db
    await db.close()


@pytest.fixture
def commits(db: Database) -> list[str]:
    """One entry for each commit that the database is asked for."""
    found: list[str] = []
    event.listen(db.engine.sync_engine, "commit", lambda _connection: found.append("commit"))
    return found


async def claim(db: Database, key: str) -> None:
    async with db.write() as tx:
        assert await tx.occurrences.first("test", key, "once", NOW)


async def claimed(db: Database) -> list[str]:
    async with db.read() as tx:
        return list(await tx.session.scalars(text("SELECT key FROM occurrence ORDER BY key")))


async def queued(db: Database, *keys: str) -> list[asyncio.Task[None]]:
    """Writers that have begun to wait for their turn, in this order."""
    tasks = [asyncio.create_task(claim(db, key)) for key in keys]
    await asyncio.sleep(0)
    return tasks


async def test_who_wait_at_the_same_moment_share_a_commit(
    db: Database, commits: list[str]
) -> None:
    await asyncio.gather(*(claim(db, key) for key in "abcde"))
    assert await claimed(db) == list("abcde")
    assert len(commits) == 1


async def test_who_writes_alone_waits_for_nobody(db: Database, commits: list[str]) -> None:
    for key in "abc":
        await claim(db, key)
    assert len(commits) == 3


async def test_a_crowd_is_more_than_one_group(db: Database, commits: list[str]) -> None:
    await asyncio.gather(*(claim(db, str(number)) for number in range(MOST + 1)))
    assert len(await claimed(db)) == MOST + 1
    assert len(commits) == 2


async def test_one_fails_and_the_others_stand(db: Database, commits: list[str]) -> None:
    async def fail() -> None:
        async with db.write() as tx:
            assert await tx.occurrences.first("test", "b", "once", NOW)
            raise ValueError("no")

    told = await asyncio.gather(claim(db, "a"), fail(), claim(db, "c"), return_exceptions=True)
    assert [type(answer) for answer in told] == [type(None), ValueError, type(None)]
    assert await claimed(db) == ["a", "c"]
    assert len(commits) == 1


async def test_the_last_one_fails_and_still_commits_for_the_others(db: Database) -> None:
    async def fail() -> None:
        async with db.write() as tx:
            await tx.session.execute(text("INSERT INTO occurrence (kind) VALUES ('half')"))

    told = await asyncio.gather(claim(db, "a"), fail(), return_exceptions=True)
    assert told[0] is None
    assert isinstance(told[1], Exception)
    assert await claimed(db) == ["a"]


async def test_nobody_is_told_before_the_commit_and_no_reader_sees_it(db: Database) -> None:
    async with db.write() as tx:
        first, second = await queued(db, "b", "c")
        assert await tx.occurrences.first("test", "a", "once", NOW)
        assert await claimed(db) == []
        assert not first.done()
    await asyncio.gather(first, second)
    assert await claimed(db) == ["a", "b", "c"]


async def test_nobody_has_left_when_the_commit_begins(db: Database) -> None:
    left: list[str] = []

    async def write(key: str) -> None:
        await claim(db, key)
        left.append(key)

    begun: list[list[str]] = []
    event.listen(db.engine.sync_engine, "commit", lambda _connection: begun.append([*left]))
    await asyncio.gather(write("a"), write("b"))
    assert begun == [[]]
    assert left == ["a", "b"]


async def test_a_commit_that_fails_fails_for_all_of_them(db: Database) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("the disk is gone")

    event.listen(db.engine.sync_engine, "commit", refuse)
    told = await asyncio.gather(claim(db, "a"), claim(db, "b"), return_exceptions=True)
    assert [type(answer) for answer in told] == [OSError, OSError]
    event.remove(db.engine.sync_engine, "commit", refuse)
    assert await claimed(db) == []
    await claim(db, "c")
    assert await claimed(db) == ["c"]


async def test_a_transaction_that_the_database_gave_up_fails_for_all(db: Database) -> None:
    """On a full disk, SQLite rolls back more than the savepoint of who filled it."""

    async def lose() -> None:
        async with db.write() as tx:
            connection = await tx.session.connection()
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.rollback()

    told = await asyncio.gather(claim(db, "a"), lose(), claim(db, "c"), return_exceptions=True)
    assert isinstance(told[0], TransactionLostError)
    assert isinstance(told[1], Exception)
    assert told[2] is None
    assert await claimed(db) == ["c"]


async def test_they_write_in_the_order_in_which_they_came(db: Database) -> None:
    order: list[str] = []

    async def write(key: str) -> None:
        async with db.write():
            order.append(key)

    await asyncio.gather(*(write(key) for key in "dacb"))
    assert order == list("dacb")


async def test_who_is_cancelled_in_their_turn_leaves_nothing(db: Database) -> None:
    began = asyncio.Event()

    async def hang() -> None:
        async with db.write() as tx:
            assert await tx.occurrences.first("test", "b", "once", NOW)
            began.set()
            await asyncio.Event().wait()

    hanging = asyncio.create_task(hang())
    await began.wait()
    (other,) = await queued(db, "c")
    hanging.cancel()
    await other
    assert hanging.cancelled()
    assert await claimed(db) == ["c"]


async def test_who_is_cancelled_while_waiting_holds_up_nobody(db: Database) -> None:
    """The writer before has left the commit to the one who is then cancelled."""
    async with db.write() as tx:
        assert await tx.occurrences.first("test", "a", "once", NOW)
        first, second = await queued(db, "b", "c")
        asyncio.get_running_loop().call_soon(first.cancel)
        asyncio.get_running_loop().call_soon(second.cancel)
    async with asyncio.timeout(5):
        await asyncio.gather(first, second, return_exceptions=True)
    assert await claimed(db) == ["a"]


async def test_the_commit_goes_on_when_the_one_who_began_it_is_cancelled(db: Database) -> None:
    first, last = await queued(db, "a", "b")

    def cancel(_connection: object) -> None:
        last.cancel()

    event.listen(db.engine.sync_engine, "commit", cancel)
    await first
    assert await claimed(db) == ["a", "b"]
    with pytest.raises(asyncio.CancelledError):
        await last


async def test_a_process_that_dies_before_the_commit_has_written_nothing(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """Both writes are in the file's write-ahead log at most, without their commit."""
    copy(sqlite_template, tmp_path / "test.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/test.db"
    dies = (
        "import asyncio, os\n"
        "from tests.test_group_commit import Database, claim, event\n"
        "async def main():\n"
        f"    db = Database({url!r})\n"
        "    event.listen(db.engine.sync_engine, 'commit', lambda _: os._exit(9))\n"
        "    await asyncio.gather(claim(db, 'a'), claim(db, 'b'))\n"
        "    print('told')\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", dies, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    assert process.returncode == 9
    assert told == b""
    db = Database(url)
    assert await claimed(db) == []
    await db.close()
