"""Everything else a bot sends, changes, passes on."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData

from bot.playground import Playground
from tests.playground.client import FATMA, YOUSSEF, Client, png

KEYBOARD = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}


async def test_an_edit_without_a_keyboard_drops_it(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan", reply_markup=KEYBOARD)
    edited = await api.ok(
        "editMessageText", chat_id=FATMA, message_id=sent["message_id"], text="<b>Plan</b>",
        parse_mode="HTML",
    )  # fmt: skip
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]
    assert edited["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert playground.messages(FATMA)[-1]["edited"] is True


async def test_only_the_keyboard(api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan", reply_markup=KEYBOARD)
    number = {"chat_id": FATMA, "message_id": sent["message_id"]}
    assert "reply_markup" not in await api.ok("editMessageReplyMarkup", **number)
    again = await api.ok("editMessageReplyMarkup", **number, reply_markup=KEYBOARD)
    assert (again["text"], again["reply_markup"]) == ("Plan", KEYBOARD)


async def test_a_photo_and_its_caption(api: Client) -> None:
    sent = (await api.upload("sendPhoto", "photo", png(), chat_id=FATMA, caption="One")).result
    number = {"chat_id": FATMA, "message_id": sent["message_id"]}
    edited = await api.ok("editMessageCaption", **number, caption="Two")
    assert (edited["caption"], edited["photo"]) == ("Two", sent["photo"])
    refused = await api.call("editMessageText", **number, text="x")
    assert refused.refusal == (400, "Bad Request: there is no text in the message to edit")
    form = FormData({name: str(value) for name, value in number.items()})
    form.add_field("media", json.dumps({"type": "photo", "media": "attach://new", "caption": "3"}))
    form.add_field("new", io.BytesIO(png(9, 9)), filename="new.png")
    changed = (await api.post("editMessageMedia", data=form)).result
    assert (changed["photo"][0]["width"], changed["caption"]) == (9, "3")


async def test_a_text_has_no_caption(api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan")
    refused = await api.call(
        "editMessageCaption", chat_id=FATMA, message_id=sent["message_id"], caption="x"
    )
    assert refused.refusal == (400, "Bad Request: there is no caption in the message to edit")


async def test_deleting_ends_after_48_hours(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan")
    number = {"chat_id": FATMA, "message_id": sent["message_id"]}
    playground.clock.advance(timedelta(hours=49))
    refused = await api.call("deleteMessage", **number)
    assert refused.refusal == (400, "Bad Request: message can't be deleted")
    assert await api.ok("deleteMessages", chat_id=FATMA, message_ids=[1, 10**6]) is True
    fresh = await api.ok("sendMessage", chat_id=FATMA, text="x")
    ids = [sent["message_id"], fresh["message_id"]]
    assert await api.ok("deleteMessages", chat_id=FATMA, message_ids=ids)
    assert [m["text"] for m in playground.messages(FATMA)] == ["/start", "Plan"]


SENT: list[tuple[str, str, dict[str, Any]]] = [
    ("sendLocation", "location", {"latitude": 52.36, "longitude": 4.94}),
    ("sendContact", "contact", {"phone_number": "+31612345678", "first_name": "Noor"}),
    (
        "sendVenue",
        "venue",
        {"latitude": 52.36, "longitude": 4.94, "title": "Park", "address": "Oost"},
    ),
]


@pytest.mark.parametrize(("method", "part", "given"), SENT, ids=[row[0] for row in SENT])
async def test_other_kinds(api: Client, method: str, part: str, given: dict[str, Any]) -> None:
    sent = await api.ok(method, chat_id=FATMA, **given)
    assert part in sent
    for name in given:
        missing = {key: value for key, value in given.items() if key != name}
        assert (await api.call(method, chat_id=FATMA, **missing)).refusal[0] == 400


@pytest.mark.parametrize("kind", ["voice", "audio"])
async def test_sound(api: Client, kind: str) -> None:
    method = f"send{kind.capitalize()}"
    sent = (await api.upload(method, kind, b"OggS...", chat_id=FATMA, caption="Listen")).result
    assert sent[kind]["file_id"]
    refused = await api.call(method, chat_id=FATMA)
    assert refused.refusal == (400, f"Bad Request: there is no {kind} in the request")


async def test_what_a_bot_tells_of_its_sounds_and_places(api: Client) -> None:
    song = {"title": "Oost", "performer": "Koor", "duration": 75}
    sent = (await api.upload("sendAudio", "audio", b"ID3", chat_id=FATMA, **song)).result
    assert sent["audio"].items() >= song.items()
    sent = (await api.upload("sendVoice", "voice", b"OggS", chat_id=FATMA, duration=8)).result
    assert sent["voice"]["duration"] == 8
    place = {"latitude": 52.36, "longitude": 4.94, "horizontal_accuracy": 10.5}
    assert (await api.ok("sendLocation", chat_id=FATMA, **place))["location"] == place
    far = {**place, "horizontal_accuracy": 1501}
    refused = await api.call("sendLocation", chat_id=FATMA, **far)
    assert refused.refusal == (400, "Bad Request: wrong horizontal accuracy specified")


PHOTO = {"type": "photo", "media": "attach://one"}


def album(*items: dict[str, Any]) -> FormData:
    form = FormData({"chat_id": str(FATMA), "media": json.dumps(items)})
    form.add_field("one", io.BytesIO(png()), filename="one.png")
    return form


async def test_an_album(api: Client) -> None:
    two = {**PHOTO, "caption": "Two"}
    sent = (await api.post("sendMediaGroup", data=album(two, PHOTO))).result
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == ["Two", None]


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "there are no messages to send"),
        ([PHOTO], "group send failed: an album has 2 to 10 items"),
        ([PHOTO] * 11, "too many messages to send as an album"),
        ([PHOTO, {**PHOTO, "type": "document"}], "document can't be mixed with other media types"),
        ([PHOTO, {**PHOTO, "type": "audio"}], "audio can't be mixed with other media types"),
        ([PHOTO, {**PHOTO, "media": "attach://two"}], "can't parse InputMedia: media not found"),
        ([PHOTO, {"type": "photo"}], "can't parse InputMedia: media not found"),
    ],
)
async def test_albums_that_are_refused(
    playground: Playground, api: Client, items: list[dict[str, Any]], words: str
) -> None:
    refused = await api.post("sendMediaGroup", data=album(*items))
    assert refused.refusal == (400, f"Bad Request: {words}")
    assert len(playground.messages(FATMA)) == 1  # nothing of it was sent


async def test_forwarded_and_copied(api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan", reply_markup=KEYBOARD)
    source = {"from_chat_id": FATMA, "message_id": sent["message_id"]}
    passed_on = await api.ok("forwardMessage", chat_id=YOUSSEF, **source)
    assert passed_on["forward_origin"]["sender_user"]["id"] == 42
    assert await api.ok("copyMessage", chat_id=YOUSSEF, **source, reply_markup=KEYBOARD)
    many = {"from_chat_id": FATMA, "message_ids": [sent["message_id"], 10**6]}
    assert len(await api.ok("forwardMessages", chat_id=YOUSSEF, **many)) == 1
    assert len(await api.ok("copyMessages", chat_id=YOUSSEF, **many)) == 1
    lost = {"chat_id": YOUSSEF, "from_chat_id": FATMA, "message_id": 10**6}
    refused = await api.call("forwardMessage", **lost)
    assert refused.refusal == (400, "Bad Request: message to forward not found")
    refused = await api.call("copyMessage", **lost)
    assert refused.refusal == (400, "Bad Request: message to copy not found")


async def test_protected_content_is_not_forwarded(api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Secret", protect_content=True)
    source = {"from_chat_id": FATMA, "message_id": sent["message_id"]}
    refused = await api.call("forwardMessage", chat_id=YOUSSEF, **source)
    assert refused.refusal == (400, "Bad Request: the message can't be forwarded")
    open_ = await api.ok("sendMessage", chat_id=FATMA, text="Open")
    several = {"from_chat_id": FATMA, "message_ids": [sent["message_id"], open_["message_id"]]}
    assert len(await api.ok("forwardMessages", chat_id=YOUSSEF, **several)) == 1
    assert await api.ok("copyMessage", chat_id=YOUSSEF, **source)


async def test_what_only_tells_what_happened_does_not_travel(
    playground: Playground, api: Client
) -> None:
    ask = {"keyboard": [[{"text": "Pick", "request_users": {"request_id": 7}}]]}
    await api.ok("sendMessage", chat_id=FATMA, text="Who helps?", reply_markup=ask)
    shared = await playground.send(FATMA, kind="users_shared", users=[YOUSSEF])
    source = {"from_chat_id": FATMA, "message_id": shared["message_id"]}
    for method, done in (("forwardMessage", "forwarded"), ("copyMessage", "copied")):
        refused = await api.call(method, chat_id=YOUSSEF, **source)
        assert refused.refusal == (400, f"Bad Request: the message can't be {done}")
    several = {"from_chat_id": FATMA, "message_ids": [shared["message_id"]]}
    refused = await api.call("copyMessages", chat_id=YOUSSEF, **several)
    assert refused.refusal == (400, "Bad Request: there are no messages to copy")


async def test_protection_goes_with_whatever_is_sent(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Open")
    source = {"from_chat_id": FATMA, "message_id": sent["message_id"]}
    shut = {"chat_id": YOUSSEF, "protect_content": True}
    assert (await api.ok("forwardMessage", **source, **shut))["has_protected_content"] is True
    several = {"from_chat_id": FATMA, "message_ids": [sent["message_id"]], **shut}
    for method, given in (
        ("copyMessage", {**source, **shut}),
        ("copyMessages", several),
        ("forwardMessages", several),
    ):
        await api.ok(method, **given)
        assert playground.messages(YOUSSEF)[-1]["has_protected_content"] is True


async def test_reactions(playground: Playground, api: Client) -> None:
    like = [{"type": "emoji", "emoji": "👍"}]
    assert await api.ok("setMessageReaction", chat_id=FATMA, message_id=1, reaction=like)
    lost = await api.call("setMessageReaction", chat_id=FATMA, message_id=10**6, reaction=like)
    assert lost.refusal == (400, "Bad Request: message to react not found")
    odd = [{"type": "emoji", "emoji": "🪑"}]
    refused = await api.call("setMessageReaction", chat_id=FATMA, message_id=1, reaction=odd)
    assert refused.refusal == (400, "Bad Request: REACTION_INVALID")
    await api.ok("getUpdates", allowed_updates=["message_reaction"])
    await playground.react(FATMA, 1, "❤")
    (update,) = await api.ok("getUpdates")
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "❤"}]


async def test_pinned(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan")
    number = {"chat_id": FATMA, "message_id": sent["message_id"]}
    assert await api.ok("pinChatMessage", **number)
    assert (await api.ok("getChat", chat_id=FATMA))["pinned_message"]["text"] == "Plan"
    told = {"chat_id": FATMA, "message_id": playground.messages(FATMA)[-1]["message_id"]}
    refused = await api.call("editMessageReplyMarkup", **told, reply_markup=KEYBOARD)
    assert refused.refusal == (400, "Bad Request: message can't be edited")
    assert await api.ok("unpinChatMessage", chat_id=FATMA)
    assert "pinned_message" not in await api.ok("getChat", chat_id=FATMA)
    refused = await api.call("unpinChatMessage", **number)
    assert refused.refusal == (400, "Bad Request: message to unpin not found")


async def test_inline_mode(playground: Playground, api: Client) -> None:
    query = await playground.ask_inline(FATMA, "park")
    (asked,) = await api.ok("getUpdates")
    assert (asked["inline_query"]["id"], asked["inline_query"]["query"]) == (query, "park")
    result = {
        "type": "article",
        "id": "1",
        "title": "Park",
        "input_message_content": {"message_text": "<b>Park</b>", "parse_mode": "HTML"},
    }
    assert await api.ok("answerInlineQuery", inline_query_id=query, results=[result])
    sent = await playground.choose_inline(FATMA, query, "1")
    assert (sent["text"], sent["via_bot"]["id"]) == ("Park", 42)
    message, chosen = await api.ok("getUpdates", offset=asked["update_id"] + 1)
    assert message["message"] == sent
    assert chosen["chosen_inline_result"]["result_id"] == "1"
    many = [{**result, "id": str(number)} for number in range(51)]
    refused = await api.call("answerInlineQuery", inline_query_id=query, results=many)
    assert refused.refusal == (400, "Bad Request: too many inline query results specified")


async def test_a_button_under_what_inline_mode_sent(playground: Playground, api: Client) -> None:
    query = await playground.ask_inline(FATMA, "park")
    words = {"input_message_content": {"message_text": "Park"}, "reply_markup": KEYBOARD}
    article = {"type": "article", "id": "1", "title": "Park", **words}
    await api.ok("answerInlineQuery", inline_query_id=query, results=[article])
    sent = await playground.choose_inline(FATMA, query, "1")
    await playground.tap(FATMA, sent["message_id"], "open")
    *_, chosen, tapped = await api.ok("getUpdates")
    assert "message" not in tapped["callback_query"]
    name = tapped["callback_query"]["inline_message_id"]
    assert chosen["chosen_inline_result"]["inline_message_id"] == name


async def test_commands_by_scope_and_language(api: Client) -> None:
    commands = [{"command": "help", "description": "Help"}]
    chat = {"type": "chat", "chat_id": FATMA}
    assert await api.ok("setMyCommands", commands=commands, scope=chat, language_code="nl")
    assert await api.ok("getMyCommands", scope=chat, language_code="nl") == commands
    assert await api.ok("getMyCommands", scope=chat) == []
    assert await api.ok("deleteMyCommands", scope=chat, language_code="nl")
    assert await api.ok("getMyCommands", scope=chat, language_code="nl") == []
    refused = await api.call("setMyCommands", commands=commands, language_code="nld")
    assert refused.refusal == (400, "Bad Request: invalid language code specified")
    refused = await api.call("setMyCommands", commands=commands * 101)
    assert refused.refusal == (400, "Bad Request: BOT_COMMANDS_TOO_MUCH")


async def test_names_and_descriptions(api: Client) -> None:
    for kind, field, limit in (
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ):
        longest = "x" * limit
        assert await api.ok(f"setMy{kind}", **{field: longest, "language_code": "nl"})
        assert (await api.ok(f"getMy{kind}", language_code="nl"))[field] == longest
        assert (await api.ok(f"getMy{kind}", language_code="tr"))[field] in ("", "Buurtbot")
        assert (await api.call(f"setMy{kind}", **{field: f"{longest}x"})).status == 400


async def test_the_menu_button(api: Client) -> None:
    assert await api.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await api.ok("getChatMenuButton", chat_id=FATMA) == {"type": "commands"}
    refused = await api.call("setChatMenuButton", menu_button={"type": "pie"})
    assert refused.refusal == (400, "Bad Request: menuButton has unsupported type")


async def test_who_is_who(api: Client) -> None:
    chat = await api.ok("getChat", chat_id=FATMA)
    assert (chat["type"], chat["first_name"]) == ("private", "Fatma")
    member = await api.ok("getChatMember", chat_id=FATMA, user_id=FATMA)
    assert (member["status"], member["user"]["id"]) == ("member", FATMA)
    assert (await api.call("getChatMember", chat_id=FATMA, user_id=9)).status == 400


@pytest.mark.parametrize("action", ["typing", "upload_photo"])
async def test_chat_actions(api: Client, action: str) -> None:
    assert await api.ok("sendChatAction", chat_id=FATMA, action=action)
    refused = await api.call("sendChatAction", chat_id=FATMA, action="dancing")
    assert refused.refusal == (400, "Bad Request: wrong parameter action in request")
