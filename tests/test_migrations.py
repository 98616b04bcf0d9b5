"""The schema moves forward and back, and takes the rows along."""

import asyncio
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.engine import Connection, make_url

from storage import migrate
from storage.db import make_engine
from storage.models import Base

Result = TypeVar("Result")
REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(migrate.config()).walk_revisions()))
]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table; on PostgreSQL it goes away after the test."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
        return
    given = make_url(request.getfixturevalue("postgres_server"))
    url, name = given.set(drivername="postgresql+asyncpg"), f"migrations_{os.getpid()}"
    server = url.render_as_string(hide_password=False)
    asyncio.run(on_server(server, f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    asyncio.run(on_server(server, f"DROP DATABASE {name}"))


async def on_server(url: str, statement: str) -> None:
    engine = make_engine(url)
    async with engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text(statement))
    await engine.dispose()


async def ask(url: str, question: Callable[[Connection], Result]) -> Result:
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(question)
    finally:
        await engine.dispose()


def tables(connection: Connection) -> list[Table]:
    """As they are now, parents first; the models are not asked."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def fill(connection: Connection) -> dict[str, int]:
    """A row in each table that has none, pointing at the rows of the others."""
    for table in tables(connection):
        if connection.scalar(select(func.count()).select_from(table)) == 0:
            values = {column.name: value_of(column) for column in table.columns}
            connection.execute(insert(table).values(values))
    return counts(connection)


VALUES: dict[type, Any] = {
    str: "x",
    bool: True,
    bytes: b"x" * 32,
    date: date(2027, 1, 1),
    datetime: datetime(2027, 1, 1),  # noqa: DTZ001  as it is stored
}


def value_of(column: Column[Any]) -> Any:
    """A value of this type; 1 where it can point at another row, nothing for JSON."""
    kind = column.type.python_type
    return 1 if column.foreign_keys or kind is int else VALUES.get(kind, {})


def counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in tables(connection)
    }


async def test_the_newest_schema_is_that_of_the_models(empty_url: str) -> None:
    await migrate.upgrade(empty_url)

    def differences(connection: Connection) -> Any:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    assert await ask(empty_url, differences) == []


async def test_each_step_goes_up_down_and_up_again_with_rows(empty_url: str) -> None:
    filled: dict[str, int] = {}
    for revision in REVISIONS:
        await migrate.run(empty_url, partial(command.upgrade, revision=revision))
        kept = await ask(empty_url, counts)
        assert {name: kept[name] for name in filled if name in kept} == {
            name: many for name, many in filled.items() if name in kept
        }
        filled = await ask(empty_url, fill)
        assert set(filled.values()) == {1}
    for _ in REVISIONS:
        await migrate.run(empty_url, lambda config: command.downgrade(config, "-1"))
    assert await ask(empty_url, lambda it: inspect(it).get_table_names()) == ["alembic_version"]
    await migrate.upgrade(empty_url)
    assert set((await ask(empty_url, counts)).values()) == {0}


async def test_a_step_back_keeps_the_rows_of_the_tables_that_stay(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    filled = await ask(empty_url, fill)
    for _ in REVISIONS:
        await migrate.run(empty_url, lambda config: command.downgrade(config, "-1"))
        kept = await ask(empty_url, counts)
        assert kept == {name: filled[name] for name in kept}


async def test_going_up_twice_changes_nothing(empty_url: str) -> None:
    await migrate.upgrade(empty_url)
    filled = await ask(empty_url, fill)
    await migrate.upgrade(empty_url)
    assert await ask(empty_url, counts) == filled


async def test_a_step_that_would_orphan_rows_is_undone(tmp_path: Path) -> None:
    """Foreign keys are off while SQLite copies tables: they are looked at before the commit."""
    url = f"sqlite+aiosqlite:///{tmp_path}/test.db"
    await migrate.upgrade(url)
    filled = await ask(url, fill)

    def careless(config: Any) -> None:
        config.attributes["connection"].execute(text("DELETE FROM person"))

    with pytest.raises(RuntimeError, match="break foreign keys"):
        await migrate.run(url, careless)
    assert await ask(url, counts) == filled


OUTCOME = {"winners": ["2"], "unspent": 5, "voters": 3, "steps": [], "blocking": None}


async def test_an_outcome_of_before_the_pots_becomes_that_of_the_one_pot(empty_url: str) -> None:
    await migrate.run(empty_url, partial(command.upgrade, revision="0001"))

    def counted(connection: Connection) -> None:
        found = {table.name: table for table in tables(connection)}
        row = {"id": 1, "slug": "one", "definition": {}, "last_number": 0, "outcome": OUTCOME}
        ballot = {"round_id": 1, "slot": b"x" * 32, "chosen": [2], "sent": [2], "tracker": "x"}
        connection.execute(insert(found["round"]).values(row))
        connection.execute(insert(found["ballot"]).values(ballot))

    def ballots(connection: Connection) -> Any:
        found = {table.name: table for table in tables(connection)}
        outcome = connection.scalar(select(found["round"].c.outcome))
        ballot = connection.execute(select(found["ballot"])).one()._asdict()
        return outcome, ballot.get("pot"), ballot.get("basis")

    await ask(empty_url, counted)
    await migrate.run(empty_url, partial(command.upgrade, revision="0002"))
    assert await ask(empty_url, ballots) == ({"pot": OUTCOME}, "pot", "self")
    await migrate.run(empty_url, partial(command.downgrade, revision="0001"))
    assert await ask(empty_url, ballots) == (OUTCOME, None, None)


async def test_the_box_never_gets_row_ids(tmp_path: Path) -> None:
    """They would keep the order of arrival: a copy of the table is made without them."""
    url = f"sqlite+aiosqlite:///{tmp_path}/test.db"

    def shape(connection: Connection) -> str:
        query = text("SELECT sql FROM sqlite_master WHERE name = 'ballot'")
        return str(connection.scalar(query))

    for revision in REVISIONS:
        await migrate.run(url, partial(command.upgrade, revision=revision))
        assert "WITHOUT ROWID" in await ask(url, shape)
    for _ in REVISIONS[1:]:
        await migrate.run(url, lambda config: command.downgrade(config, "-1"))
        assert "WITHOUT ROWID" in await ask(url, shape)
