"""The four styles of parameters, and what is unknown."""

import io
import json
from typing import Any

import pytest
from aiohttp import FormData

from bot.playground import Playground
from bot.playground.methods import KNOWN, METHODS
from tests.playground.client import FATMA, Client, png

KEYBOARD = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}


def check(sent: Any) -> None:
    assert sent["text"] == "bold"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert sent["reply_markup"] == KEYBOARD


async def test_json(api: Client) -> None:
    given = {"chat_id": FATMA, "text": "<b>bold</b>", "parse_mode": "HTML"}
    check((await api.post("sendMessage", json={**given, "reply_markup": KEYBOARD})).result)


async def test_form(api: Client) -> None:
    form = {"chat_id": str(FATMA), "text": "<b>bold</b>", "parse_mode": "html"}
    form["reply_markup"] = json.dumps(KEYBOARD)
    check((await api.post("sendMessage", data=form)).result)


async def test_multipart(api: Client) -> None:
    form = FormData(default_to_multipart=True)
    form.add_field("chat_id", str(FATMA))
    form.add_field("text", "<b>bold</b>")
    form.add_field("parse_mode", "HTML")
    form.add_field("reply_markup", json.dumps(KEYBOARD))
    check((await api.post("sendMessage", data=form)).result)


async def test_query(api: Client) -> None:
    given = {"chat_id": str(FATMA), "text": "<b>bold</b>", "parse_mode": "HTML"}
    query = {**given, "reply_markup": json.dumps(KEYBOARD)}
    address = f"{api.url}/bot{api.token}/SENDmessage"
    async with api.session.get(address, params=query) as response:
        check((await response.json())["result"])


async def test_attached_files(api: Client) -> None:
    form = FormData()
    form.add_field("chat_id", str(FATMA))
    form.add_field("photo", "attach://picture")
    form.add_field("picture", io.BytesIO(png(5, 4)), filename="x.png")
    sent = (await api.post("sendPhoto", data=form)).result
    assert sent["photo"][0]["width"] == 5


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "[" * 5000])
async def test_a_body_that_is_no_json_object(api: Client, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    reply = await api.post("sendMessage", data=body, headers=headers)
    assert reply.refusal[0] == 400


async def test_a_multipart_body_without_a_boundary(api: Client) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    assert (await api.post("sendMessage", data="x", headers=headers)).refusal[0] == 400


async def test_numbers_and_booleans_are_read_leniently(api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=str(FATMA), text=12, protect_content="True")
    assert sent["text"] == "12"
    assert sent["has_protected_content"] is True
    assert await api.ok("deleteMessage", chat_id=FATMA, message_id=f" {sent['message_id']} ")


async def test_a_lone_surrogate(api: Client) -> None:
    body = '{"chat_id": 1001, "text": "\\ud83d"}'
    reply = await api.post("sendMessage", data=body, headers={"Content-Type": "application/json"})
    assert reply.refusal == (400, "Bad Request: strings must be encoded in UTF-8")


def under(**button: Any) -> dict[str, Any]:
    return {"text": "x", "reply_markup": {"inline_keyboard": [[button]]}}


def mentioned(user: Any) -> dict[str, Any]:
    return {"text": "x", "entities": [{"type": "text_mention", "user": user} | PLACE]}


PLACE = {"offset": 0, "length": 1}
HALF = "\ud83d"  # of an emoji: what is left when text is cut between UTF-16 units
ODD: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", under(text=HALF, callback_data="x")),
    ("sendMessage", under(text="x", callback_data=HALF)),
    ("sendMessage", {"text": "x", "link_preview_options": {"url": HALF}}),
    ("sendMessage", mentioned(5)),
    ("sendMessage", mentioned(None)),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": ["👍"]}]}),
    ("deleteMessages", {"message_ids": [float("inf")]}),
]


@pytest.mark.parametrize(("method", "given"), ODD)
async def test_odd_values_inside_parameters_are_refused(
    api: Client, method: str, given: dict[str, Any]
) -> None:
    assert (await api.call(method, chat_id=FATMA, **given)).refusal[0] == 400


@pytest.mark.parametrize("odd", [mentioned({"id": [1]}), mentioned({})])
async def test_a_mention_of_nobody_is_left_out(api: Client, odd: dict[str, Any]) -> None:
    assert "entities" not in await api.ok("sendMessage", chat_id=FATMA, **odd)


async def test_an_entity_of_an_odd_type_is_left_out(api: Client) -> None:
    odd = [{"type": ["bold"], **PLACE}, {"type": "mention", **PLACE}]
    assert "entities" not in await api.ok("sendMessage", chat_id=FATMA, text="x", entities=odd)


LATIN = "caf\xe9".encode("latin-1")
UNREADABLE = [
    (b"chat_id=1001&text=x&reply_markup=%22%E9%22", "application/x-www-form-urlencoded"),
    (b"chat_id=1001&text=caf%E9", "application/x-www-form-urlencoded"),
    (b"chat_id=1001&text=" + LATIN, "application/x-www-form-urlencoded"),
    (
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + LATIN + b"\r\n--b--\r\n",
        "multipart/form-data; boundary=b",
    ),
]


@pytest.mark.parametrize(("body", "kind"), UNREADABLE)
async def test_what_is_no_utf_8_is_refused(api: Client, body: bytes, kind: str) -> None:
    reply = await api.post("sendMessage", data=body, headers={"Content-Type": kind})
    assert reply.refusal == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_a_form_may_hold_plain_utf_8(api: Client) -> None:
    """As curl sends it, which writes no percent signs."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = "chat_id=1001&text=café+%F0%9F%98%80&parse_mode=".encode()
    reply = await api.post("sendMessage", data=body, headers=headers)
    assert reply.result["text"] == "café 😀"


async def test_unknown_parameters_are_flagged(playground: Playground, api: Client) -> None:
    assert await api.ok("sendMessage", chat_id=FATMA, text="x", disable_web_page_preview=True)
    assert playground.flags == ["sendMessage: parameter 'disable_web_page_preview'"]


async def test_unknown_fields_of_a_keyboard_are_flagged(
    playground: Playground, api: Client
) -> None:
    button = {"text": "Open", "callback_data": "open", "colour": "red"}
    keyboard = {"inline_keyboard": [[button]], "resize": True}
    sent = await api.ok("sendMessage", chat_id=FATMA, text="x", reply_markup=keyboard)
    assert sent["reply_markup"] == KEYBOARD
    assert playground.flags == [
        "sendMessage: field 'resize' inside a parameter",
        "sendMessage: field 'colour' inside a parameter",
    ]


SLIPS: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"text": "x", "link_preview_options": {"is_disabled": True, "colour": 1}}),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 1, "colour": 1}}),
    (
        "sendMessage",
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1, "colour": 1}]},
    ),
    ("sendPoll", {"question": "x", "options": [{"text": "a", "colour": 1}]}),
    (
        "setMyCommands",
        {"commands": [{"command": "help", "description": "Help", "colour": 1}]},
    ),
    ("getMyCommands", {"scope": {"type": "default", "colour": 1}}),
]


@pytest.mark.parametrize(("method", "given"), SLIPS)
async def test_unknown_fields_inside_parameters_are_flagged(
    playground: Playground, api: Client, method: str, given: dict[str, Any]
) -> None:
    here = {"chat_id": FATMA} if method.startswith("send") else {}
    assert (await api.call(method, **here, **given)).status == 200
    assert playground.flags == [f"{method}: field 'colour' inside a parameter"]


async def test_unknown_fields_of_files_and_answers_are_flagged(
    playground: Playground, api: Client
) -> None:
    sent = (await api.upload("sendPhoto", "photo", png(), chat_id=FATMA)).result
    media = {"type": "photo", "media": sent["photo"][0]["file_id"], "caption": "x", "tint": 1}
    number = {"chat_id": FATMA, "message_id": sent["message_id"]}
    await api.ok("editMessageMedia", **number, media=media)
    query = await playground.ask_inline(FATMA, "park")
    words = {"message_text": "Park", "colour": 1}
    article = {"type": "article", "id": "1", "title": "P", "input_message_content": words}
    await api.ok("answerInlineQuery", inline_query_id=query, results=[{**article, "size": 1}])
    assert playground.flags == [
        "editMessageMedia: field 'tint' inside a parameter",
        "answerInlineQuery: field 'size' inside a parameter",
        "answerInlineQuery: field 'colour' inside a parameter",
    ]


@pytest.mark.parametrize("path", ["", "/", "/getMe/more"])
async def test_an_address_without_a_method(api: Client, path: str) -> None:
    async with api.session.get(f"{api.url}/bot{api.token}{path}") as response:
        body = {"ok": False, "error_code": 404, "description": "Not Found"}
        assert (response.status, await response.json()) == (404, body)
    async with api.session.put(f"{api.url}/bot{api.token}/getMe") as response:
        assert response.status == 405


async def test_nothing_is_flagged_without_reason(playground: Playground, api: Client) -> None:
    await api.ok("sendMessage", chat_id=FATMA, text="x", reply_markup=KEYBOARD)
    await api.upload("sendPhoto", "photo", png(), chat_id=FATMA, caption="x")
    assert playground.flags == []


def test_every_method_is_one_of_telegrams() -> None:
    assert METHODS.keys() <= KNOWN.keys()
    assert all(KNOWN[key] == method.name for key, method in METHODS.items())
