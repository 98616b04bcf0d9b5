"""Updates brought to the bot's own address."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import MultipartWriter, web

from bot.playground import Playground
from bot.playground.updates import Pending
from tests.playground.client import FATMA, YOUSSEF, Client, png

FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class Listener:
    """A bot that listens: it answers what it was told to, then 200."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    silent: int = 0  # so many times it says nothing at all
    heard: "asyncio.Queue[tuple[dict[str, Any], str | None]]" = field(
        default_factory=asyncio.Queue
    )

    async def hear(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.heard.put_nowait((await request.json(), secret))
        if self.silent:
            self.silent -= 1
            await asyncio.sleep(60)
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> dict[str, Any]:
        update, _ = await asyncio.wait_for(self.heard.get(), 5)
        return update


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/hook", listener.hear)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


async def test_an_update_arrives_with_its_secret(
    playground: Playground, api: Client, listener: Listener
) -> None:
    reply = await api.call("setWebhook", url=listener.url, secret_token="S" * 32)
    assert reply.body == {"ok": True, "result": True, "description": "Webhook was set"}
    await playground.send(FATMA, "hello")
    update, secret = await listener.heard.get()
    assert (update["message"]["text"], secret) == ("hello", "S" * 32)
    await playground.fetched()
    info = await api.ok("getWebhookInfo")
    assert info["url"] == listener.url
    assert info["pending_update_count"] == 0


async def test_what_waited_is_delivered_too(
    playground: Playground, api: Client, listener: Listener
) -> None:
    await playground.send(FATMA, "before")
    await api.ok("setWebhook", url=listener.url)
    assert (await listener.next())["message"]["text"] == "before"


async def test_a_failure_is_tried_again_in_order(
    playground: Playground, api: Client, listener: Listener
) -> None:
    listener.answers = [web.Response(status=500)]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "one")
    await playground.send(FATMA, "two")
    heard = [(await listener.next())["message"]["text"] for _ in range(3)]
    assert heard == ["one", "one", "two"]
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_another_chat_does_not_wait(
    playground: Playground, api: Client, listener: Listener
) -> None:
    listener.answers = [web.Response(status=503, headers={"Retry-After": "60"})]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "stuck")
    assert (await listener.next())["message"]["text"] == "stuck"
    await playground.send(YOUSSEF, "through")
    assert (await listener.next())["message"]["text"] == "through"


async def test_redirects_are_not_followed(
    playground: Playground, api: Client, listener: Listener
) -> None:
    elsewhere = {"Location": listener.url}
    listener.answers = [web.Response(status=302, headers=elsewhere)]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    await listener.next()
    await listener.next()  # the retry, not the redirect: a redirect would be a GET
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_one_that_hangs_is_given_up_and_asked_again(
    playground: Playground, api: Client, listener: Listener
) -> None:
    playground.hooks.patience = 0.05
    listener.silent = 1
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    assert (await listener.next())["message"]["text"] == "hello"
    assert (await listener.next())["message"]["text"] == "hello"
    await playground.fetched()
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Read timeout expired"
    assert info["pending_update_count"] == 0


async def test_more_than_64_kib_arrive_whole(
    playground: Playground, api: Client, listener: Listener
) -> None:
    """Telegram builds an update in so many bytes, and in more when it needs them."""
    long = "\U0001f600" * 4096
    rows = [[{"text": "\U0001f600" * 60, "callback_data": "x" * 64}]] * 100
    sent = await api.ok(
        "sendMessage", chat_id=FATMA, text=long, reply_markup={"inline_keyboard": rows}
    )
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, long, reply_to_message_id=sent["message_id"])
    update = await listener.next()
    assert len(json.dumps(update, ensure_ascii=False).encode()) > 64 * 1024
    assert update["message"]["reply_to_message"]["reply_markup"]["inline_keyboard"] == rows


async def test_an_answer_that_is_not_heard_is_asked_for_again(
    playground: Playground, api: Client, listener: Listener
) -> None:
    await api.control("faults", kind="webhook_unheard", times=1)
    await api.ok("setWebhook", url=listener.url)
    listener.answers = [
        web.json_response({"method": "sendMessage", "chat_id": FATMA, "text": "x"})
    ]
    await playground.send(FATMA, "hello")
    first, again = await listener.next(), await listener.next()
    assert first == again
    await playground.fetched()
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Connection reset by peer"
    assert len(playground.messages(FATMA)) == 2  # nor was what it returned heard


async def test_nobody_listens(playground: Playground, api: Client) -> None:
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    await playground.send(FATMA, "hello")
    hook = playground.hooks.active[42].hook
    while not hook.last_error_message:  # noqa: ASYNC110  the network decides when
        await asyncio.sleep(0.001)
    info = await api.ok("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)


async def test_a_method_in_the_answer_is_done(
    playground: Playground, api: Client, listener: Listener
) -> None:
    call = {"method": "sendMessage", "chat_id": FATMA, "text": "At once"}
    listener.answers = [web.json_response(call)]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    await playground.until(lambda: playground.messages(FATMA)[-1]["text"] == "At once")


FORM = {"method": "sendMessage", "chat_id": str(FATMA), "text": "At once"}


def in_parts() -> web.Response:
    """As aiogram returns a method: a form in parts, with its files."""
    parts = MultipartWriter("form-data")
    picture = {"Content-Disposition": 'form-data; name="one"; filename="one.png"'}
    call = {
        "method": "sendPhoto",
        "chat_id": str(FATMA),
        "photo": "attach://one",
        "caption": "At once",
    }
    for name, value in call.items():
        parts.append(value, {"Content-Disposition": f'form-data; name="{name}"'})
    parts.append(png(), picture)
    return web.Response(body=parts)


@pytest.mark.parametrize(
    "answer",
    [
        lambda: web.Response(text=urlencode(FORM), content_type=FORM_TYPE),
        in_parts,
    ],
    ids=["a form", "parts"],
)
async def test_a_method_is_returned_in_any_style(
    playground: Playground, api: Client, listener: Listener, answer: Callable[[], web.Response]
) -> None:
    listener.answers = [answer()]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    await playground.fetched()
    said = playground.messages(FATMA)[-1]
    assert "At once" in (said.get("text"), said.get("caption"))


@pytest.mark.parametrize("method", ["deleteWebhook", "setWebhook", "logOut", "close", "getMe"])
async def test_some_methods_are_not_returned(
    playground: Playground, api: Client, listener: Listener, method: str
) -> None:
    listener.answers = [web.json_response({"method": method})]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    await playground.fetched()
    assert playground.traffic[-1]["method"] == "setWebhook"  # the one of this test
    assert (await api.ok("getWebhookInfo"))["url"] == listener.url


async def test_deleted_and_polled_again(
    playground: Playground, api: Client, listener: Listener
) -> None:
    await api.ok("setWebhook", url=listener.url)
    assert (await api.call("deleteWebhook")).body["description"] == "Webhook was deleted"
    assert (await api.call("deleteWebhook")).body["description"] == "Webhook is already deleted"
    await playground.send(FATMA, "hello")
    assert len(await api.ok("getUpdates")) == 1
    assert await api.ok("deleteWebhook", drop_pending_updates=True)
    assert playground.pending() == 0
    assert listener.heard.empty()


@pytest.mark.parametrize("reply", [b"{broken", b"[]", b"OK", b'{"method": 7}'])
async def test_an_answer_that_is_no_method_is_ignored(
    playground: Playground, api: Client, listener: Listener, reply: bytes
) -> None:
    listener.answers = [web.Response(body=reply)]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    await playground.fetched()
    assert len(playground.messages(FATMA)) == 2


async def test_a_refused_method_in_the_answer_is_seen_in_the_traffic(
    playground: Playground, api: Client, listener: Listener
) -> None:
    call = {"method": "sendMessage", "chat_id": FATMA, "text": ""}
    listener.answers = [web.json_response(call)]
    await api.ok("setWebhook", url=listener.url)
    await playground.send(FATMA, "hello")
    await playground.fetched()
    assert playground.traffic[-1]["description"] == "Bad Request: message text is empty"


async def test_gone_for_a_day_removes_it(
    playground: Playground, api: Client, listener: Listener
) -> None:
    listener.answers = [web.Response(status=410)]
    await api.ok("setWebhook", url=listener.url)
    playground.hooks.active[42].gone_since = time.monotonic() - 24 * 3600
    await playground.send(FATMA, "hello")
    await listener.next()
    while (await api.ok("getWebhookInfo"))["url"]:
        pass
    assert listener.heard.empty()


async def test_pauses_double_up_to_a_minute(playground: Playground, api: Client) -> None:
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    webhook = playground.hooks.active[42]
    update = Pending({"update_id": 1}, "message", ("chat", FATMA), (0, 0))
    pauses = []
    for update.attempts in range(8):
        pauses.append(webhook.failed(update, "broken", ""))
    assert pauses == [0, 2, 4, 8, 16, 32, 60, 60]
    assert webhook.failed(update, "busy", "90") == 90
    assert webhook.failed(update, "busy", "9000") == 3600
    assert webhook.failed(update, "busy", "0") == 60
    update.attempts = 5000
    assert webhook.failed(update, "broken", "") == 60
