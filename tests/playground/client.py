"""A bot without a library: it calls the Bot API and looks at the bare answers."""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, FormData

TOKEN = "42:PLAYGROUND_TEST"
FATMA, YOUSSEF, STRANGER = 1001, 1002, 1003


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
    session: ClientSession
    url: str
    token: str = TOKEN

    async def call(self, method: str, **parameters: Any) -> Reply:
        return await self.post(method, json=parameters)

    async def ok(self, method: str, **parameters: Any) -> Any:
        return (await self.call(method, **parameters)).result

    async def post(self, method: str, **sent: Any) -> Reply:
        address = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(address, **sent) as response:
            return Reply(response.status, await response.json())

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}{path}") as response:
            return await response.json()

    async def control(self, path: str, **sent: Any) -> Reply:
        async with self.session.post(f"{self.url}/playground/{path}", json=sent) as response:
            return Reply(response.status, await response.json())

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
