"""One ballot a person, whoever sends at the same time; and nobody can see what is in it."""

import asyncio
import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select

from flows.errors import Refusal
from flows.kernel import tap
from flows.voting.ballot import seal_of, slot_of
from storage.models import Ballot, Draft, InboxRow, InitiativeState, OutboxRow, RollEntry
from tests.plans import CLOSES, OPENS, PLANS, ROUND, box, on_ballot, roll, the_round, votes
from tests.town import Town
from tests.voters import acting, codes_in


async def newcomers(town: Town, many: int) -> list[int]:
    """Ids of people of the neighbourhood, who have chosen plan 1 and not sent it."""
    key = town.house.keys.of((await the_round(town)).definition.slug)
    async with town.house.writing() as moment:
        people = [await moment.tx.people.meet(n, f"Voter {n}", "en") for n in range(1, many + 1)]
        for person in people:
            person.area = "MG"
            await moment.tx.ballots.choose(ROUND, slot_of(key, person.id), [1])
    return [person.id for person in people]


async def send(town: Town, person_id: int) -> str:
    """Tap on Send, in a transaction of its own; answers the number on the receipt."""
    key = town.house.keys.of((await the_round(town)).definition.slug)
    async with town.house.writing() as moment:
        seal = seal_of(key, person_id, [1])
        ctx = await acting(moment, person_id)
        screen = await tap(ctx, "vote.send", f"{ROUND}.{seal}")
    return next(iter(codes_in(screen.text)))


async def entries(town: Town) -> list[int]:
    """The roll, row by row."""
    async with town.db.read() as tx:
        return list(await tx.session.scalars(select(RollEntry.person_id)))


async def test_three_hundred_voters_who_each_send_four_times_at_once(town: Town) -> None:
    """It fails without the primary keys of the box and the roll: nothing else is in the way."""
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    people = await newcomers(town, 300)
    crowd = asyncio.Semaphore(100)  # more would only wait for a connection, till it gives up

    async def sends(person: int) -> str:
        async with crowd:
            return await send(town, person)

    receipts = await asyncio.gather(*(sends(people[nth // 4]) for nth in range(4 * 300)))
    assert await box(town) == {(1,): 300}
    assert sorted(await entries(town)) == people, "one entry in the roll for each voter"
    of_each = [set(receipts[4 * nth : 4 * nth + 4]) for nth in range(300)]
    assert all(len(given) == 1 for given in of_each), "one receipt for each voter"
    assert len(set(receipts)) == 300


async def test_the_box_does_not_know_whose_a_ballot_is(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1, 3)
    await town.settles()
    async with town.db.read() as tx:
        ballot = (await tx.session.scalars(select(Ballot))).one()
        assert await tx.ballots.get(ROUND, slot_of(b"a guess", fatma.person_id)) is None
        assert set(Ballot.__table__.columns.keys()) == {
            "round_id",
            "slot",
            "pot",
            "basis",
            "chosen",
            "sent",
            "tracker",
        }, "no person and no time"
        assert not (await tx.session.scalars(select(Draft))).all()
        assert not any((await tx.session.scalars(select(InboxRow.payload))).all())
        payloads = (await tx.session.scalars(select(OutboxRow.payload))).all()
    assert ballot.sent == [1, 3]
    assert {key for payload in payloads for key in payload} <= {"round", "phase", "person"}


async def test_the_log_holds_no_choice(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="bot")
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1)
    assert "vote.yes" not in caplog.text
    assert "Kitchen" not in caplog.text


async def test_what_was_counted_stays_as_it_was(town: Town) -> None:
    """A send that began a moment before the close, and comes through after the count."""
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    (person,) = await newcomers(town, 1)
    await town.reaches(CLOSES)
    async with town.house.writing() as moment:
        ctx = await acting(moment, person)
        early = dataclasses.replace(ctx, now=CLOSES - timedelta(seconds=1))
        with pytest.raises(Refusal):
            await tap(early, "vote.yes", "2.0.0")
    assert await box(town) == {}


async def test_a_plan_that_is_withdrawn_leaves_the_ballot_and_every_choice(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1, 2)
    async with town.house.writing() as moment:
        await moment.tx.initiatives.set_state(
            1,
            InitiativeState.WITHDRAWN,
            only_from=[InitiativeState.ON_BALLOT],
            at=moment.now,
        )
    await fatma.sends("/vote")
    assert "Chosen: 1 of at most 9." in fatma.sees
    assert "A plan you chose has left the ballot." in fatma.sees
    await fatma.presses("vote.yes:1.0.0")
    assert "This plan is not on the ballot any more." in fatma.toast


async def test_who_deletes_their_data_takes_an_open_vote_along(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma, piet = await town.resident("Fatma"), await town.resident("Piet")
    await votes(fatma, 1)
    await votes(piet, 2)
    await fatma.sends("/privacy")
    await fatma.taps("Delete my data")
    await fatma.taps("Delete everything now")
    assert await box(town) == {(2,): 1}
    assert await roll(town) == {piet.person_id}
    await town.reaches(CLOSES)
    await piet.sends("/privacy")
    await piet.taps("Delete my data")
    await piet.taps("Delete everything now")
    assert await box(town) == {(2,): 1}, "a counted vote stays, and nobody knows whose it was"
    assert await roll(town) == frozenset()
