"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

import asyncio
import json
import logging
import re
from collections import deque
from typing import Any

from aiohttp import web

from bot.playground.entities import Json
from bot.playground.errors import ApiError, not_built
from bot.playground.faults import Fault
from bot.playground.hooks import Hooks
from bot.playground.methods import KNOWN, METHODS, Call
from bot.playground.model import Bot
from bot.playground.parameters import Parameters, read_parameters
from bot.playground.register import REAL_SECRET
from bot.playground.world import World

logger = logging.getLogger(__name__)

REMEMBERED = 200
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
NUMBER = re.compile(r"-?\d{1,18}")
CUT = ("cut", "lost_reply")


class ConnectionCut(Exception):  # noqa: N818  it is asked for, not an error
    """The caller gets no answer at all."""


class BotApi:
    def __init__(self, world: World, hooks: Hooks) -> None:
        self.world = world
        self.hooks = hooks
        self.traffic: deque[Json] = deque(maxlen=REMEMBERED)
        hooks.run = self.run_reply

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        parameters = Parameters({}, {})
        body: Json = {}
        try:
            bot = self.bot(request.match_info["token"])
            parameters = await read_parameters(request)
            result, description = await self.run(bot, name, parameters)
            body = {"ok": True, "result": result}
            body |= {"description": description} if description else {}
            return answer(200, body)
        except ApiError as refused:
            body = refusal(refused)
            return answer(refused.code, body)
        except ConnectionCut:
            body = {"ok": False, "description": "the connection was cut"}
            return cut(request)
        finally:
            self.record(name, parameters, body)

    def bot(self, token: str) -> Bot:
        if token in self.world.bots:
            return self.world.bots[token]
        if REAL_SECRET.fullmatch(token.partition(":")[2]):
            logger.warning("refused a token that looks real: never give one to the playground")
        raise ApiError(401, "Unauthorized")

    async def run(self, bot: Bot, name: str, parameters: Parameters) -> tuple[Any, str]:
        """Call a method: its result, and what Telegram says beside it."""
        method = METHODS.get(name.lower())
        if method is None and name.lower() in KNOWN:
            raise not_built(f"the method {KNOWN[name.lower()]}")
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        unknown = [given for given in parameters.names() if given not in method.accepts]
        self.flag(method.name, [f"parameter {given!r}" for given in unknown])
        struck = self.world.faults.hit(name.lower(), chat_number(parameters))
        await misbehave(struck)
        call = Call(self.world, bot, parameters, self.hooks.get, self.hooks.set)
        result = await method.run(call)
        inside = [f"field {field!r} inside a parameter" for field in parameters.unknown]
        self.flag(method.name, inside)
        if any(fault.kind == "lost_reply" for fault in struck):
            raise ConnectionCut
        return result, call.description

    def flag(self, name: str, unknown: list[str]) -> None:
        """Telegram ignores what it does not know; here it is put on record."""
        for what in unknown:
            self.world.flags.append(f"{name}: {what}")
            logger.warning("%s was called with an unknown %s", name, what)

    async def run_reply(self, bot: Bot, parameters: Parameters) -> None:
        """A method that a webhook returned: done, and its result told to nobody."""
        name, body = str(parameters.values.pop("method")), Json()
        try:
            result, _ = await self.run(bot, name, parameters)
            body = {"ok": True, "result": result}
        except ApiError as refused:
            body = refusal(refused)
        except ConnectionCut:
            return
        finally:
            self.record(name, parameters, body)

    def record(self, name: str, parameters: Parameters, body: Json) -> None:
        entry = {
            "at": self.world.clock().isoformat(timespec="milliseconds"),
            "method": name,
            "ok": body.get("ok", False),
            "error_code": body.get("error_code"),
            "description": body.get("description"),
            "parameters": parameters.shown(),
            "result": body.get("result"),
        }
        self.traffic.append(entry)
        self.world.hub.publish("traffic", call=entry)

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self.bot(request.match_info["token"])
        except ApiError as refused:
            return answer(refused.code, refusal(refused))
        file = self.world.files.at(request.match_info["path"])
        if file is None:
            return answer(404, refusal(ApiError(404, "Not Found")))
        return web.Response(body=file.data, content_type="application/octet-stream")


async def no_method(_request: web.Request) -> web.Response:
    """An address of the Bot API without a method."""
    return answer(404, refusal(ApiError(404, "Not Found")))


def chat_number(parameters: Parameters) -> int | None:
    given = str(parameters.values.get("chat_id", ""))
    return int(given) if NUMBER.fullmatch(given) else None


async def misbehave(struck: list[Fault]) -> None:
    for fault in struck:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault.kind == "cut":
            raise ConnectionCut
        if refused := fault.refusal():
            raise refused


def refusal(refused: ApiError) -> Json:
    body: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    return body | ({"parameters": refused.parameters} if refused.parameters else {})


def answer(status: int, body: Json) -> web.Response:
    parameters = body.get("parameters", {})
    waits = (
        {"Retry-After": str(parameters["retry_after"])} if "retry_after" in parameters else None
    )
    written = ENCODER.encode(body).encode()
    return web.Response(
        status=status, body=written, headers=waits, content_type="application/json"
    )


def cut(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)
