"""A question to a community: asked, answered once a person, closed by the clock."""

from tests.neighbours import amsterdam, community
from tests.town import Actor, Town


async def asked(marta: Actor, key: int, *answers: str) -> None:
    await marta.presses(f"communities.open:{key}")
    await marta.taps("Start a poll")
    await marta.sends("Wat planten wij?")
    await marta.sends("\n".join(answers or ("Rozen", "Tulpen")))
    await marta.taps("Close in 3 days")
    await marta.taps("Ask all members")


RESULT = """\
The result of: Wat planten wij?

Rozen
░░░░░░░░░░ 0

Tulpen
▓▓▓▓▓▓▓▓▓▓ 2

2 members answered."""


def results(actor: Actor) -> list[str]:
    return [text for text in actor.heard if text.startswith("The result of:")]


async def test_members_answer_and_hear_the_result_once(town: Town) -> None:
    marta, fatma, bob = (
        await town.moderator("Marta"),
        await town.resident("Fatma"),
        await town.resident("Bob"),
    )
    key = await community(town, fatma, bob)
    await asked(marta, key)
    assert "They see the result after Friday 5 February, 20:00." in marta.sees
    await town.settles()
    told = [text for text in fatma.heard if "Groene Buren asks:" in text]
    assert len(told) == 1
    assert "Wat planten wij?\n1. Rozen\n2. Tulpen" in told[0]

    await fatma.taps("1. Rozen")
    assert "Your answer: Rozen. You can change it." in fatma.sees
    await fatma.presses("polls.answer:1.0")
    await fatma.taps("2. Tulpen")
    assert "Your answer: Tulpen." in fatma.sees
    await bob.taps("2. Tulpen")
    for neighbour in (fatma, bob, marta):
        await neighbour.presses("polls.open:1")
        assert "▓" not in neighbour.sees, "results stay hidden until it closes"

    await town.reaches(amsterdam(2, 5, 20))
    await town.settles()
    assert results(fatma) == results(bob) == [RESULT]
    assert results(marta) == [], "she is no member"


async def test_an_answer_after_the_end_is_refused(town: Town) -> None:
    marta, fatma = await town.moderator("Marta"), await town.resident("Fatma")
    key = await community(town, fatma)
    await asked(marta, key)
    await fatma.presses("polls.answer:1.0")
    await town.reaches(amsterdam(2, 5, 20))
    await fatma.presses("polls.answer:1.1")
    assert "This poll is closed. Your answer was not changed." in fatma.toast + fatma.sees
    async with town.db.read() as tx:
        assert await tx.polls.answer_of(1, fatma.person_id) == 0
    await fatma.presses("polls.open:1")
    assert "1 member answered." in fatma.sees


async def test_only_members_answer_and_others_are_invited(town: Town) -> None:
    marta, fatma, ali = (
        await town.moderator("Marta"),
        await town.resident("Fatma"),
        await town.resident("Ali"),
    )
    key = await community(town, fatma)
    await asked(marta, key)
    await ali.presses("polls.answer:1.0")
    assert "Only members of Groene Buren can answer." in ali.sees
    await ali.taps("Join this community")
    await ali.taps("Answer: Wat planten wij?")
    await ali.taps("1. Rozen")
    assert "Your answer: Rozen." in ali.sees


async def test_answers_are_typed_one_by_one(town: Town) -> None:
    marta = await town.moderator("Marta")
    key = await community(town, marta)
    await marta.presses(f"polls.ask:{key}")
    await marta.sends("Hoe laat?")
    await marta.sends("19:00")
    assert "Keep these answers" not in marta.buttons
    await marta.sends("19:00")
    assert "This answer is there twice." in marta.sees
    await marta.sends("x" * 101)
    assert "Your text has 101 characters. At most 100 characters fit." in marta.sees
    await marta.sends_other("sticker")
    assert "I can only read text here." in marta.sees
    await marta.sends("20:00")
    assert "1. 19:00\n2. 20:00" in marta.sees
    await marta.taps("Keep these answers")
    await marta.taps("Close tomorrow at 20:00")
    assert "People can answer until Wednesday 3 February, 20:00." in marta.sees
    await marta.taps("Change the answers")
    await marta.taps("Start the answers again")
    await marta.sends("\n".join(f"{hour}:00" for hour in range(10, 19)))
    assert "These are too many answers. At most 8 fit." in marta.sees
    await marta.sends("\n".join(f"{hour}:00" for hour in range(10, 18)))
    assert "8. 17:00" in marta.sees
    assert "Ask all members" in marta.buttons


async def test_a_question_that_would_be_closed_already_is_not_asked(town: Town) -> None:
    marta, fatma = await town.moderator("Marta"), await town.resident("Fatma")
    key = await community(town, fatma)
    await marta.presses(f"polls.ask:{key}")
    await marta.sends("Wat planten wij?")
    await marta.sends("Rozen\nTulpen")
    await marta.taps("Close tomorrow at 20:00")
    await town.passes(days=2)
    await marta.taps("Ask all members")
    assert "This moment is over." in marta.toast + marta.sees
    await marta.presses(f"polls.ask:{key}")
    await marta.taps("Change the end")
    await marta.taps("Close in a week")
    await marta.taps("Ask all members")
    await marta.presses("polls.send")
    async with town.db.read() as tx:
        assert len(await tx.polls.open_in(key, town.now, 0, 9)) == 1


async def test_home_offers_open_questions_until_they_are_answered(town: Town) -> None:
    marta, fatma, ali = (
        await town.moderator("Marta"),
        await town.resident("Fatma"),
        await town.resident("Ali"),
    )
    key = await community(town, fatma)
    await asked(marta, key)
    await ali.sends("/start")
    assert "Answer an open poll" not in ali.buttons
    await fatma.sends("/start")
    await fatma.taps("Answer an open poll")
    await fatma.taps("1. Rozen")
    await fatma.sends("/start")
    assert "Answer an open poll" not in fatma.buttons


async def test_only_moderators_ask(town: Town) -> None:
    fatma = await town.resident("Fatma")
    key = await community(town, fatma)
    await fatma.presses(f"polls.ask:{key}")
    assert "This is not for you." in fatma.toast + fatma.sees


async def test_odd_answers_change_nothing(town: Town) -> None:
    marta, fatma = await town.moderator("Marta"), await town.resident("Fatma")
    key = await community(town, fatma)
    await asked(marta, key)
    for data in ("polls.answer:1.2", "polls.answer:1", "polls.answer:1.x", "polls.answer:9.0"):
        await fatma.presses(data)
        assert "This button is old." in fatma.toast + fatma.sees
    async with town.db.read() as tx:
        assert await tx.polls.counts(1) == {}
