"""A Bot API with nothing behind it, as cheap as it can be: it hands out updates and counts.

Its answers have the shape of Telegram's, with the text and the keyboard that were sent, so that
reading them costs a bot what it costs there. What is right or wrong is for the playground.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "42:BENCH_OF_BUURTBOT"  # of no use anywhere
ME = {"id": 42, "is_bot": True, "first_name": "Buurtbot", "username": "buurtbot"}
BATCH = 100  # updates in one answer, as at Telegram
CONNECTIONS = 40  # to a webhook, as Telegram has them by default
ANSWERS = ("sendMessage", "editMessageText")


@dataclass(slots=True)
class Card:
    """The last message with text that the bot sent to, or edited in, a chat."""

    id: int = 1
    text: str = ""
    keyboard: str = ""  # JSON


class Stub:
    """``on_answer`` hears the chat of each text that was sent or edited."""

    def __init__(self) -> None:
        self.on_answer: Callable[[int], None] = lambda _chat: None
        self.cards: dict[int, Card] = {}
        self.calls = 0
        self.up = asyncio.Event()  # the bot asks for updates, or wants to be told
        self._waiting: deque[dict[str, Any]] = deque()
        self._came = asyncio.Event()
        self._told: asyncio.Queue[bytes] = asyncio.Queue()
        self._hooks: list[asyncio.Task[None]] = []
        self._ids = 1000

    def next_id(self) -> int:
        self._ids += 1
        return self._ids

    def send(self, update: dict[str, Any]) -> None:
        update["update_id"] = self.next_id()
        if self._hooks:
            self._told.put_nowait(json.dumps(update).encode())
        else:
            self._waiting.append(update)
            self._came.set()

    async def call(self, method: str, given: dict[str, str]) -> str:
        """What a method answers, as JSON."""
        self.calls += 1
        match method:
            case "getUpdates":
                return await self._updates(int(given.get("offset", 0)))
            case "setWebhook":
                self._hook(given["url"], given["secret_token"])
            case "getMe":
                return json.dumps(ME)
            case "sendMessage" | "editMessageText" | "editMessageReplyMarkup":
                return self._write(method, given)
        return "true"

    async def _updates(self, offset: int) -> str:
        self.up.set()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()
        if not self._waiting:
            self._came.clear()
            await self._came.wait()
        return json.dumps(list(self._waiting)[:BATCH])

    def _write(self, method: str, given: dict[str, str]) -> str:
        chat = int(given["chat_id"])
        card = self.cards.setdefault(chat, Card())
        if method in ANSWERS:
            card.text, card.keyboard = given["text"], given.get("reply_markup", "")
        if method == "sendMessage":
            card.id = self.next_id()
        if method in ANSWERS:
            self.on_answer(chat)
        message = {
            "message_id": int(given.get("message_id", card.id)),
            "from": ME,
            "chat": {"id": chat, "type": "private", "first_name": "Fatma"},
            "date": 1_800_000_000,
            "text": card.text,
        }
        keyboard = f', "reply_markup": {card.keyboard}' if card.keyboard else ""
        return json.dumps(message)[:-1] + keyboard + "}"

    def _hook(self, url: str, secret: str) -> None:
        self._hooks = [asyncio.create_task(self._tell(url, secret)) for _ in range(CONNECTIONS)]
        self.up.set()

    async def _tell(self, url: str, secret: str) -> None:
        """One of the connections by which a webhook is told; the next waits for its 200."""
        to = urlsplit(url)
        reader, writer = await asyncio.open_connection(to.hostname, to.port)
        head = (
            f"POST {to.path} HTTP/1.1\r\nHost: {to.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        )
        try:
            while True:
                body = await self._told.get()
                writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
                answer = await reader.readuntil(b"\r\n\r\n")
                if b" 200 " not in answer:
                    raise RuntimeError(f"a webhook answered {answer!r}")
        finally:
            writer.close()

    async def hang_up(self) -> None:
        self._came.set()
        for task in self._hooks:
            task.cancel()
        await asyncio.gather(*self._hooks, return_exceptions=True)


@asynccontextmanager
async def serving(stub: Stub) -> AsyncIterator[str]:
    """Yields the address of the Bot API."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                method, given = await _read(reader)
                answer = f'{{"ok": true, "result": {await stub.call(method, given)}}}'.encode()
                head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                writer.write(f"{head}{len(answer)}\r\n\r\n".encode() + answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await stub.hang_up()


async def _read(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """The method and its parameters, of a form as aiogram posts it or as JSON."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = int(head.partition("Content-Length: ")[2].partition("\r\n")[0] or 0)
    body = (await reader.readexactly(length)).decode()
    method = head.split(" ", 2)[1].rpartition("/")[2]
    if not body.startswith("{"):
        return method, dict(parse_qsl(body))
    given = json.loads(body)
    return method, {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in given.items()
    }
