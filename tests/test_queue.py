"""Moderators look at initiatives; the initiator hears of each decision, with its reason."""

import asyncio

import pytest

from flows.text import t
from storage.models import InitiativeState
from tests.test_propose import VOTING, proposes
from tests.town import Actor, Town

TOO_LATE = "This button is old. Here is how it stands now."


async def asks(moderator: Actor, question: str = "Who looks after it?") -> None:
    await moderator.presses("queue.ask:1")
    await moderator.sends(question)
    await moderator.taps("Send")


async def refuses(moderator: Actor, reason: str, explanation: str) -> None:
    await moderator.presses("queue.refuse:1")
    await moderator.taps(reason)
    await moderator.sends(explanation)
    await moderator.taps("Refuse it now")


def told(person: Actor, beginning: str) -> str:
    """The newest message to somebody that begins like this; phases are announced in between."""
    for text in reversed(person.heard):
        if text.startswith(beginning):
            return text
    raise AssertionError(f"{person.name} was not told {beginning!r}:\n{person.transcript}")


async def states(town: Town) -> list[InitiativeState]:
    async with town.db.read() as tx:
        return [step.state for step in await tx.initiatives.history(1)]


async def test_an_initiative_is_accepted_and_the_initiator_reads_it_in_turkish(town: Town) -> None:
    fatma, marta = await town.resident("Fatma"), await town.moderator("Marta")
    await proposes(fatma)
    await fatma.presses("start.locale:tr")
    await town.passes(seconds=1)
    assert told(marta, "An initiative waits for your check.\n\nA bench\nNumber: 2027-001")
    await marta.taps("Check it")
    assert "From: Fatma" in marta.sees
    await marta.taps("Accept")
    assert marta.sees == "On the ballot: “A bench”. The initiator gets a message."

    await town.passes(seconds=1)
    turkish = town.house.translator.reader("tr")
    assert told(fatma, turkish.plain(t("Good news: your initiative is on the ballot.")))
    await fatma.taps(turkish.plain(t("Open my initiative")))
    assert turkish.plain(t("on the ballot")) in fatma.sees
    async with town.db.read() as tx:
        (row,) = await tx.rounds.all()
        (plan,) = await tx.initiatives.on_ballot(row.id)
        assert plan.number == "2027-001"


async def test_a_question_is_asked_answered_and_comes_back_in_the_queue(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await marta.presses("start.locale:nl")
    await marta.presses("queue.ask:1")
    await marta.sends("Wie zorgt ervoor?")
    await marta.presses("queue.asked")
    await town.passes(seconds=1)
    question = told(jan, "A moderator has a question about your initiative.")
    assert "“Wie zorgt ervoor?”\nWritten in Dutch." in question
    await jan.sends("/start")
    assert jan.buttons[0] == "Answer a moderator"
    await jan.taps("Answer a moderator")
    await jan.sends("My brother and I.")
    await jan.taps("Send")
    assert jan.sees.startswith("Thank you. Your answer is sent.")

    await marta.presses("start.locale:en")
    await town.passes(seconds=1)
    assert told(marta, "The initiator has answered.")
    await marta.taps("Check it")
    assert "A moderator asked:\n“Wie zorgt ervoor?”" in marta.sees
    assert "The initiator answered:\n“My brother and I.”" in marta.sees


async def test_a_refusal_tells_the_reason_and_where_to_go(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await refuses(marta, "Below the minimum", "A bench costs less <b>than</b> you think.")
    await town.passes(seconds=1)
    refusal = told(jan, "Your initiative cannot go on the ballot.")
    assert "Reason: Below the minimum\n“A bench costs less <b>than</b> you think.”" in refusal
    assert "the small grant for residents' initiatives" in refusal
    assert "14 020" in refusal
    await jan.taps("Open my initiative")
    assert "Now: not possible." in jan.sees
    await jan.taps("See what happened")
    assert "not possible.\nReason: Below the minimum" in jan.sees


async def test_of_two_moderators_at_once_one_decides(town: Town) -> None:
    jan, marta, omar = (
        await town.resident("Jan"),
        await town.moderator("Marta"),
        await town.moderator("Omar"),
    )
    await proposes(jan)
    await asyncio.gather(marta.presses("queue.accept:1"), omar.presses("queue.accept:1"))
    assert await states(town) == [InitiativeState.SUBMITTED, InitiativeState.ON_BALLOT]
    (late,) = (one for one in (marta, omar) if "On the ballot" not in one.transcript)
    assert late.toast == TOO_LATE


async def test_what_a_late_moderator_typed_is_shown_and_not_sent(town: Town) -> None:
    jan, marta, omar = (
        await town.resident("Jan"),
        await town.moderator("Marta"),
        await town.moderator("Omar"),
    )
    await proposes(jan)
    await omar.presses("queue.ask:1")
    await omar.sends("Is there room for it?")
    await marta.presses("queue.accept:1")
    await omar.taps("Send")
    assert omar.toast == TOO_LATE
    await omar.taps("Go on with my question")
    assert "This initiative is decided already." in omar.sees
    assert "You wrote: “Is there room for it?”" in omar.sees
    await omar.sends("/start")
    assert "Go on with my question" not in omar.buttons
    assert await states(town) == [InitiativeState.SUBMITTED, InitiativeState.ON_BALLOT]


async def test_what_was_begun_for_one_initiative_is_not_lost_for_the_next(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await proposes(jan, "A tree")
    await marta.presses("queue.ask:1")
    await marta.sends("Who looks after it?")
    await marta.presses("queue.ask:2")
    assert marta.sees.startswith("You began to write about “A bench”.")
    await marta.taps("Throw it away")
    await marta.presses("queue.ask:2")
    assert "A tree\n\nWhat do you want to know?" in marta.sees


async def test_an_answer_to_a_question_that_is_closed(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await asks(marta)
    await jan.presses("propose.answer:1")
    await jan.sends("My brother.")
    await jan.presses("propose.withdrawn:1")
    await jan.presses("propose.answered")
    assert jan.toast == TOO_LATE
    await jan.taps("Go on with my answer")
    assert "This question is closed." in jan.sees
    assert "You wrote: “My brother.”" in jan.sees


async def test_old_news_is_not_told(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await asks(marta)
    await jan.presses("propose.withdrawn:1")
    await town.passes(seconds=1)
    assert "[Check it]" not in marta.transcript
    assert "[Open my initiative]" not in jan.transcript


async def test_no_push_without_consent_but_the_home_screen_tells(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await jan.presses("consents.no:own")
    await proposes(jan)
    await asks(marta)
    await town.passes(hours=1)
    assert "A moderator has a question" not in jan.transcript
    await jan.sends("/start")
    assert jan.buttons[0] == "Answer a moderator"


async def test_the_queue_begins_with_who_waits_longest(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    for nth in range(7):
        await proposes(jan, f"Bench {nth}")
        await town.passes(minutes=1)
    await marta.sends("/start")
    assert "Check 7 initiatives" in marta.buttons
    await marta.taps("Check 7 initiatives")
    assert marta.buttons[0] == "Bench 0"
    await marta.taps("Next »")
    assert marta.buttons[0] == "Bench 6"
    await marta.taps("« Previous")
    assert marta.buttons[0] == "Bench 0"


async def test_nobody_checks_their_own_initiative(town: Town) -> None:
    marta = await town.moderator("Marta")
    await proposes(marta)
    await marta.presses("queue.accept:1")
    assert marta.toast == "This is your own initiative. Another moderator must check it."
    await town.passes(seconds=1)
    assert "An initiative waits" not in marta.transcript


async def test_when_voting_is_open_nothing_comes_on_the_ballot(town: Town) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await town.reaches(VOTING)
    await marta.presses("queue.accept:1")
    assert marta.toast == "Voting has begun. The ballot cannot change any more."
    await refuses(marta, "Another reason", "We were too late. We are sorry.")
    await town.passes(hours=1)
    assert any("Reason: Another reason\n“We were too late." in text for text in jan.heard)


@pytest.mark.parametrize("data", ["queue", "queue.open:1", "queue.accept:1", "queue.refuse:1"])
async def test_the_queue_is_for_moderators_as_long_as_they_are(town: Town, data: str) -> None:
    jan, marta = await town.resident("Jan"), await town.moderator("Marta")
    await proposes(jan)
    await jan.presses(data)
    assert jan.toast == "This is not for you. Nothing was changed."
    await town.passes(days=366)
    await marta.presses(data)
    assert marta.toast == "This is not for you. Nothing was changed."
    assert await states(town) == [InitiativeState.SUBMITTED]


@pytest.mark.parametrize("data", ["queue.open:x", "queue.accept:99", "queue.refuse:" + "9" * 19])
async def test_an_initiative_that_is_not_there(town: Town, data: str) -> None:
    marta = await town.moderator("Marta")
    await marta.presses(data)
    assert marta.toast == TOO_LATE
