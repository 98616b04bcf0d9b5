"""One's own data: seen, and deleted at once, also during a vote."""

from datetime import timedelta

from sqlalchemy import select, text

from flows.events import tell
from storage.models import Base, InboxRow, InboxState
from tests.plans import OPENS, RESULT, box, on_ballot, roll, votes
from tests.town import Actor, Town


async def deletes(person: Actor) -> None:
    await person.sends("/privacy")
    await person.taps("Delete my data")
    await person.taps("Delete everything now")


async def rows_about(town: Town, person_id: int) -> list[str]:
    """Tables that still know this person."""
    columns = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
    columns.append(("person", "id"))
    async with town.db.read() as tx:
        return [
            table
            for table, column in columns
            if await tx.session.scalar(
                text(f"SELECT count(*) FROM {table} WHERE {column} = :id"),  # noqa: S608  our own names
                {"id": person_id},
            )
        ]


async def test_what_is_kept_is_shown(town: Town) -> None:
    fatma = await town.resident("Fatma", "tr", area="MF")
    await fatma.presses("start.locale:en")
    await fatma.presses("consents.no:meetings")
    await fatma.sends("/privacy")
    shown = fatma.sees.splitlines()
    assert "First name: Fatma" in shown
    assert "Language: English" in shown
    assert "Neighbourhood: Indische Buurt-West" in shown
    assert "News about the money: yes" in shown
    assert "Meetings: yes" not in shown
    await fatma.taps("Delete my data")
    assert "Delete all your data?" in fatma.sees
    await fatma.taps("Keep my data")
    assert "First name: Fatma" in fatma.sees


async def test_deleting_leaves_nothing_that_knows_the_person(town: Town) -> None:
    fatma = await town.moderator("Fatma")
    await fatma.sends("/propose")
    await fatma.sends("Trees for the square")
    assert "draft" in await rows_about(town, fatma.person_id)
    await deletes(fatma)
    assert "Your data is deleted." in fatma.sees
    assert fatma.buttons == []
    assert await rows_about(town, fatma.person_id) == []


async def test_an_open_vote_goes_with_its_voter(town: Town) -> None:
    await on_ballot(town, ("Kitchen", 18, "samen"))
    await town.reaches(OPENS)
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await votes(fatma, 1)
    await votes(sem, 1)
    await deletes(fatma)
    assert await box(town) == {(1,): 1}
    assert await roll(town) == {sem.person_id}


async def test_a_counted_vote_stays_and_nobody_can_tell_whose_it_was(town: Town) -> None:
    await on_ballot(town, ("Kitchen", 18, "samen"))
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1)
    await town.reaches(RESULT)
    await deletes(fatma)
    assert await box(town) == {(1,): 1}
    assert await rows_about(town, fatma.person_id) == []


async def test_initiatives_stay_without_a_name(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await on_ballot(town, ("Kitchen", 18, "samen"), by=fatma)
    await deletes(fatma)
    async with town.db.read() as tx:
        initiative = await tx.initiatives.get(1)
        assert initiative is not None
        assert initiative.author_id is None
    await town.reaches(OPENS)
    await sem.presses("vote.plan:1.0.0")
    assert "Kitchen" in sem.sees
    assert "Fatma" not in sem.sees


async def test_deleting_twice_is_deleting_once(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await deletes(fatma)
    await fatma.presses("privacy.delete")
    assert "Your data is deleted." in fatma.sees
    async with town.db.read() as tx:
        assert await tx.people.known(fatma.id) is None
        assert await tx.people.known(sem.id) is not None


async def test_the_inbox_does_not_know_who_left(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await deletes(fatma)
    async with town.db.read() as tx:
        rows = (await tx.session.scalars(select(InboxRow))).all()
    assert {row.sender for row in rows} == {None, sem.id}
    assert [
        row.payload for row in rows if row.state is not InboxState.RECEIVED and row.payload
    ] == []


async def test_who_wrote_and_when_is_forgotten_after_two_days(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await town.passes(days=1)
    await fatma.sends("/help")
    await town.passes(days=1, hours=12)
    async with town.db.read() as tx:
        came_in = (await tx.session.scalars(select(InboxRow.received_at))).all()
    assert len(came_in) == 1
    assert came_in[0] > town.now - timedelta(days=2)


async def test_who_comes_back_begins_anew(town: Town) -> None:
    fatma = await town.moderator("Fatma")
    await deletes(fatma)
    await fatma.sends("/start")
    assert fatma.buttons == ["Nederlands", "English", "Türkçe", "العربية"]
    await fatma.sends("/queue")
    assert "This is not for you" in fatma.sees
    await fatma.sends("/privacy")
    assert "Neighbourhood" not in fatma.sees
    assert ": yes" not in fatma.sees


async def test_what_was_to_be_sent_is_not_sent_any_more(town: Town) -> None:
    fatma = await town.resident("Fatma")
    async with town.house.writing() as moment:
        await tell(moment, "phase", [fatma.person_id], key="x", payload={"round": 1})
    await deletes(fatma)
    heard = len(fatma.heard)
    await town.settles()
    assert len(fatma.heard) == heard
