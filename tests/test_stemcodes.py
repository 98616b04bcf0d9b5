"""A letter with a code lets one person vote: typed, followed by its link, or told in a group."""

import asyncio

import pytest
from sqlalchemy import select

from flows.kernel import Ctx
from flows.reading import Said
from flows.stemcodes import answers, patience, redeem
from storage.models import Ballot, Basis, CodeState, Draft, InboxRow, OutboxRow, Stemcode
from tests.codes import by_code, issued, states
from tests.plans import CLOSES, OPENS, ROUND, box, define, roll, the_round, votes
from tests.said import text_of
from tests.town import TOKEN, Actor, Town

ONE_ANSWER = "I do not know this code, or it cannot be used."
RIGHT = "Your stemcode is right."


def said(actor: Actor) -> list[str]:
    """What they wrote themselves and is still there to be read."""
    messages = actor.town.playground.messages(actor.id)
    return [text_of(message) for message in messages if message.get("outgoing")]


async def test_a_typed_code_opens_the_booth_and_leaves_the_chat(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma", area="MK")  # another area: the code says which pot
    await fatma.sends("/vote")
    assert "with a stemcode" in fatma.sees
    assert "Bel 14 020" not in fatma.sees
    await fatma.presses("vote.yes:1.0.0")
    assert await box(town) == {}
    await fatma.sends(code.lower().replace("-", " "))
    assert RIGHT in fatma.sees
    assert not [it for it in said(fatma) if code[:4].lower() in it.lower()]
    await fatma.taps("Vote now")
    assert "Vote in" in fatma.sees
    await votes(fatma, 1, 2)
    assert "It counts." in fatma.sees
    async with town.db.read() as tx:
        ballot = (await tx.session.scalars(select(Ballot))).one()
    assert (ballot.basis, ballot.pot) == ("code", "pot")
    await fatma.sends(code)
    assert "You used this code already." in fatma.sees
    assert (await box(town), await states(town)) == ({(1, 2): 1}, [CodeState.REDEEMED])


async def test_the_link_of_a_letter_greets_a_stranger_and_keeps_the_code(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    piet = await town.stranger("Piet", "nl")
    await piet.sends(f"/start {code.replace('-', '')}")
    assert "Je stemcode klopt." in piet.sees
    assert "Kies je taal." in piet.sees
    assert said(piet) == []
    await piet.taps("Nederlands")
    await piet.presses("start.wijk:MF")
    await piet.presses("start.done:all")
    await piet.taps("Stem nu")
    await votes_in_dutch(piet)
    assert await box(town) == {(1,): 1}


async def votes_in_dutch(voter: Actor) -> None:
    await voter.presses("vote.yes:1.0.0")
    await voter.presses(f"vote.review:{ROUND}")
    await voter.taps("Verstuur mijn stem")


async def test_a_stranger_who_types_a_code_is_asked_for_a_language_too(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    piet = await town.stranger("Piet", "tr")
    await piet.sends(code)
    assert "Oy kodunuz doğru." in piet.sees
    assert "Türkçe" in piet.buttons


async def test_the_front_door_says_that_one_needs_a_code(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await fatma.sends("/start")
    assert "Vote now" not in fatma.buttons
    await fatma.taps("Vote with your stemcode")
    assert "Type the code here. It looks like this: XXXX-XXXX-XXXX" in fatma.sees
    await fatma.sends(code)
    await fatma.sends("/start")
    assert "Vote now" in fatma.buttons
    assert "Vote with your stemcode" not in fatma.buttons


async def test_a_code_says_which_pot_one_votes_about(town: Town) -> None:
    """Whoever moved in, or said another neighbourhood, votes about the pot of their letter."""
    ballot = (await the_round(town)).row.definition["ballot"]
    shared = {"label": {"nl": "Een", "en": "One"}, "budget": 60_000}
    pots = [
        {"key": "west", **shared, "areas": ["MG", "MA"]},
        {"key": "oost", **shared, "areas": ["MF"]},
    ]
    await define(town, pot=pots, budget=None, areas=["MF", "MG", "MA"], ballot=ballot)
    await by_code(town)
    (code,) = await issued(town, pot="oost")
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma", area="MG")
    await fatma.sends(code)
    await votes(fatma, 1)
    async with town.db.read() as tx:
        assert await tx.ballots.grouped(ROUND, "oost") == {(1,): 1}
        assert await tx.ballots.grouped(ROUND, "west") == {}


async def test_a_code_in_arabic(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    layla = await town.resident("ليلى", "ar")
    await layla.sends(code[:-1] + ("4" if code[-1] == "3" else "3"))
    assert layla.reads(answers.typed_wrong().text) == layla.sees
    await layla.sends(code.translate(str.maketrans("346789", "٣٤٦٧٨٩")))
    assert "رمز التصويت صحيح." in layla.sees
    assert said(layla) == ["/start"]


async def test_a_typing_error_is_told_at_once_and_costs_no_try(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    fatma = await town.resident("Fatma")
    for wrong in (
        f"O{code[1:]}",
        code[:-1],
        code[::-1][:5] + code[5:],
        f"5{code[1:]}".lower(),
    ) * 4:
        await fatma.sends(wrong)
        assert "This code is typed wrong." in fatma.sees, wrong
    assert said(fatma) == ["/start"]
    await fatma.sends(code)
    assert RIGHT in fatma.sees
    assert "You can vote from Monday 10 May, 12:00" in fatma.sees


async def test_there_is_one_answer_to_what_cannot_be_used(town: Town) -> None:
    await by_code(town)
    used, revoked, other_round = await issued(town, 3)
    async with town.house.writing() as moment:
        second = await moment.tx.stemcodes.by_serial(ROUND, 2)
        assert second is not None
        await moment.tx.stemcodes.move(second.id, CodeState.REVOKED, only_from=[CodeState.ISSUED])
        definition = (await moment.tx.rounds.all())[0].definition
        await moment.tx.rounds.add("elsewhere", {**definition, "slug": "elsewhere"})
        third = await moment.tx.stemcodes.by_serial(ROUND, 3)
        assert third is not None
        third.round_id = 2  # whoever has the pepper of one round cannot make codes of another
        moment.keys.make_pepper("elsewhere")
    fatma, eve = await town.resident("Fatma"), await town.resident("Eve")
    await fatma.sends(used)
    unknown = (await issued(town))[0]
    async with town.house.writing() as moment:
        fourth = await moment.tx.stemcodes.by_serial(ROUND, 3)
        assert fourth is not None
        await moment.tx.session.delete(fourth)
    answers = set()
    for code in (used, revoked, other_round, unknown):
        await eve.sends(code)
        answers.add(eve.sees)
    assert len(answers) == 1
    assert ONE_ANSWER in answers.pop()


async def test_one_person_uses_one_code(town: Town) -> None:
    await by_code(town)
    mine, partners = await issued(town, 2)
    fatma, omar = await town.resident("Fatma"), await town.resident("Omar")
    await fatma.sends(mine)
    await fatma.sends(partners)
    assert "One person has one code." in fatma.sees
    await omar.sends(partners)
    assert RIGHT in omar.sees


async def test_after_ten_tries_one_waits_for_the_next_hour(town: Town) -> None:
    await by_code(town)
    codes = await issued(town, 3)
    eve, fatma = await town.resident("Eve"), await town.resident("Fatma")
    await fatma.sends(codes[0])
    for _ in range(patience.MOST_TRIES):
        await eve.sends(codes[0])
        assert ONE_ANSWER in eve.sees
    await eve.sends(codes[1])
    assert "Please try again from Tuesday 2 February, 11:00." in eve.sees
    omar = await town.resident("Omar")
    await omar.sends(codes[1])
    assert RIGHT in omar.sees, "others go on"
    await town.passes(hours=1)
    await eve.sends(codes[2])
    assert RIGHT in eve.sees


async def test_when_everybody_guesses_all_wait_and_officers_hear_of_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_TOGETHER", 4)
    await by_code(town)
    used, free = await issued(town, 2)
    officer, fatma = await town.officer("Pieter"), await town.resident("Fatma")
    await fatma.sends(used)
    for name in ("Eve", "Mallory"):
        eve = await town.resident(name)
        await eve.sends(used)
        await eve.sends(used)
    omar = await town.resident("Omar")
    await omar.sends(free)
    assert "Please try again from" in omar.sees
    await town.settles()
    assert any("4 wrong stemcodes were typed" in text for text in officer.heard)
    await town.passes(hours=1)
    await omar.sends(free)
    assert RIGHT in omar.sees


async def tries(town: Town, code: str, person_id: int) -> None:
    async with town.house.writing() as moment:
        person = await moment.tx.people.get(person_id)
        assert person is not None
        ctx = Ctx(moment.now, moment.tx, moment.town, moment.keys, person, frozenset())
        await redeem.typed(ctx, Said(text=code))


async def test_fifty_people_who_type_one_code_at_once(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    async with town.house.writing() as moment:
        people = [await moment.tx.people.meet(n, f"P {n}", "en") for n in range(1, 51)]
    await asyncio.gather(*(tries(town, code, person.id) for person in people))
    async with town.db.read() as tx:
        redeemed = (await tx.session.scalars(select(Stemcode))).one()
        holders = await tx.stemcodes.holders(ROUND)
        hour = town.now.replace(minute=0, second=0, microsecond=0)
        assert (await tx.stemcodes.tries(0, hour))[1] == 49
    assert redeemed.state is CodeState.REDEEMED
    assert holders == [redeemed.person_id]


async def test_one_person_who_types_fifty_codes_at_once(town: Town) -> None:
    await by_code(town)
    codes = await issued(town, 50)
    async with town.house.writing() as moment:
        person = await moment.tx.people.meet(7, "Eve", "en")
    await asyncio.gather(*(tries(town, code, person.id) for code in codes), return_exceptions=True)
    assert (await states(town)).count(CodeState.REDEEMED) == 1


async def test_a_test_code_goes_the_whole_way_and_never_counts(town: Town) -> None:
    await by_code(town)
    (test,), (real,) = await issued(town, test=True), await issued(town)
    await town.reaches(OPENS)
    pieter = await town.resident("Pieter")
    await pieter.sends(test)
    assert "A vote with it does not count." in pieter.sees
    await votes(pieter, 1)
    assert "Your receipt:" in pieter.sees
    assert "It counts." not in pieter.sees
    assert "This vote never counts." in pieter.sees
    assert await box(town) == {}
    await pieter.sends(real)
    assert RIGHT in pieter.sees
    assert "does not count" not in pieter.sees
    assert await states(town) == [CodeState.ISSUED, CodeState.REDEEMED]
    assert await roll(town) == frozenset(), "the vote to test with is gone"
    await votes(pieter, 2)
    assert await box(town) == {(2,): 1}


async def test_a_code_counts_apart_where_both_kinds_vote(town: Town) -> None:
    await by_code(town, "both")
    (code,) = await issued(town)
    await town.reaches(OPENS)
    fatma, omar = await town.resident("Fatma"), await town.resident("Omar")
    for voter in (fatma, omar):
        await votes(voter, 1)
    await fatma.sends(code)
    async with town.db.read() as tx:
        assert await tx.ballots.grouped(ROUND, basis=Basis.CODE) == {(1,): 1}
        assert await tx.ballots.grouped(ROUND, basis=Basis.SELF) == {(1,): 1}
    assert await box(town) == {(1,): 2}


async def test_who_deletes_their_data_can_come_back_with_the_same_code(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await fatma.sends(code)
    await votes(fatma, 1)
    await fatma.sends("/privacy")
    assert "I keep that you used a stemcode, not the code itself." in fatma.sees
    await fatma.presses("privacy.delete")
    assert (await box(town), await states(town)) == ({}, [CodeState.ISSUED])
    again = await town.resident("Fatma again")
    await again.sends(code)
    assert RIGHT in again.sees


async def test_after_the_close_a_code_is_one_nobody_knows(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(CLOSES)
    fatma = await town.resident("Fatma")
    await fatma.sends(code)
    assert RIGHT not in fatma.sees
    assert await states(town) == [CodeState.ISSUED]


async def test_a_moderator_does_not_use_a_code_by_mistake(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    samira = await town.moderator("Samira")
    await samira.sends(code)
    assert "It is not used yet." in samira.sees
    assert await states(town) == [CodeState.ISSUED]
    await samira.sends(f"/start {code}")
    assert RIGHT in samira.sees


async def test_a_code_is_kept_nowhere_in_plain(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await by_code(town)
    used, free = await issued(town, 2)
    fatma = await town.resident("Fatma")
    await fatma.sends(used)
    await fatma.sends(f"edit {free}"[5:])
    await town.settles()
    async with town.db.read() as tx:
        kept = [
            *(await tx.session.scalars(select(Draft.answers))).all(),
            *(await tx.session.scalars(select(InboxRow.payload))).all(),
            *(await tx.session.scalars(select(OutboxRow.payload))).all(),
        ]
    for code in (used, free, used.replace("-", ""), free.replace("-", "")):
        assert code not in str(kept)
        assert code not in caplog.text


async def test_where_no_round_takes_codes_words_are_words(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await fatma.sends("Park-2027-open")
    assert "I kept it." in fatma.sees


async def test_an_answer_that_looks_like_a_code_stays_an_answer(town: Town) -> None:
    await by_code(town)
    fatma = await town.resident("Fatma")
    await fatma.presses("propose.start")
    await fatma.sends("Park 2027 open")
    assert "typed wrong" not in fatma.sees
    assert "Question 2" in fatma.sees


@pytest.mark.parametrize("administrator", [True, False])
async def test_a_code_in_a_group_is_deleted_with_a_warning(
    town: Town, *, administrator: bool
) -> None:
    await by_code(town)
    (code,) = await issued(town)
    fatma = await town.resident("Fatma", "tr")
    bot = int(TOKEN.partition(":")[0])
    chat = town.playground.add_group("Buren")
    town.playground.set_member(chat.id, fatma.id, "creator", fatma.id)
    town.playground.set_member(
        chat.id, bot, "administrator" if administrator else "member", fatma.id
    )
    await town.playground.send(fatma.id, "Goedemorgen!", chat_id=chat.id)
    await town.playground.send(fatma.id, f"/start@buurtbot {code}", chat_id=chat.id)
    await town.answered()
    *others, warning = [message.get("text", "") for message in chat.messages.values()]
    assert "Iemand stuurde hier een stemcode." in warning
    assert "Birisi buraya oy kodu gönderdi." in warning
    assert any(code in text for text in others) is not administrator
    assert ("Ik heb het bericht weggehaald." in warning) is administrator
    assert any("Goedemorgen" in text for text in others)
    assert await states(town) == [CodeState.ISSUED]


async def test_who_leaves_before_the_vote_opens_leaves_the_code_to_be_used(town: Town) -> None:
    await by_code(town)
    (code,) = await issued(town)
    fatma, piet = await town.resident("Fatma"), await town.resident("Piet")
    await fatma.sends(code)
    await fatma.presses("privacy.delete")
    assert await states(town) == [CodeState.ISSUED]
    await piet.sends(code)
    assert RIGHT in piet.sees
