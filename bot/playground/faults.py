"""Misbehaviour on demand: what Telegram and the network do on a bad day."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from itertools import count

from bot.playground.entities import Json
from bot.playground.errors import (
    ApiError,
    ControlError,
    bad_request,
    conflict,
    forbidden,
    too_many,
)
from bot.playground.updates import TERMINATED

CALLS = {
    "too_many": "429 with retry_after",
    "server_error": "a 5xx status",
    "slow": "waits before it answers",
    "lost_reply": "does the work and cuts the connection before the answer",
    "cut": "cuts the connection before anything is done",
    "blocked": "403, the person blocked the bot",
    "deactivated": "403, the account is gone",
    "chat_not_found": "400, no such chat",
    "another_poller": "409 to getUpdates: somebody else asked, too; it locks nobody out",
}
WORLD = {
    "duplicates": "an update comes again after it was confirmed",
    "taps_first": "taps overtake the messages that were written before them",
    "ages_by_clock": "updates and taps expire by the movable clock",
    "webhook_unheard": "a webhook answers, and Telegram does not hear it: it tries again",
}
POLLING = ("getupdates", "getme")  # only touched by a fault that names them
ANOTHER_POLLER, WEBHOOK_UNHEARD = "another_poller", "webhook_unheard"
BOUNDS = {
    "every": (1, 10**6, "One call in how many? Give a number from 1."),
    "times": (1, 10**6, "How many times? Give a number from 1, or nothing."),
    "retry_after": (1, 86_400, "How long must a bot wait? Give seconds, a day at most."),
    "status": (500, 599, "A server error is a number from 500 to 599."),
    "seconds": (0, 3600, "How late? Give seconds, an hour at most."),
}
SAID = ("method", *BOUNDS)  # how it strikes


@dataclass(slots=True)
class Fault:
    kind: str
    method: str = ""  # empty: every method but getUpdates and getMe
    chat_id: int | None = None  # None: every chat
    every: int = 1  # one call in so many
    times: int | None = None  # None: until it is cleared
    retry_after: int = 1
    status: int = 502
    seconds: float = 1.0
    seen: int = 0

    def __post_init__(self) -> None:
        if self.kind == ANOTHER_POLLER:
            self.method = "getUpdates"

    def problem(self) -> str | None:
        """What is wrong with it, as a sentence."""
        if self.kind not in CALLS and self.kind not in WORLD:
            known = ", ".join([*CALLS, *WORLD])
            return f"There is no fault called {self.kind!r}; there are: {known}."
        given = ((getattr(self, name), bounds) for name, bounds in BOUNDS.items())
        wrong = (
            words
            for value, (least, most, words) in given
            if value is not None and not least <= value <= most
        )
        return next(wrong, None)

    def said(self) -> list[str]:
        """What it was given besides its kind and chat: names and values in turn."""
        own = ((it.name, getattr(self, it.name), it.default) for it in fields(self))
        told = [(name, value) for name, value, usual in own if name in SAID and value != usual]
        return [word for name, value in told for word in (name, str(value))]

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is hit; counts it when it could have been."""
        wanted = method == self.method.lower() if self.method else method not in POLLING
        if not wanted or self.chat_id not in (None, chat_id) or self.times == 0:
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        self.times = None if self.times is None else self.times - 1
        return True

    def refusal(self) -> ApiError | None:
        if self.kind == "too_many":
            return too_many(self.retry_after)
        if self.kind == "server_error":
            words = SERVER_ERRORS.get(self.status, "Internal Server Error")
            return ApiError(self.status, words)
        return REFUSALS[self.kind]() if self.kind in REFUSALS else None


REFUSALS: dict[str, Callable[[], ApiError]] = {
    "blocked": lambda: forbidden("bot was blocked by the user"),
    "deactivated": lambda: forbidden("user is deactivated"),
    "chat_not_found": lambda: bad_request("chat not found"),
    "another_poller": lambda: conflict(TERMINATED),
}
SERVER_ERRORS = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


class Faults:
    def __init__(self) -> None:
        self.active: dict[int, Fault] = {}
        self.numbers = count(1)

    def add(self, fault: Fault) -> int:
        """Switch a fault on; answers its number. Raises ``ControlError``."""
        if problem := fault.problem():
            raise ControlError(problem)
        number = next(self.numbers)
        self.active[number] = fault
        return number

    def view(self) -> list[Json]:
        return [{"id": number, **asdict(fault)} for number, fault in self.active.items()]

    def clear(self) -> None:
        self.active.clear()

    def on(self, kind: str) -> bool:
        return any(fault.kind == kind for fault in self.active.values())

    def hit(self, method: str, chat_id: int | None) -> list[Fault]:
        if not self.active:
            return []
        calls = [fault for fault in self.active.values() if fault.kind in CALLS]
        return [fault for fault in calls if fault.strikes(method, chat_id)]

    def unheard(self) -> bool:
        """Whether Telegram misses the answer of a webhook this time."""
        lost = [fault for fault in self.active.values() if fault.kind == WEBHOOK_UNHEARD]
        struck = [fault for fault in lost if fault.strikes("", None)]  # each of them counts
        return bool(struck)
