"""People who write and tap, as many at once as the bot can bear or fifty a second."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import Any

from tests.bench.stub import ME, Card, Stub

FIRST_PERSON = 5001  # the first Telegram id
PEOPLE = 1000
SIDE_BY_SIDE = 100  # people who wait for an answer at the same moment, at saturation
PATIENCE = 20  # seconds until an update counts as lost

Step = Callable[[Stub, int, int], dict[str, Any]]  # (stub, person, how often before) -> update


@dataclass
class Load:
    """One kind of step. Each person waits for their answer before they go on."""

    stub: Stub
    step: Step
    seconds: list[float] = field(default_factory=list)  # from each update to its answer
    _sent: dict[int, float] = field(default_factory=dict)
    _free: deque[int] = field(
        default_factory=lambda: deque(range(FIRST_PERSON, FIRST_PERSON + PEOPLE))
    )
    _often: dict[int, int] = field(default_factory=dict)
    _goes_on: bool = False

    def __post_init__(self) -> None:
        self.stub.on_answer = self._answered

    async def saturate(self, seconds: float) -> float:
        """As fast as it goes; answers how many updates a second were answered."""
        self.seconds.clear()
        self._goes_on = True
        begin = perf_counter()
        for _ in range(SIDE_BY_SIDE):
            self._send()
        await asyncio.sleep(seconds)
        answered, lasted = len(self.seconds), perf_counter() - begin
        self._goes_on = False
        await self._all_answered()
        return answered / lasted

    async def pace(self, seconds: float, per_second: int) -> None:
        """One after the other at a steady pace, whether the bot keeps up or not."""
        self.seconds.clear()
        begin = perf_counter()
        for number in count():
            wait = begin + number / per_second - perf_counter()
            await asyncio.sleep(max(wait, 0))
            if perf_counter() - begin >= seconds:
                break
            self._send()
        await self._all_answered()

    def _send(self) -> None:
        person = self._free.popleft()
        often = self._often[person] = self._often.get(person, -1) + 1
        self._sent[person] = perf_counter()
        self.stub.send(self.step(self.stub, person, often))

    def _answered(self, person: int) -> None:
        sent = self._sent.pop(person, None)
        if sent is None:  # a second message to one update
            return
        self.seconds.append(perf_counter() - sent)
        self._free.append(person)
        if self._goes_on:
            self._send()

    async def _all_answered(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self._sent:  # noqa: ASYNC110  the answers come one by one, to a callback
                await asyncio.sleep(0.005)


def writes(text: str) -> Step:
    def step(stub: Stub, person: int, _often: int) -> dict[str, Any]:
        message = {
            "message_id": stub.next_id(),
            "from": _somebody(person),
            "chat": _chat(person),
            "date": 1_800_000_000,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        return {"message": message}

    return step


def taps(*data: str) -> Step:
    """Press these buttons in turn, each person on their own card."""

    def step(stub: Stub, person: int, often: int) -> dict[str, Any]:
        card = stub.cards.get(person, Card())
        message = {
            "message_id": card.id,
            "from": ME,
            "chat": _chat(person),
            "date": 1_800_000_000,
            "text": card.text or "…",
        }
        if card.keyboard:
            message["reply_markup"] = json.loads(card.keyboard)
        return {
            "callback_query": {
                "id": str(stub.next_id()),
                "from": _somebody(person),
                "message": message,
                "chat_instance": str(person),
                "data": data[often % len(data)],
            }
        }

    return step


def _somebody(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Fatma", "language_code": "nl"}


def _chat(person: int) -> dict[str, Any]:
    return {"id": person, "type": "private", "first_name": "Fatma"}
