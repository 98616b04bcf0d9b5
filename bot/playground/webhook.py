"""Delivers updates to a bot's own address, and tries again when that fails."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock import Clock
from bot.playground.faults import Faults
from bot.playground.parameters import Parameters, read_reply
from bot.playground.updates import Pending, UpdateQueue

GONE = 410
GONE_FOR = 23 * 3600.0  # seconds of 410 after which Telegram gives up
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600.0
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 60.0  # seconds for a webhook to answer
Answer = Callable[[Parameters], Awaitable[None]]  # runs the method a webhook returned
UNHEARD = "Connection reset by peer"
DOUBLINGS = 10  # beyond these the longest pause is reached long ago
# What a webhook may not return, beside all that asks for something.
NOT_RETURNED = ("setwebhook", "deletewebhook", "close", "logout")


@dataclass(slots=True)
class Hook:
    """What setWebhook asked for, and what went wrong last."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_date: int | None = None
    last_error_message: str = ""


@dataclass(slots=True)
class Webhook:
    hook: Hook
    queue: UpdateQueue
    clock: Clock
    answer: Answer
    faults: Faults
    patience: float = PATIENCE
    base_pause: float = 2.0  # doubled with each failure; the first retry is at once
    busy: set[tuple[str, object]] = field(default_factory=set)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    session: ClientSession | None = None
    gone_since: float | None = None

    def start(self) -> None:
        self.session = ClientSession(timeout=ClientTimeout(total=self.patience))
        self.queue.arrived = self.fill
        self.fill()

    async def stop(self) -> None:
        self.queue.arrived = do_nothing
        others = self.tasks - {asyncio.current_task()}  # a returned method may stop its own
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self.session:
            await self.session.close()

    def fill(self) -> None:
        """Start a delivery for every queue that has something and is not being served."""
        for item in self.queue.live():
            if len(self.busy) >= self.hook.max_connections or not self.hook.url:
                return
            if item.queue not in self.busy:
                self.busy.add(item.queue)
                item.served = True
                task = asyncio.get_running_loop().create_task(self.deliver(item))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def deliver(self, item: Pending) -> None:
        """One queue at a time: the next update of a chat waits until this one is through."""
        try:
            pause = await self.attempt(item)
            if pause is None:
                self.queue.done(item)
            else:
                item.attempts += 1
                await asyncio.sleep(pause)
        finally:
            self.busy.discard(item.queue)
        self.fill()

    async def attempt(self, item: Pending) -> float | None:
        """None when it was taken, else the seconds until the next try."""
        assert self.session is not None  # noqa: S101  start() made it
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers[HEADER] = self.hook.secret
        body = json.dumps(item.update, ensure_ascii=False).encode()
        call = self.session.post(self.hook.url, data=body, headers=headers, allow_redirects=False)
        try:
            async with call as response:
                heard = not self.faults.unheard()
                reply = await read_reply(response) if heard else Parameters({}, {})
        except (ClientError, OSError, TimeoutError) as broken:
            return self.failed(item, told(broken), "")
        self.watch_gone(response.status)
        if not heard:
            return self.failed(item, UNHEARD, "")
        if response.status // 100 != 2:  # noqa: PLR2004  any 2xx means taken
            failure = f"Wrong response from the webhook: {response.status} {response.reason}"
            return self.failed(item, failure, response.headers.get("Retry-After", ""))
        await self.use_reply(reply)
        return None

    def failed(self, item: Pending, message: str, retry_after: str) -> float:
        self.hook.last_error_date = int(self.clock().timestamp())
        self.hook.last_error_message = message
        if retry_after.isdecimal() and float(retry_after):
            return min(float(retry_after), LONGEST_RETRY_AFTER)
        if item.attempts == 0:
            return 0.0
        doubled = 2 ** min(item.attempts - 1, DOUBLINGS)
        return float(min(self.base_pause * doubled, LONGEST_PAUSE))

    def watch_gone(self, status: int) -> None:
        if status != GONE:
            self.gone_since = None
            return
        now = time.monotonic()
        self.gone_since = self.gone_since or now
        if now - self.gone_since >= GONE_FOR:
            self.hook.url = ""

    async def use_reply(self, reply: Parameters) -> None:
        """A bot may answer an update with a method to call; its result is told to nobody.

        Not with one that asks, for nobody would hear the answer, nor with one about webhooks.
        """
        method = reply.values.get("method")
        if not isinstance(method, str) or method.lower().startswith("get"):
            return
        if method.lower() not in NOT_RETURNED:
            await self.answer(reply)


def told(broken: Exception) -> str:
    if isinstance(broken, TimeoutError):
        return "Read timeout expired"
    if isinstance(broken, OSError):
        return "Connection refused"
    return "Connection closed"


def do_nothing() -> None:
    """Nobody listens for new updates."""
