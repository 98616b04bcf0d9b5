"""Tells the page, and tests that wait, what happens."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.playground.entities import Json


class Hub:
    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[Json | None]] = set()

    def publish(self, kind: str, **event: object) -> None:
        for listener in self.listeners:
            listener.put_nowait({"type": kind, **event})

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Json | None]]:
        """A queue of events; ``None`` says that the playground stops."""
        listener: asyncio.Queue[Json | None] = asyncio.Queue()
        self.listeners.add(listener)
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    async def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until something that happened makes the condition true; else ``TimeoutError``."""
        with self.listening() as events:
            async with asyncio.timeout(seconds):
                while not condition():
                    await events.get()

    def close(self) -> None:
        for listener in self.listeners:
            listener.put_nowait(None)
