"""What people and Telegram send that we did not ask for."""

from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from flows.errors import Refusal
from flows.kernel import ACTIONS, Ctx, Moment, tap
from flows.layout import lay_out
from storage.models import InboxRow, InboxState, Person, Role
from tests.town import Town

SECRET_WORDS = "Fatma-who-wrote-this"
SENDER = {"id": 1001, "is_bot": False, "first_name": SECRET_WORDS}
CHAT = {"id": 1001, "type": "private", "first_name": SECRET_WORDS}
GROUP = {"id": -100500, "type": "supergroup", "title": SECRET_WORDS}
CONTENT = {"message_id": 5, "date": 1_800_000_000, "chat": CHAT, "text": SECRET_WORDS}

NOT_FOR_US: dict[str, dict[str, Any]] = {
    "nothing": {},
    "an unknown kind": {"telepathy": {"from": SENDER, "text": SECRET_WORDS}},
    "a kind nobody asked for": {"channel_post": CONTENT},
    "no sender": {"message": CONTENT},
    "a group": {"message": CONTENT | {"chat": GROUP, "from": SENDER}},
    "a text for a message": {"message": SECRET_WORDS},
    "nothing for a message": {"message": None},
    "a list for a message": {"message": [SECRET_WORDS]},
    "a text for a sender": {"message": CONTENT | {"from": SECRET_WORDS}},
    "a text for a number": {"message": CONTENT | {"from": SENDER | {"id": SECRET_WORDS}}},
    "no chat": {"message": {"from": SENDER, "text": SECRET_WORDS}},
    "a tap without data": {"callback_query": {"id": "1", "from": SENDER, "chat_instance": "1"}},
    "an empty tap": {
        "callback_query": {"id": "1", "from": SENDER, "chat_instance": "1", "data": ""}
    },
}


@pytest.mark.parametrize("update", NOT_FOR_US.values(), ids=NOT_FOR_US)
async def test_what_is_not_for_us_is_put_aside(
    town: Town, update: dict[str, Any], logged: StringIO
) -> None:
    fatma = await town.resident("Fatma")
    heard = fatma.heard
    town.playground.inject_update(update)
    await town.answered()
    async with town.db.read() as tx:
        query = select(InboxRow).order_by(InboxRow.update_id.desc()).limit(1)
        row = (await tx.session.scalars(query)).one()
    assert (row.state, row.payload) == (InboxState.IGNORED, None)
    assert fatma.heard == heard
    assert "ignored" in logged.getvalue(), "on purpose, and not in silence"
    assert SECRET_WORDS not in logged.getvalue()


async def test_a_changed_message_changes_no_answer(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await fatma.sends("/propose")
    sent = await town.playground.send(fatma.id, "Trees for the square")
    await town.answered()
    await town.playground.edit(fatma.id, sent["message_id"], "Bicycles")
    await town.answered()
    assert "I only read new ones." in fatma.sees
    await fatma.sends("/start")
    await fatma.taps("Go on with my initiative")
    assert "Question 2 of" in fatma.sees


async def test_a_forwarded_message_is_read_as_words(town: Town) -> None:
    fatma = await town.resident("Fatma")
    sent = await town.playground.send(fatma.id, "A bench for the square")
    await town.answered()
    await town.playground.forward(fatma.id, sent["message_id"])
    await town.answered()
    assert "You wrote: “A bench for the square”" in fatma.sees


@pytest.mark.parametrize("kind", ["voice", "sticker", "location", "contact"])
async def test_what_cannot_be_read_is_told_and_asked_again(town: Town, kind: str) -> None:
    fatma = await town.resident("Fatma")
    await fatma.sends_other(kind)
    assert "I can only read text and buttons." in fatma.sees
    assert "Nothing is lost or changed." in fatma.sees
    await fatma.sends("/propose")
    await fatma.sends_other(kind)
    assert "I can only read text here." in fatma.sees
    assert "Question 1 of" in fatma.sees


TYPED = {
    "very long": "word " * 819,
    "one long word": "w" * 4096,
    "signs of HTML": "<b>bold</b> & <script>",
    "all signs": "&" * 4096,
    "emoji": "🌳" * 40,
    "braces": "{name} {0} %s",
    "turned around": "\u202eevil\u2066\u2069 words",
    "a family": "👨‍👩‍👧‍👦 family",
    "many lines": "a\n" * 2000,
    "Arabic": "أشجار في الساحة",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
async def test_whatever_is_typed_is_answered_and_shown_as_it_is(town: Town, text: str) -> None:
    fatma, yusuf = await town.resident("Fatma"), await town.resident("Yusuf", "ar")
    for person in (fatma, yusuf):
        heard = len(person.heard)
        await person.sends(text)
        assert len(person.heard) == heard + 1
        await person.sends("/propose")
        await person.sends(text)
        assert len(person.heard) == heard + 3
    assert "went wrong" not in fatma.transcript
    if text.startswith("<b>"):
        assert "You wrote: “<b>bold</b> & <script>”" in fatma.transcript


async def test_only_signs_are_no_words(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await fatma.sends("/propose")
    await fatma.sends("🌳🌳🌳")
    assert "I see no words yet." in fatma.sees
    assert "Question 1 of" in fatma.sees


@pytest.mark.parametrize(
    "data", ["nobody.wrote:this", ":", "::", " ", "home:x", "é" * 32, "\u202e"]
)
async def test_a_button_nobody_made_shows_the_front_door(town: Town, data: str) -> None:
    fatma = await town.resident("Fatma")
    await fatma.presses(data)
    assert "Hello, Fatma." in fatma.sees
    async with town.db.read() as tx:
        assert await tx.session.scalar(select(InboxRow.id).where(InboxRow.attempts > 0)) is None


ODD = (
    "",
    "0",
    "-1",
    "999999",
    "9" * 18,
    "9" * 60,
    "١",
    "1.2.3",
    "1.x.0",
    "x",
    "..",
    "x.y.z.w",
    "None",
)


async def test_every_action_refuses_odd_arguments_in_words(town: Town) -> None:
    """What a forged button can carry is an answer or a refusal, never a fault of ours."""
    await town.officer("Piet")
    failed = []
    for name in ACTIONS:
        for arg in ODD:
            async with town.house.writing() as moment:
                try:
                    screen = await tap(await acting(moment), name, arg)
                    lay_out(screen, town.house.translator.reader("en"))
                except Refusal:
                    pass
                except Exception as error:  # noqa: BLE001  all of them are told together
                    failed.append(f"{name}:{arg}: {error!r}")
                await moment.tx.session.rollback()
    assert failed == []


async def acting(moment: Moment) -> Ctx:
    (person,) = (await moment.tx.session.scalars(select(Person))).all()
    return Ctx(moment.now, moment.tx, moment.town, moment.keys, person, frozenset(Role))
