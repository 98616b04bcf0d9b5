"""Everybody and everything in the playground, and the one way a message comes to be."""

import re
from datetime import timedelta
from typing import Any

from bot.clock import MovableClock
from bot.playground.ages import Ages
from bot.playground.entities import Json
from bot.playground.errors import ControlError, bad_request, forbidden
from bot.playground.faults import Fault, Faults
from bot.playground.files import Files
from bot.playground.hub import Hub
from bot.playground.markup import is_inline
from bot.playground.model import Bot, Chat, Message, Person, Query, Tap
from bot.playground.privacy import check_writable, hears
from bot.playground.updates import UpdateQueue

REAL_SECRET = re.compile(r"(?!PLAYGROUND)[A-Za-z0-9_-]{35}")
FIRST_PERSON = 1001


class World:
    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.ages = Ages(clock)
        self.hub = Hub()
        self.faults = Faults()
        self.files = Files()
        self.bots: dict[str, Bot] = {}  # by token
        self.queues: dict[int, UpdateQueue] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[tuple[int, int], Chat] = {}  # bot and person; 0 and group
        self.taps: dict[str, Tap] = {}
        self.queries: dict[str, Query] = {}  # of inline mode
        self.toasts: list[Json] = []
        self.votes: dict[str, dict[int, list[int]]] = {}  # by poll and person
        self.flags: list[str] = []  # what a bot asked that Telegram does not know

    # Who there is

    def add_bot(self, token: str, username: str, first_name: str) -> Bot:
        """Raises ``ValueError`` for a token that could be a real one."""
        number, _, secret = token.partition(":")
        if not number.isdecimal() or not secret or "/" in secret:
            raise ValueError("a playground token looks like 42:PLAYGROUND_BUURTBOT")
        if REAL_SECRET.fullmatch(secret):
            raise ValueError("this looks like a real token; the playground does not take those")
        if token not in self.bots:
            self.bots[token] = Bot(int(number), token, first_name, username)
            self.queues[int(number)] = UpdateQueue(self.ages)
        return self.bots[token]

    def add_person(  # noqa: PLR0913  a person has this many traits
        self,
        id_: int | None = None,
        first_name: str = "Someone",
        language_code: str | None = None,
        *,
        username: str | None = None,
        note: str | None = None,
        last_name: str | None = None,
    ) -> Person:
        if id_ is None:
            id_ = max([FIRST_PERSON - 1, *self.people]) + 1
        person = Person(id_, first_name, language_code, username, note, last_name)
        self.people[id_] = person
        self.hub.publish("person", person=self.person_view(person))
        return person

    def bot(self) -> Bot:
        """The bot the page talks to: the first one added."""
        if not self.bots:
            raise ControlError("There is no bot yet.")
        return next(iter(self.bots.values()))

    def bot_by_id(self, id_: int) -> Bot:
        return next(bot for bot in self.bots.values() if bot.id == id_)

    def person(self, id_: int) -> Person:
        if id_ not in self.people:
            raise ControlError(f"There is nobody with id {id_}.")
        return self.people[id_]

    def private(self, bot: Bot, person_id: int) -> Chat:
        key = (bot.id, person_id)
        if key not in self.chats:
            self.chats[key] = Chat(person_id, "private", bot_id=bot.id)
        return self.chats[key]

    def user(self, id_: int) -> Json | None:
        if id_ in self.people:
            return self.people[id_].user()
        return next((bot.user() for bot in self.bots.values() if bot.id == id_), None)

    # Which chat a call means, and whether the bot may write there

    def chat_of(self, bot: Bot, given: str) -> Chat:
        """Raises ``ApiError``: no chat given, or none the bot ever met."""
        if not given.strip():
            raise bad_request("chat_id is empty")
        id_ = self.chat_number(given.strip())
        if id_ in self.people:
            return self.private(bot, id_)
        chat = self.chats.get((0, id_))
        if chat is None or bot.id not in chat.members:
            raise bad_request("chat not found")
        return chat

    def chat_number(self, given: str) -> int:
        if re.fullmatch(r"[+-]?\d{1,18}", given):
            return int(given)
        raise bad_request("chat not found")

    def writable(self, bot: Bot, given: str) -> Chat:
        chat = self.chat_of(bot, given)
        if chat.type == "private":
            if self.people[chat.id].deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        else:
            check_writable(chat, bot)
        return chat

    # Messages

    def now(self) -> int:
        return int(self.clock().timestamp())

    def chat_view(self, chat: Chat) -> Json:
        if chat.type != "private":
            forum = {"is_forum": True} if chat.is_forum else {}
            return {"id": chat.id, "type": chat.type, "title": chat.title, **forum}
        user = self.people[chat.id].user()
        names: Json = {k: user[k] for k in ("first_name", "last_name", "username") if k in user}
        return {"id": chat.id, "type": "private", **names}

    def next_message_id(self, bot: Bot, chat: Chat) -> int:
        """Private chats and small groups share one sequence, a supergroup has its own."""
        if chat.type == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        bot.last_message_id += 1
        return bot.last_message_id

    def compose(self, bot: Bot, chat: Chat, sender: Json, content: Json) -> Message:
        """Write a message into a chat and show it to whoever looks."""
        message = {
            "message_id": self.next_message_id(bot, chat),
            "from": sender,
            "chat": self.chat_view(chat),
            "date": self.now(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        if sender["is_bot"]:
            chat.unread += 1
        self.show("message", chat, message)
        return message

    def bot_writes(
        self, bot: Bot, chat: Chat, content: Json, markup: Json | None = None
    ) -> Message:
        shown = {"reply_markup": markup} if markup and is_inline(markup) else {}
        message = self.compose(bot, chat, bot.user(), {**content, **shown})
        chat.last_bot = bot.id
        if markup and not is_inline(markup):
            chat.uneditable.add(message["message_id"])
            self.open_keyboard(chat, None if markup.get("remove_keyboard") else markup)
        return message

    def open_keyboard(self, chat: Chat, keyboard: Json | None) -> None:
        chat.reply_keyboard = keyboard
        self.tell(chat, "keyboard", reply_keyboard=keyboard)

    def replace(self, chat: Chat, message: Message) -> Message:
        """Put an edited message in the place of the old one, which updates may still carry."""
        chat.messages[message["message_id"]] = message
        self.show("edited", chat, message)
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        chat.pinned = [number for number in chat.pinned if number != message_id]
        self.tell(chat, "deleted", message_id=message_id)

    def quoted(self, chat: Chat, message_id: int) -> Json:
        """The ``reply_to_message`` part; a reply shows one level only."""
        replied = chat.messages[message_id]
        return {"reply_to_message": {k: v for k, v in replied.items() if k != "reply_to_message"}}

    def announce(self, chat: Chat, kind: str, message: Message) -> None:
        """Bring a message to the bots that hear it."""
        for bot in self.bots.values():
            private = chat.type == "private"
            if bot.id == chat.bot_id if private else hears(chat, bot, message):
                self.update(bot, kind, message, ("chat", chat.id))

    def update(self, bot: Bot, kind: str, content: Any, queue: tuple[str, Any]) -> None:
        self.queues[bot.id].put(kind, content, queue)

    def toast(self, person_id: int, text: str, *, alert: bool) -> None:
        if text:
            self.toasts.append({"person": person_id, "text": text, "alert": alert})
        self.hub.publish("toast", person=person_id, text=text, alert=alert)

    def commands_for(self, bot: Bot, person: Person) -> list[Json]:
        """The most precise list Telegram's app would show: scope first, then language."""
        for scope in (f"chat:{person.id}", "all_private_chats:", "default:"):
            for code in (person.language_code or "", ""):
                if listed := bot.commands.get(f"{scope}:{code}"):
                    return listed
        return []

    # The clock and bad days

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)
        now = self.clock().isoformat(timespec="seconds").replace("+00:00", "Z")
        self.hub.publish("clock", now=now)

    def switch(self, fault: Fault) -> int:
        number = self.faults.add(fault)
        self.obey_faults()
        return number

    def clear_faults(self) -> None:
        self.faults.clear()
        self.obey_faults()

    def obey_faults(self) -> None:
        self.ages.by_the_clock = self.faults.on("ages_by_clock")
        for queue in self.queues.values():
            queue.copies = 2 if self.faults.on("duplicates") else 1
            queue.taps_first = self.faults.on("taps_first")

    # What the page sees

    def show(self, event: str, chat: Chat, message: Message) -> None:
        if self.hub.listeners:
            self.tell(chat, event, message=self.message_view(chat.id, message))

    def tell(self, chat: Chat, event: str, **shown: object) -> None:
        """An event of a private chat names its person, one of a group names its chat."""
        where = {"person" if chat.type == "private" else "chat": chat.id}
        self.hub.publish(event, **where, **shown)

    def message_view(self, viewer: int, message: Message) -> Json:
        return {
            **message,
            "outgoing": message.get("from", {}).get("id") == viewer,
            "edited": "edit_date" in message,
        }

    def person_view(self, person: Person) -> Json:
        chat = self.private(self.bot(), person.id) if self.bots else None
        return {
            "id": person.id,
            "first_name": person.first_name,
            "language_code": person.language_code,
            "username": person.username,
            "note": person.note,
            "started": bool(chat and chat.started),
            "blocked": bool(chat and chat.blocked),
            "unread": chat.unread if chat else 0,
        }


def check_started(world: World, bot: Bot, person: Person) -> Chat:
    """The private chat in which this person can act. Raises ``ControlError``."""
    chat = world.private(bot, person.id)
    if chat.blocked:
        raise ControlError(f"{person.first_name} blocked the bot.")
    if person.deactivated:
        raise ControlError(f"{person.first_name} deleted the account.")
    return chat
