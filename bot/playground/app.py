"""A Telegram of our own: the Bot API over HTTP, and a page to be its people."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.clock import MovableClock
from bot.playground.api import BotApi, no_method
from bot.playground.control import (
    GroupControl,
    Jump,
    Panel,
    PanelControl,
    PeopleControl,
    StageControl,
)
from bot.playground.entities import Json
from bot.playground.faults import Fault
from bot.playground.groups import gather, group, new_group, set_member, upgrade
from bot.playground.guard import LOOPBACK, add_headers, guard
from bot.playground.hooks import Hooks
from bot.playground.model import Bot, Chat, Message, Person
from bot.playground.people import People
from bot.playground.persistence import StateFile
from bot.playground.scene import Opening, SceneControl
from bot.playground.webhook import Hook
from bot.playground.world import World

PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 64 * 1024**2  # an upload of 50 MB and its surroundings


class Playground:
    def __init__(
        self,
        state_file: Path | None = None,
        clock: MovableClock | None = None,
        jumps: Mapping[str, Jump] | None = None,
        panels: Mapping[str, Panel] | None = None,
        opening: Opening | None = None,
    ) -> None:
        """``jumps`` are moments the clock can be pushed to, ``panels`` tables to look at.

        ``opening`` is what a recorded scene begins with.
        """
        self.clock = clock or MovableClock()
        self.world = World(self.clock)
        self.hooks = Hooks(self.world)
        self.api = BotApi(self.world, self.hooks)
        self.people = People(self.world)
        self.controls = (
            PeopleControl(self.world, self.people),
            GroupControl(self.world),
            StageControl(self.world, self.api.traffic, jumps or {}),
            PanelControl(panels or {}),
            SceneControl(self.world, opening),
        )
        self.state = StateFile(state_file, self.world, self.hooks) if state_file else None
        self.kept_hooks: dict[int, Hook] = self.state.load() if self.state else {}

    def application(self, hosts: frozenset[str] = LOOPBACK) -> web.Application:
        app = web.Application(middlewares=[guard(hosts)], client_max_size=LARGEST_BODY)
        app.add_routes(
            [
                web.get("/bot{token}/{method}", self.api.handle),
                web.post("/bot{token}/{method}", self.api.handle),
                web.get("/bot{nothing:.*}", no_method),
                web.post("/bot{nothing:.*}", no_method),
                web.get("/file/bot{token}/{path:.+}", self.api.download),
                *(route for control in self.controls for route in control.routes()),
            ]
        )
        if PAGE.is_dir():
            app.add_routes([web.get("/", index), web.static("/static", PAGE)])
        app.on_response_prepare.append(add_headers)
        app.on_startup.append(self.start)
        app.on_shutdown.append(self.stop)
        return app

    async def start(self, _app: web.Application) -> None:
        for queue in self.world.queues.values():
            queue.closed = False
        for bot in self.world.bots.values():
            if bot.id in self.kept_hooks:
                await self.hooks.set(bot, self.kept_hooks.pop(bot.id))
        if self.state:
            self.state.start()

    async def stop(self, _app: web.Application) -> None:
        """Let go of everybody who waits, so that stopping takes no time."""
        for queue in self.world.queues.values():
            queue.close()
        if self.state:
            await self.state.close()
        self.world.hub.close()
        self.kept_hooks = await self.hooks.close()

    @asynccontextmanager
    async def serving(self, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[str, None]:
        """Serve until the block ends; yields the address, such as ``http://127.0.0.1:8081``."""
        hosts = LOOPBACK if host in LOOPBACK else LOOPBACK | {host}
        runner = web.AppRunner(self.application(hosts), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    # For tests and for the demo, in the same event loop

    def add_bot(self, token: str, username: str, first_name: str) -> Bot:
        return self.world.add_bot(token, username, first_name)

    def add_person(
        self, id_: int, first_name: str, language_code: str | None = None, **traits: str | None
    ) -> Person:
        return self.world.people.get(id_) or self.world.add_person(
            id_, first_name, language_code, **traits
        )

    async def send(self, person_id: int, text: str | None = None, **given: Any) -> Message:
        """A person writes; ``kind=`` and ``file=`` for other things than text."""
        return self.people.send(person_id, text=text, **given)

    async def tap(self, person_id: int, message_id: int, data: str, **given: Any) -> str:
        return self.people.tap(person_id, message_id, data, **given)

    async def edit(self, person_id: int, message_id: int, text: str, **given: Any) -> Message:
        return self.people.edit(person_id, message_id, text, **given)

    async def forward(self, person_id: int, message_id: int, **given: Any) -> Message:
        return self.people.forward(person_id, message_id, **given)

    async def block(self, person_id: int, *, blocked: bool = True) -> None:
        self.people.block(person_id, blocked=blocked)

    def chat(self, id_: int) -> Chat:
        if id_ in self.world.people:
            return self.world.private(self.world.bot(), id_)
        return group(self.world, id_)

    def messages(self, id_: int) -> list[Json]:
        """What stands in the chat of this person, or in this group, as the page would get it."""
        chat = self.chat(id_)
        return [self.world.message_view(chat, id_, m) for m in chat.messages.values()]

    async def vote(self, person_id: int, message_id: int, *chosen: int, **given: Any) -> None:
        self.people.vote(person_id, message_id, list(chosen), **given)

    async def react(self, person_id: int, message_id: int, emoji: str, **given: Any) -> None:
        self.people.react(person_id, message_id, emoji, **given)

    async def ask_inline(self, person_id: int, text: str, **given: Any) -> str:
        return self.people.ask_inline(person_id, text, **given)

    def answers(self, query_id: str) -> list[Json]:
        """What the bot has for what was typed behind its name: an id and a title each."""
        return self.world.queries[query_id].results

    async def choose_inline(
        self, person_id: int, query_id: str, result_id: str, **given: Any
    ) -> Message:
        return self.people.choose_inline(person_id, query_id, result_id, **given)

    def add_group(self, title: str, kind: str = "group", *people: int, **given: bool) -> Chat:
        """The first of the people made it and brings the bot; nobody is in an empty one."""
        chat = new_group(self.world, title, kind, **given)
        if people:
            gather(self.world, chat, [self.world.person(id_) for id_ in people])
        return chat

    def set_member(self, group_id: int, user_id: int, status: str, by: int) -> None:
        chat = group(self.world, group_id)
        set_member(self.world, chat, user_id, status, self.world.person(by))

    def upgrade(self, group_id: int) -> Chat:
        return upgrade(self.world, group(self.world, group_id))

    def reply_keyboard(self, id_: int) -> Json | None:
        """What stands under the chat of this person, or under this group."""
        return self.chat(id_).reply_keyboard

    def toasts(self, person_id: int) -> list[str]:
        """What answers to taps said to this person."""
        return [toast["text"] for toast in self.world.toasts if toast["person"] == person_id]

    def inject_update(self, update: Json) -> int:
        """Queue any update, also one that Telegram would never send; answers its id."""
        kind = next((name for name in update if name != "update_id"), "unknown")
        queue = self.world.queues[self.world.bot().id]
        return queue.put_raw(update, kind, ("injected", queue.next_id))

    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.world.queues[self.world.bot().id].live())

    async def polled(self) -> None:
        """Wait until the bot hangs in a long poll: it is up and has nothing else to fetch."""
        await self.world.queues[self.world.bot().id].polled.wait()

    async def fetched(self) -> None:
        """Wait until the bot has confirmed every update, by offset or by answering a webhook."""
        if self.pending():
            await self.world.queues[self.world.bot().id].fetched.wait()

    @property
    def flags(self) -> list[str]:
        return self.world.flags

    @property
    def traffic(self) -> list[Json]:
        return list(self.api.traffic)

    def fault(self, kind: str, **given: Any) -> int:
        return self.world.switch(Fault(kind, **given))

    def clear_faults(self) -> None:
        self.world.clear_faults()

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait, without polling, until something that happened makes the condition true."""
        await self.world.hub.until(condition, seconds)


async def index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")
