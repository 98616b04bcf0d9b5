"""The API behind the page: people, clock, faults, traffic, events."""

import asyncio
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bot.clock import MovableClock
from bot.playground import Playground
from tests.playground.client import FATMA, STRANGER, Client, png


async def test_people(api: Client) -> None:
    fatma, _, sam = await api.get("/playground/people")
    assert fatma == {
        "id": FATMA,
        "first_name": "Fatma",
        "language_code": "tr",
        "username": "fatma",
        "note": None,
        "started": True,
        "blocked": False,
        "unread": 0,
    }
    assert sam["started"] is False
    new = await api.control("people", first_name="Noor", language_code="nl", note="officer")
    assert (new.body["id"], new.body["note"]) == (1004, "officer")
    for wrong in ({}, {"first_name": " "}, {"first_name": "x", "id": FATMA}):
        assert (await api.control("people", **wrong)).status == 400


async def test_a_chat(api: Client) -> None:
    await api.ok("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    turkish = {"commands": [{"command": "help", "description": "Yardım"}], "language_code": "tr"}
    await api.ok("setMyCommands", **turkish)
    sent = (await api.control(f"people/{FATMA}/send", text="hello")).body
    await api.ok("sendMessage", chat_id=FATMA, text="Hi", reply_parameters={"message_id": 1})
    assert (await api.get("/playground/people"))[0]["unread"] == 1
    chat = await api.get(f"/playground/people/{FATMA}/messages")
    assert [message["outgoing"] for message in chat["messages"]] == [True, True, False]
    assert chat["messages"][1] == sent
    assert chat["messages"][2]["reply_to_message"]["text"] == "/start"
    assert chat["commands"] == [{"command": "help", "description": "Yardım"}]
    assert chat["bot"] == {"first_name": "Buurtbot", "username": "buurtbot"}
    assert chat["reply_keyboard"] is None
    assert (await api.get("/playground/people"))[0]["unread"] == 0


async def test_what_people_can_do(playground: Playground, api: Client) -> None:
    person = f"people/{FATMA}"
    sent = (await api.control(f"{person}/send", text="12 euro")).body
    edited = await api.control(f"{person}/edit", message_id=sent["message_id"], text="13 euro")
    assert (edited.body["text"], edited.body["edited"]) == ("13 euro", True)
    passed_on = await api.control(f"{person}/forward", message_id=sent["message_id"])
    assert passed_on.body["forward_origin"]["type"] == "user"
    tapped = await api.control(f"{person}/tap", message_id=sent["message_id"], data="x")
    assert tapped.body["callback_query_id"]
    sticker = await api.control(f"{person}/send", kind="sticker")
    assert "sticker" in sticker.body
    assert (await api.control(f"{person}/block", blocked=True)).body == {}
    assert playground.pending() == 6
    refused = await api.control(f"{person}/send", text="hello?")
    assert (refused.status, refused.body) == (400, {"error": "Fatma blocked the bot."})


async def test_a_photo_from_the_page(api: Client) -> None:
    form = FormData({"kind": "photo", "caption": "My street"})
    form.add_field("file", io.BytesIO(png()), filename="street.png", content_type="image/png")
    address = f"{api.url}/playground/people/{FATMA}/send"
    async with api.session.post(address, data=form) as response:
        message = await response.json()
    assert message["caption"] == "My street"
    path = f"/playground/files/{message['photo'][0]['file_id']}"
    async with api.session.get(f"{api.url}{path}") as response:
        assert (response.content_type, await response.read()) == ("image/png", png())


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("send", {}),
    ("send", {"text": ""}),
    ("send", {"text": "x" * 4097}),
    ("send", {"text": "x", "reply_to_message_id": 10**6}),
    ("send", {"kind": "dance"}),
    ("send", {"kind": "photo"}),
    ("send", {"kind": "location", "latitude": "north"}),
    ("tap", {"message_id": 1, "data": ""}),
    ("tap", {"message_id": 1, "data": "x" * 65}),
    ("edit", {"message_id": 10**6, "text": "x"}),
    ("forward", {"message_id": 10**6}),
]


@pytest.mark.parametrize(("act", "given"), WRONG)
async def test_what_people_cannot_do(api: Client, act: str, given: dict[str, Any]) -> None:
    refused = await api.control(f"people/{FATMA}/{act}", **given)
    assert refused.status == 400
    assert refused.body["error"]
    assert (await api.control(f"people/77/{act}", **given)).status == 400


async def test_a_stranger_is_no_stranger_after_a_refused_message(api: Client) -> None:
    assert (await api.control(f"people/{STRANGER}/send", text="")).status == 400
    assert (await api.get("/playground/people"))[2]["started"] is False


async def test_the_clock(api: Client) -> None:
    clock = await api.get("/playground/clock")
    assert clock["jumps"] == ["hour", "day"]
    start = datetime.fromisoformat(clock["now"])
    moved = (await api.control("clock", advance=90)).body["now"]
    assert datetime.fromisoformat(moved) - start >= timedelta(seconds=90)
    day = (await api.control("clock", jump="day")).body["now"]
    assert datetime.fromisoformat(day) - start >= timedelta(days=1)
    assert (await api.control("clock", advance=-5)).status == 400
    assert (await api.control("clock", jump="century")).status == 400


async def test_a_jump_of_the_bot() -> None:
    clock = MovableClock()
    target = clock().astimezone(UTC).replace(microsecond=0) + timedelta(days=30)
    moments = [target, None]

    async def phase() -> datetime | None:
        return moments.pop(0)

    playground = Playground(None, clock, {"phase": phase})
    async with playground.serving() as url, ClientSession() as session:
        api = Client(session, url)
        assert (await api.get("/playground/clock"))["jumps"] == ["hour", "day", "phase"]
        now = (await api.control("clock", jump="phase")).body["now"]
        assert datetime.fromisoformat(now) - target < timedelta(seconds=5)
        refused = await api.control("clock", jump="phase")
        assert refused.body == {"error": "There is nothing to jump to."}


async def test_traffic(api: Client) -> None:
    await api.call("sendMessage", chat_id=FATMA, text="")
    await api.ok("getMe")
    refused, known = (await api.get("/playground/traffic"))[-2:]
    assert (refused["method"], refused["ok"], refused["error_code"]) == ("sendMessage", False, 400)
    assert refused["parameters"] == {"chat_id": FATMA, "text": ""}
    assert (known["method"], known["ok"]) == ("getMe", True)
    assert (refused["result"], known["result"]["username"]) == (None, "buurtbot")


ODD: list[tuple[str, dict[str, Any]]] = [
    ("people", {"first_name": "\ud83d"}),
    (f"people/{FATMA}/send", {"kind": "contact", "phone_number": "\ud83d"}),
    (f"people/{FATMA}/send", {"kind": "location", "latitude": float("inf")}),
    (f"people/{FATMA}/send", {"text": "x", "message_thread_id": 77}),
]


@pytest.mark.parametrize(("path", "given"), ODD)
async def test_nothing_comes_in_that_no_bot_could_read(
    api: Client, path: str, given: dict[str, Any]
) -> None:
    assert (await api.control(path, **given)).status == 400
    assert await api.ok("getUpdates") == []


async def test_events(playground: Playground, api: Client) -> None:
    async with api.session.get(f"{api.url}/playground/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        sent = await api.ok("sendMessage", chat_id=FATMA, text="Hi")
        await api.call("sendMessage", chat_id=FATMA, text="\ud83d")  # half an emoji
        edit = {"chat_id": FATMA, "message_id": sent["message_id"], "text": "Hello"}
        await api.ok("editMessageText", **edit)
        await api.ok("deleteMessage", chat_id=FATMA, message_id=sent["message_id"])
        await api.ok("sendChatAction", chat_id=FATMA, action="typing")
        tap = await playground.tap(FATMA, 1, "x")
        await api.ok("answerCallbackQuery", callback_query_id=tap, text="Done", show_alert=True)
        await playground.block(FATMA)
        await api.control("clock", jump="hour")
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["type"] != "clock":
            line = await stream.content.readuntil(b"\n\n")
            seen.append(json.loads(line.removeprefix(b"data: ")))
    kinds = [event["type"] for event in seen if event["type"] != "traffic"]
    assert kinds == ["message", "edited", "deleted", "typing", "toast", "person", "clock"]
    assert seen[0]["message"]["outgoing"] is False
    toast = next(event for event in seen if event["type"] == "toast")
    assert toast == {"type": "toast", "person": FATMA, "text": "Done", "alert": True}


async def test_stopping_ends_the_events(playground: Playground) -> None:
    async with ClientSession() as session:
        async with playground.serving() as url:
            stream = await session.get(f"{url}/playground/events")
            await stream.content.readuntil(b"\n\n")
        async with asyncio.timeout(2):
            assert await stream.read() == b""


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/playground/people", "/bot42:PLAYGROUND_TEST/getMe"])
async def test_other_names_and_origins_are_refused(
    api: Client, headers: dict[str, str], path: str
) -> None:
    async with api.session.get(f"{api.url}{path}", headers=headers) as response:
        assert response.status == 403


async def test_the_own_page_may(api: Client) -> None:
    own = {"Origin": api.url}
    async with api.session.get(f"{api.url}/playground/people", headers=own) as page:
        assert page.status == 200
        policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")


async def test_panels_are_of_whoever_runs_it() -> None:
    async def outbox() -> tuple[list[str], list[list[str]]]:
        return ["State"], [["sent"]]

    playground = Playground(panels={"Outbox": outbox})
    async with playground.serving() as url, ClientSession() as session:
        api = Client(session, url)
        assert await api.get("/playground/panels") == ["Outbox"]
        table = {"columns": ["State"], "rows": [["sent"]]}
        assert await api.get("/playground/panels/Outbox") == table
        refused = await api.get("/playground/panels/Inbox")
        assert refused == {"error": "There is no panel called 'Inbox'."}
