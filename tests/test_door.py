"""What is asked at the door is as it stands, whoever changed it, and is asked once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.db import Database
from storage.models import Role, Round
from storage.wire import Line
from tests.town import Town

NOW = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)
FATMA = 1001


@pytest.fixture
async def db(database: Database) -> Database:
    async with database.write() as tx:
        await tx.people.meet(FATMA, "Fatma", "nl")
        await tx.rounds.add("one", {"called": "One"})
    return database


@asynccontextmanager
async def another_process(db: Database) -> AsyncIterator[AsyncConnection]:
    """Writes to the same database, past all that this process may have kept."""
    async with db.engine.begin() as connection:
        yield connection


async def called(db: Database) -> list[str]:
    """The rounds, as somebody sees them who has come in by the door."""
    async with db.read() as tx:
        assert await tx.door.acting(FATMA, NOW) is not None
        return [row.definition["called"] for row in await tx.rounds.all()]


async def rename(connection: AsyncConnection, name: str) -> None:
    await connection.execute(update(Round).values(definition={"called": name}))


async def test_roles_are_those_of_this_moment(db: Database) -> None:
    async with db.write() as tx:
        fatma = await tx.people.meet(FATMA, "Fatma", "nl")
        for role in Role:
            await tx.roles.grant(fatma, role, NOW, NOW + timedelta(days=1))
    async with db.read() as tx:
        assert await tx.door.acting(FATMA + 1, NOW) is None
        now = await tx.door.acting(FATMA, NOW)
        later = await tx.door.acting(FATMA, NOW + timedelta(days=2))
    assert now is not None
    assert later is not None
    assert now[0].name == later[0].name == "Fatma"
    assert (now[1], later[1]) == (frozenset(Role), frozenset())


async def test_a_round_that_another_process_changed_is_seen_at_once(db: Database) -> None:
    for name in ("Two", "Three"):
        before = await called(db)
        async with another_process(db) as other:
            await rename(other, name)
        assert before != await called(db) == [name]
    async with another_process(db) as other:
        await other.execute(insert(Round).values(slug="next", definition={"called": "Next"}))
    assert await called(db) == ["Next", "Three"]


async def test_what_one_reader_changes_in_a_round_no_other_sees(db: Database) -> None:
    async with db.read() as tx:
        await tx.door.acting(FATMA, NOW)
        (row,) = await tx.rounds.all()
        row.slug = "changed"
    async with db.read() as tx:
        await tx.door.acting(FATMA, NOW)
        assert [row.slug for row in await tx.rounds.all()] == ["one"]


@pytest.mark.parametrize("command", ["/start", "/communities"])
async def test_a_screen_asks_the_database_only_this_often(
    town: Town, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """On PostgreSQL each question is a journey, and the way there costs more than the answer."""
    fatma = await town.resident("Fatma")
    await fatma.sends(command)
    asked, ask = [], Line.ask

    async def listen(line: Line, text: str, values: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
        if text.startswith("SELECT"):
            asked.append(text)
        return await ask(line, text, values)

    monkeypatch.setattr(Line, "ask", listen)
    await fatma.sends(command)
    reads_rounds = command == "/start" and town.db.engine.dialect.name == "sqlite"
    assert len(asked) == (3 if reads_rounds else 2), asked
