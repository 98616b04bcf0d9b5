"""A ballot on paper: two people enter the same, each alone; then it counts."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from flows.kernel import Ctx, tap
from flows.stemcodes.issue import round_called
from flows.stemcodes.proposing import propose
from storage.models import Ballot, CodeState, DeskEntry, Draft, Role
from tests.codes import by_code, issued, states
from tests.plans import CLOSES, OPENS, box, define, roll, the_round, votes
from tests.said import text_of
from tests.town import Actor, Town


async def helpers(town: Town) -> tuple[Actor, Actor]:
    return await town.moderator("Samira"), await town.officer("Pieter")


async def enters(helper: Actor, code: str, plans: str) -> None:
    await helper.presses("desk.start")
    await helper.sends(code)
    await helper.sends(plans)
    await helper.taps("Put it down")


async def open_town(town: Town, **changes: object) -> None:
    await by_code(town)
    await define(town, **changes)


async def test_two_who_read_the_same_make_a_vote(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    samira, pieter = await helpers(town)
    await samira.sends("/start")
    await samira.taps("Enter a paper ballot")
    await samira.sends(code.lower())
    assert "Ballot with code 000001" in samira.sees
    await samira.sends("3, 2027-001")
    assert "• 2027-001: Kitchen" in samira.sees
    assert "• 2027-003: Trees" in samira.sees
    await samira.taps("Put it down")
    assert "is entered once." in samira.sees
    assert await box(town) == {}
    assert await states(town) == [CodeState.ISSUED]
    await pieter.presses("desk.start")
    assert "1 ballot waits for a second person." in pieter.sees
    await enters(pieter, code, "1 3")
    assert "You both read the same from the paper." in pieter.sees
    assert "Receipt for the voter:" in pieter.sees
    assert await box(town) == {(1, 3): 1}
    assert await states(town) == [CodeState.ASSISTED]
    assert await roll(town) == frozenset(), "nobody of the two voted themselves"
    for helper in (samira, pieter):
        chat = town.playground.messages(helper.id)
        assert not any("Kitchen" in text_of(message) for message in chat)
        assert not any(text_of(it) in (code, code.lower(), "1 3", "3, 2027-001") for it in chat)
    async with town.db.read() as tx:
        entries = set(await tx.session.scalars(select(DeskEntry.person_id)))
        ballot = (await tx.session.scalars(select(Ballot))).one()
        assert not (await tx.session.scalars(select(Draft))).all()
    assert entries == {samira.person_id, pieter.person_id}
    assert (ballot.basis, ballot.chosen) == ("code", [1, 3])
    fatma = await town.resident("Fatma")
    await fatma.sends(code)
    assert "I do not know this code" in fatma.sees


async def test_one_person_twice_is_one_person(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    samira, _ = await helpers(town)
    for _ in range(2):
        await enters(samira, code, "1")
        assert "is entered once." in samira.sees
    assert await box(town) == {}


async def test_what_differs_counts_when_it_is_solved(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    samira, pieter = await helpers(town)
    await enters(samira, code, "1 2")
    await enters(pieter, code, "1 3")
    assert "Two people read something else from the paper of code 000001." in pieter.sees
    await town.settles()
    assert any("Two people read something else" in text for text in samira.heard)
    assert (await box(town), await states(town)) == ({}, [CodeState.ISSUED])
    await enters(samira, code, "1 3")
    assert "You both read the same" in samira.sees
    assert await box(town) == {(1, 3): 1}
    async with town.db.read() as tx:
        assert len((await tx.session.scalars(select(Ballot))).all()) == 1, "no reading is left"


async def test_choices_never_lie_in_a_draft(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    samira, _ = await helpers(town)
    await samira.presses("desk.start")
    await samira.sends(code)
    await samira.sends("2 3")
    async with town.db.read() as tx:
        (answers,) = (await tx.session.scalars(select(Draft.answers))).all()
    assert answers == {"code": 1, "plans": True}
    await samira.taps("Throw it away")
    async with town.db.read() as tx:
        assert not (await tx.session.scalars(select(Ballot))).all()
        assert not (await tx.session.scalars(select(Draft))).all()


async def test_what_is_no_ballot_is_told_and_nothing_is_lost(town: Town) -> None:
    await open_town(town, ballot={"kind": "approval", "least": 0, "most": 2})
    (code, used) = await issued(town, 2)
    await town.reaches(OPENS)
    samira, _ = await helpers(town)
    fatma = await town.resident("Fatma")
    await fatma.sends(used)
    await samira.presses("desk.start")
    await samira.sends(f"{code[:-1]}0")
    assert "This code is typed wrong." in samira.sees
    await samira.sends(used)
    assert "This code is unknown, used or taken back." in samira.sees
    await samira.sends(code)
    for typed, told in (
        ("abc", "Type the numbers of the plans"),
        ("9", "There is no plan with number 9."),
        ("2 2", "You typed plan 2027-002 twice."),
        ("1 2 3", "At most 2 plans fit in your vote."),
    ):
        await samira.sends(typed)
        assert told in samira.sees
    await samira.sends("0")
    assert "It is a blank ballot." in samira.sees
    await samira.taps("Put it down")
    assert "is entered once." in samira.sees


async def test_points_are_a_number_for_each(town: Town) -> None:
    await open_town(town, ballot={"kind": "points", "points": 4, "most_points": 3})
    (code,) = await issued(town)
    await town.reaches(OPENS)
    for helper in await helpers(town):
        await enters(helper, code, "1 1 1 3")
    assert await box(town) == {(1, 1, 1, 3): 1}


async def test_a_test_code_on_paper_never_counts(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town, test=True)
    await town.reaches(OPENS)
    for helper in await helpers(town):
        await enters(helper, code, "1")
    assert await states(town) == [CodeState.ASSISTED]
    assert await box(town) == {}


async def test_whoever_uses_a_code_on_the_phone_first_has_it(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    samira, pieter = await helpers(town)
    await enters(samira, code, "1")
    await pieter.presses("desk.start")
    await pieter.sends(code)
    await pieter.sends("1")
    fatma = await town.resident("Fatma")
    await fatma.sends(code)
    await votes(fatma, 2)
    await pieter.taps("Put it down")
    assert "This code is unknown, used or taken back." in pieter.toast
    assert await box(town) == {(2,): 1}
    await pieter.sends("/start")
    await pieter.taps("Go on with a paper ballot")
    assert "Do not enter it." in pieter.sees
    await pieter.sends("/start")
    assert "Go on with a paper ballot" not in pieter.buttons


async def test_residents_have_no_desk_and_after_the_close_nobody_has(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    fatma = await town.resident("Fatma")
    await fatma.presses("desk.start")
    assert "This is not for you." in fatma.toast
    samira, pieter = await helpers(town)
    await samira.presses("desk.start")
    assert "while voting is open" in samira.toast
    await town.reaches(OPENS)
    await enters(samira, code, "1")
    await pieter.presses("desk.start")
    await pieter.sends(code)
    await pieter.sends("1")
    await town.reaches(CLOSES + timedelta(seconds=1))
    await pieter.taps("Put it down")
    assert "while voting is open" in pieter.toast
    assert await box(town) == {}


async def test_many_helpers_who_put_down_one_ballot_at_once(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    people = [await town.moderator(f"Helper {n}") for n in range(4)]
    for helper in people:
        await helper.presses("desk.start")
        await helper.sends(code)
        await helper.sends("1 2")

    async def put_down(helper: Actor) -> None:
        async with town.house.writing() as moment:
            person = await moment.tx.people.get(helper.person_id)
            assert person is not None
            roles = frozenset({Role.MODERATOR})
            ctx = Ctx(moment.now, moment.tx, moment.town, moment.keys, person, roles)
            await tap(ctx, "desk.enter")

    await asyncio.gather(*map(put_down, people), return_exceptions=True)
    assert await box(town) == {(1, 2): 1}
    assert await states(town) == [CodeState.ASSISTED]
    async with town.db.read() as tx:
        assert len(await tx.desk.readers(1)) == 2


async def test_only_who_can_vote_and_did_not_is_reminded(town: Town) -> None:
    await open_town(town)
    codes = await issued(town, 2)
    await town.reaches(OPENS)
    fatma, omar = await town.resident("Fatma", area="MK"), await town.resident("Omar")
    without = await town.resident("Eve")
    for voter, code in ((fatma, codes[0]), (omar, codes[1])):
        await voter.sends(code)
    await votes(omar, 1)
    await town.reaches(CLOSES - timedelta(hours=47))
    await town.passes(hours=1)
    told = "You have not voted yet."
    reminded = [it.name for it in (fatma, omar, without) if told in str(it.heard)]
    assert reminded == ["Fatma"]
    assert str(fatma.heard).count(told) == 1


async def test_a_revoked_paper_ballot_is_taken_out(town: Town) -> None:
    await open_town(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    samira, pieter = await helpers(town)
    for helper in (samira, pieter):
        await enters(helper, code, "1")
    slug = (await the_round(town)).definition.slug
    async with town.house.writing() as moment:
        await propose(moment, await round_called(moment, slug), 1, "Two papers in one envelope")
    await pieter.presses("codes.open:1")
    assert "It was used for a paper ballot." in pieter.sees
    await pieter.taps("Take this code back")
    assert await box(town) == {}
