"""What the playground remembers: bots, people, chats, files."""

from dataclasses import dataclass, field
from typing import Any

from bot.playground.entities import Json

Message = dict[str, Any]  # as the Bot API shows it to the bot


@dataclass(slots=True)
class Bot:
    id: int
    token: str
    first_name: str
    username: str
    last_message_id: int = 0  # private chats and small groups share one sequence
    names: dict[str, str] = field(default_factory=dict)  # by language code, "" for the rest
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)  # by scope and language
    menu_buttons: dict[str, Json] = field(default_factory=dict)  # by chat, "" for the rest
    reads_everything: bool = False  # privacy mode off

    def user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.names.get("") or self.first_name,
            "username": self.username,
        }

    def me(self) -> Json:
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_everything,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    note: str | None = None
    last_name: str | None = None
    deactivated: bool = False

    def user(self) -> Json:
        known = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            **{name: value for name, value in known.items() if value},
        }


@dataclass(slots=True)
class Chat:
    """One conversation; a private one is between one bot and one person."""

    id: int
    type: str
    title: str = ""
    bot_id: int = 0  # of a private chat
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)  # user id -> status, of a group
    anonymous: set[int] = field(default_factory=set)  # administrators who hide their name
    messages: dict[int, Message] = field(default_factory=dict)
    uneditable: set[int] = field(default_factory=set)  # sent with a reply keyboard
    reactions: dict[int, dict[int, list[Json]]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, str] = field(default_factory=dict)
    last_message_id: int = 0  # a supergroup counts for itself
    last_bot: int = 0  # the bot that wrote last in a group
    upgraded_to: int | None = None
    started: bool = False  # the person pressed Start
    blocked: bool = False  # the person blocked the bot
    unread: int = 0
    reply_keyboard: Json | None = None


@dataclass(slots=True)
class File:
    id: str
    unique_id: str
    kind: str  # photo, document, voice, audio, sticker
    name: str
    mime: str
    path: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    def described(self) -> Json:
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }


@dataclass(slots=True)
class Query:
    """What somebody typed behind ``@bot``, and the checked answers of the bot."""

    id: str
    bot_id: int
    person_id: int
    text: str
    stamp: tuple[float, float]  # see Ages
    results: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Tap:
    """A press on a button that waits for its answer."""

    id: str
    bot_id: int
    person_id: int
    stamp: tuple[float, float]  # see Ages
