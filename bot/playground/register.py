"""Who there is: bots, people, chats, and whether a bot may write to them."""

import re

from bot.clock import MovableClock
from bot.playground.ages import Ages
from bot.playground.entities import Json
from bot.playground.errors import ControlError, bad_request, forbidden
from bot.playground.hub import Hub
from bot.playground.model import Bot, Chat, Person
from bot.playground.privacy import check_member, check_writable
from bot.playground.updates import UpdateQueue

REAL_SECRET = re.compile(r"(?!PLAYGROUND)[A-Za-z0-9_-]{35}")
FIRST_PERSON = 1001


class Register:
    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.ages = Ages(clock)
        self.hub = Hub()
        self.bots: dict[str, Bot] = {}  # by token
        self.queues: dict[int, UpdateQueue] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[tuple[int, int], Chat] = {}  # bot and person; 0 and group

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
        """Raises ``ApiError``: no chat given, none the bot ever met, or one it is no longer in."""
        if not given.strip():
            raise bad_request("chat_id is empty")
        id_ = self.chat_number(given.strip())
        if id_ in self.people:
            return self.private(bot, id_)
        chat = self.chats.get((0, id_))
        if chat is None or bot.id not in chat.members:
            raise bad_request("chat not found")
        check_member(chat, bot)
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
            check_writable(chat)
        return chat

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


def check_started(register: Register, bot: Bot, person: Person) -> Chat:
    """The private chat in which this person can act. Raises ``ControlError``."""
    chat = register.private(bot, person.id)
    if chat.blocked:
        raise ControlError(f"{person.first_name} blocked the bot.")
    if person.deactivated:
        raise ControlError(f"{person.first_name} deleted the account.")
    return chat
