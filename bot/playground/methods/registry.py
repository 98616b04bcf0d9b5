"""The table of methods the playground knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.playground.errors import bad_request
from bot.playground.model import Bot, Chat, Message
from bot.playground.parameters import Parameters
from bot.playground.privacy import check_writable
from bot.playground.webhook import Hook
from bot.playground.world import World

SetHook = Callable[[Bot, Hook | None], Awaitable[None]]
GetHook = Callable[[Bot], Hook | None]


@dataclass(slots=True)
class Call:
    """One request of one bot."""

    world: World
    bot: Bot
    parameters: Parameters
    get_hook: GetHook
    set_hook: SetHook
    description: str = ""  # said beside the result, as setWebhook does

    def chat(self) -> Chat:
        return self.world.chat_of(self.bot, self.parameters.text("chat_id"))

    def writable_chat(self) -> Chat:
        return self.world.writable(self.bot, self.parameters.text("chat_id"))

    def open_chat(self) -> Chat:
        """One that has not moved; where somebody blocked it, a bot may change what it sent."""
        chat = self.chat()
        check_writable(chat)
        return chat

    def message(self, chat: Chat, problem: str) -> Message:
        """The message ``message_id`` names. Raises ``ApiError``."""
        number = self.parameters.integer("message_id")
        if number <= 0:
            raise bad_request("message identifier is not specified")
        if number not in chat.messages:
            raise bad_request(problem)
        return chat.messages[number]


Handler = Callable[[Call], Awaitable[Any]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    accepts: frozenset[str]
    run: Handler


METHODS: dict[str, Method] = {}  # by lower-case name: Telegram ignores case


def method(name: str, accepts: str = "") -> Callable[[H], H]:
    """Register a method and the parameters it honours, as words in one string."""

    def register(run: H) -> H:
        METHODS[name.lower()] = Method(name, frozenset(accepts.split()), run)
        return run

    return register
