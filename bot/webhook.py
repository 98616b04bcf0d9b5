"""Being told news by Telegram. 200 is answered only after the inbox has committed."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from bot.intake import Intake

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_UPDATE = 1_000_000  # bytes
LARGEST_NUMBER = 2**63 - 1


@asynccontextmanager
async def listening(intake: Intake, secret: str, host: str, port: int) -> AsyncIterator[int]:
    """Serve the webhook; yields the port, which is ours to choose when ``port`` is 0.

    aiohttp's server without the routes and layers of an application: there is one address.
    """

    async def receive(request: web.BaseRequest) -> web.Response:
        if request.path != PATH:
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405)
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, secret.encode()):
            return web.Response(status=401)
        update = _read(await request.read())
        if update is None:
            return web.Response(status=400)
        await intake.keep([update])
        return web.Response()

    runner = web.ServerRunner(web.Server(receive, request_factory=_bounded, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _bounded(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """A request of which no more is read than an update may have."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=LARGEST_UPDATE
    )


def _read(body: bytes) -> dict[str, Any] | None:
    """The update in a body; ``None`` if it is none that the inbox can keep."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and 0 <= number <= LARGEST_NUMBER else None
