"""The control API of everything around people: the clock, faults, traffic, events."""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.playground.control.routes import table
from bot.playground.entities import Json
from bot.playground.errors import ControlError
from bot.playground.faults import Fault
from bot.playground.parameters import Parameters, read_parameters
from bot.playground.world import World, iso

Jump = Callable[[], Awaitable[datetime | None]]
BUILT_IN = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
LONGEST_ADVANCE = 10 * 365 * 86_400
HEARTBEAT = 15.0  # seconds; a page that went away is noticed by writing to it


class StageControl:
    def __init__(self, world: World, calls: deque[Json], jumps: Mapping[str, Jump]) -> None:
        self.world = world
        self.calls = calls
        self.jumps = jumps

    def routes(self) -> list[web.RouteDef]:
        return table(
            ("GET", "/playground/clock", self.clock),
            ("POST", "/playground/clock", self.move_clock),
            ("GET", "/playground/faults", self.list_faults),
            ("POST", "/playground/faults", self.add_fault),
            ("DELETE", "/playground/faults", self.clear_faults),
            ("GET", "/playground/traffic", self.traffic),
            ("GET", "/playground/events", self.events),
        )

    def clock_view(self) -> Json:
        return {"now": iso(self.world.clock()), "jumps": [*BUILT_IN, *self.jumps]}

    async def clock(self, _request: web.Request) -> web.Response:
        return web.json_response(self.clock_view())

    async def move_clock(self, request: web.Request) -> web.Response:
        given = await read_parameters(request)
        self.world.advance(await self.step(given))
        return web.json_response({"now": iso(self.world.clock())})

    async def step(self, given: Parameters) -> timedelta:
        if "advance" in given:
            seconds = given.integer("advance", -1)
            if not 0 <= seconds <= LONGEST_ADVANCE:
                raise ControlError("The clock goes forward only, ten years at most.")
            return timedelta(seconds=seconds)
        name = given.text("jump")
        if name in BUILT_IN:
            return BUILT_IN[name]
        if name not in self.jumps:
            raise ControlError(f"There is no jump called {name!r}.")
        moment = await self.jumps[name]()
        if moment is None:
            raise ControlError("There is nothing to jump to.")
        return moment - self.world.clock()

    async def list_faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self.world.faults.view())

    async def add_fault(self, request: web.Request) -> web.Response:
        given = (await read_parameters(request)).values
        known = {field.name for field in fields(Fault)} - {"seen"}
        if unknown := next((name for name in given if name not in known), None):
            raise ControlError(f"A fault has no {unknown!r}.")
        number = self.world.switch(read_fault(given))
        return web.json_response({"id": number})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self.world.clear_faults()
        return web.json_response({})

    async def traffic(self, _request: web.Request) -> web.Response:
        return web.json_response(list(self.calls))

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        with self.world.hub.listening() as happened, contextlib.suppress(ConnectionError):
            await response.prepare(request)
            await response.write(b": listening\n\n")
            while (event := await next_event(happened)) is not None:
                await response.write(event)
        return response


async def next_event(happened: asyncio.Queue[Json | None]) -> bytes | None:
    try:
        async with asyncio.timeout(HEARTBEAT):
            event = await happened.get()
    except TimeoutError:
        return b": still here\n\n"
    if event is None:
        return None
    return f"data: {json.dumps(event)}\n\n".encode()


def read_fault(given: Mapping[str, Any]) -> Fault:
    texts = ("kind", "method")
    for name, value in given.items():
        wanted = str if name in texts else (int, float) if name == "seconds" else int
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise ControlError(f"The {name!r} of a fault has another type.")
    if "kind" not in given:
        raise ControlError("A fault needs a kind.")
    return Fault(**given)
