"""The updates a bot has not fetched yet, and the long poll that waits for them."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.ages import LIFETIMES, MESSAGE, SHORTEST, Ages
from bot.playground.entities import Json
from bot.playground.errors import conflict

KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "guest_message",
        "managed_bot",
        "stopped_message_generation",
        "subscription",
    ]
)
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEEK = 7 * 86_400.0  # without updates, after which their numbers begin elsewhere
FAR = 10**6
REPEAT = 3.0  # the same offset again within so many seconds is held


@dataclass(slots=True)
class Pending:
    update: Json
    kind: str
    queue: tuple[str, Any]  # messages go in order per chat, taps per person
    stamp: tuple[float, float]
    attempts: int = 0  # of a webhook
    served: bool = False  # the bot may have seen it, so its number stands
    copies: int = 1  # more than one when duplicates are asked for

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


@dataclass(slots=True)
class UpdateQueue:
    ages: Ages
    next_id: int = field(default_factory=lambda: 10**8 + secrets.randbelow(10**8))
    allowed: list[str] = field(default_factory=list)
    pending: dict[int, Pending] = field(default_factory=dict)
    waiter: "asyncio.Future[bool] | None" = None
    polled: asyncio.Event = field(default_factory=asyncio.Event)  # a long poll waits right now
    fetched: asyncio.Event = field(default_factory=asyncio.Event)  # nothing is left to fetch
    arrived: Callable[[], None] = lambda: None  # a webhook listens here
    copies: int = 1  # of every new update
    taps_first: bool = False
    last_offset: int | None = None
    last_poll: float = 0.0
    next_hook: float = 0.0  # no other webhook before this moment of the real clock
    closed: bool = False
    newest: tuple[float, float] | None = None  # when the last update came

    def allows(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def put(self, kind: str, content: Any, queue: tuple[str, Any]) -> int | None:
        """Queue an update when the bot wants its kind; answers its id."""
        if not self.allows(kind):
            return None
        return self.put_raw({kind: content}, kind, queue)

    def put_raw(self, content: Json, kind: str, queue: tuple[str, Any]) -> int:
        if self.newest and self.ages.age(self.newest) > WEEK:
            # Higher, so that an offset from before holds; Telegram gives any number.
            self.next_id += FAR + secrets.randbelow(FAR)
        self.newest = self.ages.stamp()
        update = {"update_id": self.next_id, **content}
        self.next_id = max(self.next_id, update["update_id"]) + 1
        item = Pending(update, kind, queue, self.ages.stamp(), copies=self.copies)
        behind = item.id <= next(reversed(self.pending), 0)
        self.pending[item.id] = item
        if behind:  # only an injected update brings an old number
            self.pending = dict(sorted(self.pending.items()))
        if self.taps_first and kind == "callback_query":
            self.overtake(item)
        self.fetched.clear()
        self.wake()
        return item.id

    def overtake(self, tap: Pending) -> None:
        """Give a tap the place before every message the bot has not seen yet."""
        later = [item for item in self.live() if not item.served and item is not tap]
        places = sorted(item.id for item in (*later, tap))
        for item, place in zip((tap, *later), places, strict=True):
            item.update = {**item.update, "update_id": place}
            self.pending[place] = item

    def wake(self) -> None:
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(True)
        self.arrived()

    def live(self) -> list[Pending]:
        """What still waits, by id, once everything past its time is gone."""
        now, old = self.ages.stamp(), []
        for item in self.pending.values():
            age = self.ages.between(item.stamp, now)
            if age <= SHORTEST:
                break  # those that follow are younger still
            if age > LIFETIMES.get(item.kind, MESSAGE):
                old.append(item.id)
        for id_ in old:
            self.drop(id_)
        return list(self.pending.values())

    def confirm(self, offset: int) -> None:
        """Everything below the offset is done; a negative one keeps the last so many."""
        if offset < 0:
            keep = list(self.pending)[offset:]
            offset = keep[0] if keep else 0
        for key in [k for k in self.pending if k < offset]:
            self.done(self.pending[key])

    def done(self, item: Pending) -> None:
        item.copies -= 1
        if item.copies <= 0:
            self.drop(item.id)

    def drop(self, id_: int) -> None:
        self.pending.pop(id_, None)
        if not self.pending:
            self.fetched.set()

    def clear(self) -> None:
        for id_ in list(self.pending):
            self.drop(id_)

    async def poll(self, offset: int, limit: int, wait: float) -> list[Json]:
        """One getUpdates: raises ``ApiError`` 409 when another one takes over."""
        self.take_over()
        self.confirm(offset)
        now = time.monotonic()
        if offset == self.last_offset and now < self.last_poll + REPEAT:
            wait = max(wait, REPEAT)
        self.last_offset, self.last_poll = offset, now
        batch = self.live()
        if not batch and wait and not self.closed and await self.wait(wait):
            batch = self.live()
        for item in batch[:limit]:
            item.served = True
        return [item.update for item in batch[:limit]]

    async def wait(self, seconds: float) -> bool:
        waiter = self.waiter = asyncio.get_running_loop().create_future()
        timer = asyncio.get_running_loop().call_later(seconds, resolve, waiter)
        self.polled.set()
        try:
            if await waiter or self.closed:
                return True
            return bool(self.pending)
        finally:
            timer.cancel()
            if self.waiter is waiter:
                self.waiter = None
                self.polled.clear()

    def take_over(self, why: str = TERMINATED) -> None:
        if self.waiter and not self.waiter.done():
            self.waiter.set_exception(conflict(why))

    def close(self) -> None:
        self.closed = True
        self.wake()


def resolve(waiter: "asyncio.Future[bool]") -> None:
    if not waiter.done():
        waiter.set_result(False)
