"""Edits and forwards by people, in a group and between chats."""

import pytest

from bot.playground import Playground
from bot.playground.errors import ControlError
from bot.playground.model import Chat
from tests.playground.client import FATMA, STRANGER, YOUSSEF, Client
from tests.playground.test_groups import group, heard

__all__ = ["group"]


async def test_what_was_said_is_changed_and_passed_on(
    playground: Playground, api: Client, group: Chat
) -> None:
    at = {"chat_id": group.id}
    said = await playground.send(FATMA, "/plan@buurtbot 1", **at)
    chat = await playground.send(FATMA, "just chatting", **at)
    await heard(api)
    await playground.edit(FATMA, chat["message_id"], "still chatting", **at)
    assert await heard(api) == []  # privacy mode counts for edits too
    await playground.edit(FATMA, said["message_id"], "/plan@buurtbot 2", **at)
    (edited,) = await heard(api)
    assert (edited["text"], edited["chat"]["id"]) == ("/plan@buurtbot 2", group.id)

    person = f"people/{FATMA}/forward"
    passed_on = await api.control(person, message_id=chat["message_id"], **at)
    assert passed_on.body["chat"]["id"] == FATMA
    assert passed_on.body["forward_origin"]["sender_user"]["id"] == FATMA
    back = {"message_id": passed_on.body["message_id"], "to_chat_id": group.id}
    assert (await api.control(person, **back)).body["chat"]["id"] == group.id
    assert [message["text"] for message in await heard(api)] == ["still chatting"]


async def test_what_is_not_theirs_to_change_or_pass_on(
    playground: Playground, api: Client, group: Chat
) -> None:
    at = {"chat_id": group.id}
    joined = next(iter(group.messages))
    said = await playground.send(YOUSSEF, "hello", **at)
    place = await playground.send(FATMA, kind="location", chat_id=group.id)
    secret = await api.ok("sendMessage", text="secret", protect_content=True, **at)
    passed_on = await playground.forward(FATMA, said["message_id"], to_chat_id=group.id, **at)
    for message in (said, passed_on):
        with pytest.raises(ControlError, match="only what they wrote themselves"):
            await playground.edit(FATMA, message["message_id"], "mine", **at)
    with pytest.raises(ControlError, match="no words to edit"):
        await playground.edit(FATMA, place["message_id"], "here", **at)
    for number in (joined, secret["message_id"], 10**6):
        with pytest.raises(ControlError, match=f"no message {number} to forward"):
            await playground.forward(FATMA, number, **at)
    with pytest.raises(ControlError, match="cannot write in this group"):
        await playground.forward(STRANGER, said["message_id"], **at)


async def test_an_anonymous_administrator_stays_so_when_passed_on(
    playground: Playground, group: Chat
) -> None:
    group.anonymous.add(FATMA)
    said = await playground.send(FATMA, "hello", chat_id=group.id)
    passed_on = await playground.forward(YOUSSEF, said["message_id"], chat_id=group.id)
    origin = passed_on["forward_origin"]
    assert (origin["type"], origin["sender_chat"]["id"]) == ("chat", group.id)
