"""Misbehaviour on demand: what Telegram and the network do on a bad day."""

from dataclasses import asdict, dataclass
from itertools import count

from bot.playground.entities import Json
from bot.playground.errors import ApiError, ControlError, bad_request, forbidden, too_many

CALLS = {
    "too_many": "429 with retry_after",
    "server_error": "a 5xx status",
    "slow": "waits before it answers",
    "lost_reply": "does the work and cuts the connection before the answer",
    "cut": "cuts the connection before anything is done",
    "blocked": "403, the person blocked the bot",
    "deactivated": "403, the account is gone",
    "chat_not_found": "400, no such chat",
}
WORLD = {
    "duplicates": "an update comes again after it was confirmed",
    "taps_first": "taps overtake the messages that were written before them",
    "ages_by_clock": "updates and taps expire by the movable clock",
}
POLLING = ("getupdates", "getme")  # only touched by a fault that names them


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
        match self.kind:
            case "too_many":
                return too_many(self.retry_after)
            case "server_error":
                return ApiError(
                    self.status, SERVER_ERRORS.get(self.status, "Internal Server Error")
                )
            case "blocked":
                return forbidden("bot was blocked by the user")
            case "deactivated":
                return forbidden("user is deactivated")
            case "chat_not_found":
                return bad_request("chat not found")
            case _:
                return None


SERVER_ERRORS = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


class Faults:
    def __init__(self) -> None:
        self.active: dict[int, Fault] = {}
        self.numbers = count(1)

    def add(self, fault: Fault) -> int:
        """Switch a fault on; answers its number. Raises ``ControlError``."""
        if fault.kind not in CALLS and fault.kind not in WORLD:
            known = ", ".join([*CALLS, *WORLD])
            raise ControlError(f"There is no fault called {fault.kind!r}; there are: {known}.")
        if fault.every < 1:
            raise ControlError("One call in how many? Give a number from 1.")
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
