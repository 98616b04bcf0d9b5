"""What is asked past the ORM answers as the ORM would, in the same transaction."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.sqlite.aiosqlite import dialect

from storage.db import Database
from storage.models import Base, Person
from storage.prepared import Prepared
from storage.repositories import people
from storage.repositories.inbox import News
from storage.shelf import READERS

NOW = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)
FATMA = 1001


@pytest.fixture
async def db(database: Database) -> Database:
    async with database.write() as tx:
        await tx.people.meet(FATMA, "Fatma", "nl")
    return database


async def name_of_fatma(db: Database) -> str:
    async with db.read() as tx:
        person = await tx.people.known(FATMA)
        assert person is not None
        return person.name


def test_columns_are_asked_for_in_the_order_in_which_objects_are_made() -> None:
    for mapper in Base.registry.mappers:
        asked = [column.key for column in select(mapper.class_).exported_columns]
        assert asked == [attribute.key for attribute in mapper.column_attrs]


async def test_a_value_that_is_not_given_is_a_mistake_and_no_null(db: Database) -> None:
    with pytest.raises(KeyError, match="telegram"):
        async with db.read() as tx:
            await tx.people._wire.ask(people.KNOWN)  # noqa: SLF001  what repositories do


async def test_what_a_writer_changes_in_an_object_is_written(db: Database) -> None:
    async with db.write() as tx:
        fatma = await tx.people.meet(FATMA, "Fatma", "nl")
        fatma.name = "Fatoş"
    assert await name_of_fatma(db) == "Fatoş"


async def test_what_is_asked_after_a_change_knows_of_it(db: Database) -> None:
    async with db.write() as tx:
        fatma = await tx.people.meet(FATMA, "Fatma", "nl")
        fatma.name = "Fatoş"
        known = await tx.people.known(FATMA)
        assert known is not None
        assert known.name == "Fatoş"
        assert await tx.people.meet(FATMA, "Fatma", "nl") is fatma


async def test_the_orm_takes_over_what_was_changed_before_it_came(db: Database) -> None:
    async with db.write() as tx:
        fatma = await tx.people.meet(FATMA, "Fatma", "nl")
        fatma.name = "Fatoş"
        assert await tx.session.get(Person, fatma.id) is fatma
        assert fatma.name == "Fatoş"
        fatma.locale = "tr"
    assert await name_of_fatma(db) == "Fatoş"
    async with db.read() as tx:
        known = await tx.people.known(FATMA)
        assert known is not None
        assert known.locale == "tr"


async def test_what_a_reader_changes_in_an_object_goes_nowhere(db: Database) -> None:
    async with db.read() as tx:
        fatma = await tx.people.known(FATMA)
        assert fatma is not None
        fatma.name = "Fatoş"
        await tx.flush()
    assert await name_of_fatma(db) == "Fatma"


async def test_a_refusal_undoes_what_went_past_the_orm(db: Database) -> None:
    async def fail() -> None:
        async with db.write() as tx:
            kept = await tx.inbox.keep([_update(7)], NOW)
            assert await tx.inbox.finish(kept[7])
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    async with db.write() as tx:
        kept = await tx.inbox.keep([_update(7)], NOW)
        assert await tx.inbox.finish(kept[7])
        assert not await tx.inbox.finish(kept[7])


async def test_an_update_that_the_database_cannot_read_spoils_no_other(db: Database) -> None:
    """What people send may hold what PostgreSQL takes for no text: it is kept as it came."""
    odd = [{"text": "\x00"}, {"text": "\ud83d"}, {"text": "'; \"$[0] ، 🌳"}, {}]
    news = [News(number, FATMA, payload) for number, payload in enumerate(odd)]
    async with db.write() as tx:
        kept = await tx.inbox.keep(news, NOW)
    assert list(kept) == [0, 1, 2, 3]
    assert sorted(kept.values()) == list(kept.values()), "numbered in the order they came"
    async with db.read() as tx:
        rows = await tx.inbox.unfinished()
        assert [(row.sender, row.payload) for row in rows] == [(FATMA, told) for told in odd]
        assert {row.received_at for row in rows} == {NOW}


async def test_an_update_that_comes_twice_is_kept_once(db: Database) -> None:
    async with db.write() as tx:
        assert len(await tx.inbox.keep([_update(7), _update(7), _update(8)], NOW)) == len("78")
    async with db.write() as tx:
        assert list(await tx.inbox.keep([_update(8), _update(9)], NOW)) == [9]


async def test_both_ways_stand_in_one_transaction(db: Database) -> None:
    """The driver began it; the ORM joins, and commits nothing by itself."""

    async def fail() -> None:
        async with db.write() as tx:
            fatma = await tx.people.meet(FATMA, "Fatma", "nl")
            fatma.name = "Fatoş"
            await tx.flush()
            await tx.session.execute(text("UPDATE person SET locale = 'tr'"))
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    async with db.read() as tx:
        person = await tx.people.known(FATMA)
        assert person is not None
        assert (person.name, person.locale) == ("Fatma", "nl")


async def test_readers_go_on_after_the_database_cut_their_connection(db: Database) -> None:
    assert await name_of_fatma(db) == "Fatma"
    if db.engine.dialect.name == "postgresql":
        await _cut_all(db)
    assert await name_of_fatma(db) == "Fatma"


async def test_a_reader_who_is_interrupted_leaves_no_connection_behind(db: Database) -> None:
    async def read() -> None:
        async with db.read() as tx:
            await tx.people.known(FATMA)
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(read()) for _ in range(READERS)]
    await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await name_of_fatma(db) == "Fatma"


async def test_a_reader_sees_what_was_committed_before(db: Database) -> None:
    for name in ("Ayşe", "Esra"):
        async with db.write() as tx:
            (await tx.people.meet(FATMA, "Fatma", "nl")).name = name
        assert await name_of_fatma(db) == name


def test_a_statement_keeps_what_it_was_written_with() -> None:
    query = select(Person.id).where(Person.locale == "nl", Person.name == bindparam("called"))
    assert Prepared(query).on(dialect()).values({"called": "Fatma"}) == ["nl", "Fatma"]


async def _cut_all(db: Database) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    async with db.write() as tx:
        await tx.session.execute(text(f"{others} AND datname = current_database()"))
    await asyncio.sleep(0.2)  # until the driver has heard of it


def _update(number: int) -> News:
    return News(number, FATMA, {"update_id": number})
