"""What Telegram sends, kept before anything else, then handled: one at a time per person.

An update is written to the inbox and committed before Telegram hears that we have it. Its
effect and the mark "done" are one transaction. A crash at any moment loses nothing and does
nothing twice.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import structlog
from aiolimiter import AsyncLimiter

from flows.errors import AlreadyHandled
from flows.house import House
from storage.models import InboxState
from storage.repositories.inbox import News

MOST_FAILURES = 5
SIDE_BY_SIDE = 64  # people served at the same moment
SOON = 1  # second after which an answer is written down, if no update comes in between
LONGEST_PAUSE = 10  # seconds between two attempts, while the database is away
BURST = 30  # updates of one person that are handled at once before they have to wait

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One update in the inbox. ``sender`` is a Telegram id."""

    id: int
    sender: int | None
    payload: dict[str, Any]


Handle = Callable[[Ticket], Awaitable[bool]]  # True: the answer has left
Apologise = Callable[[Ticket, InboxState], Awaitable[None]]  # it is a dead letter, or done


class Intake:
    def __init__(
        self, house: House, handle: Handle, apologise: Apologise, per_second: float
    ) -> None:
        self._house = house
        self._handle = handle
        self._apologise = apologise
        self._per_second = per_second
        self._queues: dict[int | None, deque[Ticket]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._answered: list[int] = []
        self._flushing: asyncio.Task[None] | None = None
        self._coming: list[dict[str, Any]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def keep(self, updates: Sequence[dict[str, Any]]) -> None:
        """Commit updates to the inbox; when this returns, Telegram may forget them.

        Those that come in during one commit share the next: a webhook brings one at a time.
        """
        self._coming.extend(updates)
        if self._keeping is None:
            self._keeping = asyncio.get_running_loop().create_task(self._keep_next())
        await asyncio.shield(self._keeping)

    async def _keep_next(self) -> None:
        async with self._turn:
            updates, self._coming, self._keeping = self._coming, [], None
            await self._keep_all(updates)

    async def _keep_all(self, updates: Sequence[dict[str, Any]]) -> None:
        news = [News(update["update_id"], sender_of(update), update) for update in updates]
        with self._taking_answered() as answered:
            async with self._house.db.write() as tx:
                if answered:
                    await tx.inbox.close(answered)
                kept = await tx.inbox.keep(news, self._house.clock())
        self._enqueue(
            Ticket(kept.pop(one.update_id), one.sender, one.payload)
            for one in sorted(news, key=lambda one: one.update_id)
            if one.update_id in kept  # once, also if it came twice at the same moment
        )

    async def resume(self) -> None:
        """Take up what a former process had kept and not finished."""
        async with self._house.db.read() as tx:
            rows = await tx.inbox.unfinished()
        self._enqueue(Ticket(row.id, row.sender, row.payload or {}) for row in rows)

    async def idle(self) -> None:
        """Wait until everything that was kept is handled."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self, patience: float = 10) -> None:
        """Finish what is in hand, for at most ``patience`` seconds; the rest is kept."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._flushing is not None:
            self._flushing.cancel()
            await asyncio.gather(self._flushing, return_exceptions=True)
        await self.flush()

    async def flush(self) -> None:
        """Write down which answers have left; a crash before this only repeats a greeting."""
        with self._taking_answered() as answered:
            if answered:
                async with self._house.db.write() as tx:
                    await tx.inbox.close(answered)

    @contextmanager
    def _taking_answered(self) -> Iterator[list[int]]:
        """The tickets to close in one write; they come back when it fails."""
        taken, self._answered = self._answered, []
        try:
            yield taken
        except BaseException:
            self._answered = taken + self._answered
            raise

    def _has_answered(self, ticket: Ticket) -> None:
        """Closed by the next write, or soon, when nobody else writes."""
        self._answered.append(ticket.id)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.get_running_loop().create_task(self._flush_soon())

    async def _flush_soon(self) -> None:
        await asyncio.sleep(SOON)
        await self.flush()

    def _enqueue(self, tickets: Iterable[Ticket]) -> None:
        for ticket in tickets:
            if ticket.sender in self._queues:
                self._queues[ticket.sender].append(ticket)
                continue
            self._queues[ticket.sender] = deque([ticket])
            task = asyncio.get_running_loop().create_task(self._serve(ticket.sender))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _serve(self, sender: int | None) -> None:
        """Handle the updates of one person in their order, not faster than one can type."""
        queue = self._queues[sender]
        pace = AsyncLimiter(BURST, BURST / self._per_second)
        try:
            while queue:
                async with pace, self._room:
                    await self._patiently(queue[0])
                queue.popleft()
        finally:
            del self._queues[sender]

    async def _patiently(self, ticket: Ticket) -> None:
        """Try until it works or is a dead letter."""
        for attempt in count(1):
            try:
                if await self._handle(ticket):
                    self._has_answered(ticket)
            except AlreadyHandled:
                if attempt > 1:  # its effect stands; what failed was the answer
                    await self._say_sorry(ticket, InboxState.DONE)
                return
            except Exception:
                log.exception("an update failed", error_number=ticket.id)
                if await self._give_up(ticket):
                    return
                await asyncio.sleep(min(0.05 * 4**attempt, LONGEST_PAUSE))
            else:
                return

    async def _give_up(self, ticket: Ticket) -> bool:
        """Count the failure; after the fifth, say sorry and keep the update as a dead letter."""
        try:
            async with self._house.db.write() as tx:
                failures = await tx.inbox.failed(ticket.id)
                dead = failures >= MOST_FAILURES and await tx.inbox.bury(ticket.id)
        except Exception:
            log.exception("a failure could not be counted", error_number=ticket.id)
            return False
        if dead:
            log.critical("a dead letter", error_number=ticket.id)
            await self._say_sorry(ticket, InboxState.DEAD)
        return dead

    async def _say_sorry(self, ticket: Ticket, state: InboxState) -> None:
        try:
            await self._apologise(ticket, state)
        except Exception:
            log.exception("nobody could be told", error_number=ticket.id)
        else:
            self._has_answered(ticket)


def sender_of(update: Mapping[str, Any]) -> int | None:
    """Who sent this, in whichever of Telegram's shapes; ``None`` if nobody did."""
    for name, part in update.items():
        if name != "update_id" and isinstance(part, dict):
            sender = part.get("from") or part.get("user")
            if isinstance(sender, dict) and isinstance(sender.get("id"), int):
                return int(sender["id"])
    return None
