"""Several people and a bot in one chat."""

from typing import Any

import pytest

from bot.playground import Playground
from bot.playground.errors import ControlError
from bot.playground.model import Chat
from tests.playground.client import FATMA, STRANGER, YOUSSEF, Client, png


@pytest.fixture
async def group(playground: Playground, api: Client) -> Chat:
    """Fatma made it, Youssef and the bot are members."""
    chat = playground.add_group("Neighbours")
    for user, status in ((FATMA, "creator"), (YOUSSEF, "member"), (42, "member")):
        playground.set_member(chat.id, user, status, FATMA)
    await api.ok("getUpdates", offset=2**31)
    return chat


async def heard(api: Client) -> list[Any]:
    updates = await api.ok("getUpdates")
    await api.ok("getUpdates", offset=2**31)
    return [next(v for k, v in update.items() if k != "update_id") for update in updates]


async def test_the_bot_hears_that_it_was_added(playground: Playground, api: Client) -> None:
    chat = playground.add_group("Neighbours", "supergroup")
    playground.set_member(chat.id, FATMA, "creator", FATMA)
    playground.set_member(chat.id, 42, "member", FATMA)
    change, message = await heard(api)
    assert change["chat"] == {"id": chat.id, "type": "supergroup", "title": "Neighbours"}
    assert change["new_chat_member"]["status"] == "member"
    assert message["new_chat_members"][0]["id"] == 42


async def test_privacy_mode(playground: Playground, api: Client, group: Chat) -> None:
    at = {"chat_id": group.id}
    await playground.send(FATMA, "just chatting", **at)
    await playground.send(FATMA, "/help", **at)
    await playground.send(FATMA, "/help@otherbot", **at)
    assert await heard(api) == []
    await playground.send(FATMA, "/help@buurtbot", **at)
    assert [message["text"] for message in await heard(api)] == ["/help@buurtbot"]
    sent = await api.ok("sendMessage", chat_id=group.id, text="Which day?")
    await playground.send(FATMA, "Monday", reply_to_message_id=sent["message_id"], **at)
    await playground.send(YOUSSEF, "/help", **at)
    assert [message["text"] for message in await heard(api)] == ["Monday", "/help"]


async def test_an_administrator_hears_all(
    playground: Playground, api: Client, group: Chat
) -> None:
    playground.set_member(group.id, 42, "administrator", FATMA)
    await playground.send(FATMA, "just chatting", chat_id=group.id)
    promoted, message = await heard(api)
    assert promoted["new_chat_member"]["status"] == "administrator"
    assert message["text"] == "just chatting"
    await api.ok("getUpdates", allowed_updates=["chat_member"])
    playground.set_member(group.id, YOUSSEF, "left", YOUSSEF)
    (change,) = await heard(api)
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
        "member",
        "left",
    )
    listed = await api.ok("getChatAdministrators", chat_id=group.id, return_bots=True)
    assert {member["user"]["id"] for member in listed} == {FATMA, 42}
    assert await api.ok("getChatMemberCount", chat_id=group.id) == 2


KICKED = [
    ("group", "Forbidden: bot was kicked from the group chat"),
    ("supergroup", "Forbidden: bot was kicked from the supergroup chat"),
]


@pytest.mark.parametrize(("kind", "words"), KICKED)
async def test_kicked(playground: Playground, api: Client, kind: str, words: str) -> None:
    chat = playground.add_group("Neighbours", kind)
    playground.set_member(chat.id, 42, "member", FATMA)
    playground.set_member(chat.id, 42, "kicked", FATMA)
    refused = await api.call("sendMessage", chat_id=chat.id, text="x")
    assert refused.refusal == (403, words)


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_who_left_is_no_member(playground: Playground, api: Client, kind: str) -> None:
    chat = playground.add_group("Neighbours", kind, FATMA)
    sent = await api.ok("sendMessage", chat_id=chat.id, text="x")
    assert await api.ok("leaveChat", chat_id=chat.id)
    refused = (403, f"Forbidden: bot is not a member of the {kind} chat")
    assert (await api.call("sendMessage", chat_id=chat.id, text="x")).refusal == refused
    number = {"chat_id": chat.id, "message_id": sent["message_id"]}
    assert (await api.call("editMessageText", **number, text="y")).refusal == refused
    assert (await api.call("deleteMessage", **number)).refusal == refused
    for method in ("getChat", "getChatAdministrators", "getChatMemberCount", "leaveChat"):
        assert (await api.call(method, chat_id=chat.id)).refusal == refused
    source = {"from_chat_id": chat.id, "message_id": sent["message_id"]}
    assert (await api.call("forwardMessage", chat_id=FATMA, **source)).refusal == refused


async def test_a_group_becomes_a_supergroup(
    playground: Playground, api: Client, group: Chat
) -> None:
    old = await api.ok("sendMessage", chat_id=group.id, text="x")
    new = playground.upgrade(group.id)
    left, entered = await heard(api)
    assert (left["migrate_to_chat_id"], entered["migrate_from_chat_id"]) == (new.id, group.id)
    refused = await api.call("sendMessage", chat_id=group.id, text="x")
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.refusal == (400, words)
    assert refused.body["parameters"] == {"migrate_to_chat_id": new.id}
    number = {"chat_id": group.id, "message_id": old["message_id"]}
    for method, given in (("editMessageText", {"text": "y"}), ("deleteMessage", {})):
        assert (await api.call(method, **number, **given)).refusal == (400, words)
    sent = await api.ok("sendMessage", chat_id=new.id, text="x")
    assert sent["message_id"] == 2  # a supergroup counts for itself
    with pytest.raises(ControlError):
        await playground.send(FATMA, "too late", chat_id=group.id)


async def test_an_anonymous_administrator(
    playground: Playground, api: Client, group: Chat
) -> None:
    group.anonymous.add(FATMA)
    await playground.send(FATMA, "/help@buurtbot", chat_id=group.id)
    (message,) = await heard(api)
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group.id


async def test_topics(playground: Playground, api: Client) -> None:
    chat = playground.add_group("Neighbours", "supergroup", is_forum=True)
    playground.set_member(chat.id, FATMA, "creator", FATMA)
    playground.set_member(chat.id, 42, "administrator", FATMA)
    topic = await api.ok("createForumTopic", chat_id=chat.id, name="Benches")
    thread = {"message_thread_id": topic["message_thread_id"]}
    sent = await api.ok("sendMessage", chat_id=chat.id, text="x", **thread)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (*thread.values(), True)
    lost = await api.call("sendMessage", chat_id=chat.id, text="x", message_thread_id=10**6)
    assert lost.refusal == (400, "Bad Request: message thread not found")


async def test_whatever_is_sent_into_a_topic_stays_there(
    playground: Playground, api: Client
) -> None:
    chat = playground.add_group("Neighbours", "supergroup", FATMA, is_forum=True)
    playground.set_member(chat.id, 42, "administrator", FATMA)
    topic = await api.ok("createForumTopic", chat_id=chat.id, name="Benches")
    thread = {"message_thread_id": topic["message_thread_id"]}
    asked = await playground.send(FATMA, "/help", chat_id=chat.id, **thread)
    number = asked["message_id"]
    here, source = {"chat_id": chat.id}, {"from_chat_id": chat.id}
    answer = await api.ok("sendMessage", **here, text="x", reply_parameters={"message_id": number})
    assert answer["message_thread_id"] == topic["message_thread_id"]
    photo = (await api.upload("sendPhoto", "photo", png(), chat_id=FATMA)).result["photo"][0]
    media = [{"type": "photo", "media": photo["file_id"]}] * 2
    await api.ok("sendMediaGroup", **here, **thread, media=media)
    for method, given in (
        ("forwardMessage", {"message_id": number}),
        ("forwardMessages", {"message_ids": [number]}),
        ("copyMessage", {"message_id": number}),
        ("copyMessages", {"message_ids": [number]}),
    ):
        await api.ok(method, **here, **source, **thread, **given)
    newest = [*chat.messages.values()][-6:]
    assert {message["message_thread_id"] for message in newest} == {*thread.values()}


ASKED = [
    ("request_contact", True, "phone number"),
    ("request_location", True, "location"),
    ("request_users", {"request_id": 1}, "users"),
    ("request_chat", {"request_id": 1, "chat_is_channel": False}, "chats"),
]


@pytest.mark.parametrize(("asks", "value", "words"), ASKED)
async def test_in_a_group_no_button_asks_for_people_or_places(
    api: Client, group: Chat, asks: str, value: Any, words: str
) -> None:
    ask = {"text": "x", "reply_markup": {"keyboard": [["no", {"text": "yes", asks: value}]]}}
    refused = await api.call("sendMessage", chat_id=group.id, **ask)
    wanted = f"Bad Request: {words} can be requested in private chats only"
    assert refused.refusal == (400, wanted)
    assert await api.ok("sendMessage", chat_id=FATMA, **ask)


async def test_outsiders(playground: Playground, api: Client, group: Chat) -> None:
    with pytest.raises(ControlError, match="Sam cannot write in this group"):
        await playground.send(STRANGER, "hello", chat_id=group.id)
    assert await api.ok("leaveChat", chat_id=group.id)
    assert (await api.call("sendMessage", chat_id=group.id, text="x")).status == 403
    unknown = await api.call("sendMessage", chat_id=-55, text="x")
    assert unknown.refusal == (400, "Bad Request: chat not found")


async def test_sharing_people_by_a_button(playground: Playground, api: Client) -> None:
    ask = {"keyboard": [[{"text": "Pick", "request_users": {"request_id": 7}}]]}
    await api.ok("sendMessage", chat_id=FATMA, text="Who helps?", reply_markup=ask)
    await playground.send(FATMA, kind="users_shared", users=[YOUSSEF])
    (message,) = await heard(api)
    assert message["users_shared"] == {"request_id": 7, "users": [{"user_id": YOUSSEF}]}
    with pytest.raises(ControlError, match="No button asks for this"):
        await playground.send(YOUSSEF, kind="users_shared", users=[FATMA])
    ask["keyboard"].append([{"text": "Or", "request_users": {"request_id": 8}}])
    await api.ok("sendMessage", chat_id=FATMA, text="Who else?", reply_markup=ask)
    other = {"kind": "users_shared", "users": [YOUSSEF]}
    shared = await api.control(f"people/{FATMA}/send", **other, request_id="8")
    assert shared.body["users_shared"]["request_id"] == 8
    refused = await api.control(f"people/{FATMA}/send", **other, request_id=9)
    assert refused.body == {"error": "No button asks for this."}


async def test_a_button_gets_the_names_it_asks_for(playground: Playground, api: Client) -> None:
    asks = {"request_id": 7, "max_quantity": 2, "request_name": True, "request_username": True}
    chat = {"request_id": 8, "chat_is_channel": False, "request_title": True}
    buttons = [{"text": "Who", "request_users": asks}, {"text": "Where", "request_chat": chat}]
    await api.ok("sendMessage", chat_id=YOUSSEF, text="?", reply_markup={"keyboard": [buttons]})
    await playground.send(YOUSSEF, kind="users_shared", users=[FATMA, STRANGER])
    group = playground.add_group("Neighbours")
    await playground.send(YOUSSEF, kind="chat_shared", chat=group.id)
    people, where = await heard(api)
    assert people["users_shared"]["users"] == [
        {"user_id": FATMA, "first_name": "Fatma", "username": "fatma"},
        {"user_id": STRANGER, "first_name": "Sam"},
    ]
    assert where["chat_shared"]["title"] == "Neighbours"
    with pytest.raises(ControlError, match="2 at most"):
        await playground.send(YOUSSEF, kind="users_shared", users=[FATMA, STRANGER, 42])


async def test_by_http(api: Client) -> None:
    made = (await api.control("groups", title="Neighbours", type="supergroup")).body
    path = f"groups/{made['id']}"
    for user, status in ((FATMA, "creator"), (42, "administrator")):
        await api.control(f"{path}/members", user_id=user, status=status, by=FATMA)
    await api.control(f"people/{FATMA}/send", text="hello", chat_id=made["id"])
    chat = await api.get(f"/playground/{path}/messages?person={FATMA}")
    assert [message["outgoing"] for message in chat["messages"]][-1] is True
    (listed,) = await api.get("/playground/groups")
    assert listed["members"] == {str(FATMA): "creator", "42": "administrator"}
    assert (await api.control("groups", title="")).status == 400
    assert (await api.control("groups", title="x", type="channel")).status == 400
    assert (await api.control("groups/x/members", user_id=1)).status == 400
    assert (await api.control(f"{path}/upgrade")).status == 400


async def test_a_group_by_the_control_api(playground: Playground, api: Client) -> None:
    made = (await api.control("groups", title="Straat", members=[FATMA, YOUSSEF])).body
    assert made["title"] == "Straat"
    [listed] = await api.get("/playground/groups")
    people = {str(FATMA): "creator", "42": "member", str(YOUSSEF): "member"}
    assert (listed["members"], listed["upgraded_to"]) == (people, None)
    for wrong in ("x", {"1": 2}, ["1001"], [99]):
        refused = await api.control("groups", title="Straat", members=wrong)
        assert refused.status == 400
    assert len(await api.get("/playground/groups")) == 1


async def test_taps_and_inline_answers_in_a_group(
    playground: Playground, api: Client, group: Chat
) -> None:
    keys = {"inline_keyboard": [[{"text": "I come", "callback_data": "yes"}]]}
    sent = await api.ok("sendMessage", chat_id=group.id, text="Who comes?", reply_markup=keys)
    tap = {"message_id": sent["message_id"], "data": "yes", "chat_id": group.id}
    assert (await api.control(f"people/{YOUSSEF}/tap", **tap)).status == 200
    assert (await api.control(f"people/{STRANGER}/tap", **tap)).status == 400
    [query] = await heard(api)
    assert query["message"]["chat"]["id"] == group.id
    at = {"chat_id": group.id}
    asked = (await api.control(f"people/{FATMA}/inline", text="park", **at)).body
    [inline] = await heard(api)
    assert inline["chat_type"] == "group"
    content = {"message_text": "Flevopark"}
    article = {"type": "article", "id": "1", "title": "P", "input_message_content": content}
    await api.ok("answerInlineQuery", results=[article], **asked)
    said = await api.control(f"people/{FATMA}/choose", result_id="1", **asked, **at)
    assert (said.body["text"], said.body["chat"]["id"]) == ("Flevopark", group.id)


async def test_reactions_are_shown(playground: Playground, api: Client, group: Chat) -> None:
    said = await playground.send(FATMA, "hello", chat_id=group.id)
    number = said["message_id"]
    await playground.react(YOUSSEF, number, "👍", chat_id=group.id)
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await api.ok("setMessageReaction", chat_id=group.id, message_id=number, reaction=thumb)
    shown = (await api.get(f"/playground/groups/{group.id}/messages"))["messages"]
    assert shown[-1]["reactions"] == {"👍": [YOUSSEF, 42]}
    await playground.react(YOUSSEF, number, "", chat_id=group.id)
    shown = (await api.get(f"/playground/groups/{group.id}/messages"))["messages"]
    assert shown[-1]["reactions"] == {"👍": [42]}
