"""A bot without a library: it calls the Bot API and looks at the bare answers."""

import io
import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, FormData

from bot.playground.methods import KNOWN
from tests.playground.description import Description, described

TOKEN = "42:PLAYGROUND_TEST"
FATMA, YOUSSEF, STRANGER = 1001, 1002, 1003
# The first letter after the kind is small, unless a code of Telegram's servers follows.
REFUSED = re.compile(r"(?!Bad Request: )|Bad Request: ([^A-Z]|[A-Z0-9_]+$)")


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        assert not self.body["ok"], self.body
        assert self.status == self.body["error_code"]  # libraries choose their exception by it
        return self.status, self.body["description"]


@dataclass(slots=True)
class Client:
    """Holds whatever it is answered against the description of the Bot API, when that is here."""

    session: ClientSession
    url: str
    token: str = TOKEN
    description: Description | None = field(default_factory=described)
    wrong: list[str] = field(default_factory=list)

    async def call(self, method: str, **parameters: Any) -> Reply:
        return await self.post(method, json=parameters)

    async def ok(self, method: str, **parameters: Any) -> Any:
        return (await self.call(method, **parameters)).result

    async def post(self, method: str, **sent: Any) -> Reply:
        return await self.sent("POST", method, **sent)

    async def asks(self, method: str, **sent: Any) -> Reply:
        """By GET, with everything in the address."""
        return await self.sent("GET", method, **sent)

    async def sent(self, how: str, method: str, **sent: Any) -> Reply:
        address = f"{self.url}/bot{self.token}/{method}"
        async with self.session.request(how, address, **sent) as response:
            reply = Reply(response.status, await response.json())
        self.check(method, reply)
        return reply

    def check(self, method: str, reply: Reply) -> None:
        name = KNOWN.get(method.lower())
        if reply.body["ok"] and name and self.description:
            self.wrong += self.description.answer_problems(name, reply.body["result"])
        if not reply.body["ok"] and not REFUSED.match(reply.body["description"]):
            self.wrong.append(f"{method}: {reply.body['description']}")

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}{path}") as response:
            return await response.json()

    async def control(self, path: str, **sent: Any) -> Reply:
        async with self.session.post(f"{self.url}/playground/{path}", json=sent) as response:
            return Reply(response.status, await response.json())

    async def attach(self, method: str, kind: str, data: bytes, **texts: Any) -> Reply:
        """A file under a name of its own, which the parameter of its kind names."""
        reference = {kind: "attach://picture"}
        return await self.upload(method, "picture", data, **texts, **reference)

    async def upload(self, method: str, kind: str, data: bytes, **texts: Any) -> Reply:
        form = FormData({name: str(value) for name, value in texts.items()})
        form.add_field(kind, io.BytesIO(data), filename="file.png", content_type="image/png")
        return await self.post(method, data=form)


def png(width: int = 8, height: int = 6) -> bytes:
    """A real picture, all black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
