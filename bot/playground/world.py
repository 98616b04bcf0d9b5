"""Everything in the playground, and the one way a message comes to be."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import MovableClock
from bot.playground.acts import NOBODY, Act, Acts
from bot.playground.ages import TAP
from bot.playground.entities import Json
from bot.playground.faults import Fault, Faults
from bot.playground.files import Files
from bot.playground.markup import is_inline
from bot.playground.model import Bot, Chat, Message, Person, Query, Tap
from bot.playground.privacy import hears
from bot.playground.register import Register

MINUTE = timedelta(minutes=1)


class World(Register):
    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock)
        self.faults = Faults()
        self.files = Files()
        self.taps: dict[str, Tap] = {}
        self.queries: dict[str, Query] = {}  # of inline mode
        self.toasts: list[Json] = []
        self.votes: dict[str, dict[int, list[int]]] = {}  # by poll and person
        self.acts = Acts()
        self.flags: list[str] = []  # what a bot asked that Telegram does not know

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
        self.tell(chat, "keyboard", **keyboard_view(chat))

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

    def remember(self, tap: Tap) -> None:
        """Keep a tap until it is answered, and forget those nobody answered in time."""
        for old in list(self.taps.values()):
            if self.ages.age(old.stamp) <= TAP:
                break  # those that follow are younger still
            del self.taps[old.id]
        self.taps[tap.id] = tap

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
        if by % MINUTE:  # somebody jumped, and where to is what counts
            self.acts.add(Act(NOBODY, "reaches", iso(self.clock())))
        else:
            self.acts.add(Act(NOBODY, "passes", str(by // MINUTE)))
        self.hub.publish("clock", now=iso(self.clock()))

    def switch(self, fault: Fault) -> int:
        number = self.faults.add(fault)
        self.acts.add(Act(NOBODY, "fault", fault.kind, more=fault.said(), to=fault.chat_id or 0))
        self.obey_faults()
        return number

    def clear_faults(self) -> None:
        if self.faults.active:
            self.acts.add(Act(NOBODY, "clear_faults"))
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
            self.tell(chat, event, message=self.message_view(chat, chat.id, message))

    def tell(self, chat: Chat, event: str, **shown: object) -> None:
        """An event of a private chat names its person, one of a group names its chat."""
        where = {"person" if chat.type == "private" else "chat": chat.id}
        self.hub.publish(event, **where, **shown)

    def message_view(self, chat: Chat, viewer: int, message: Message) -> Json:
        """A message, and what only a page wants to know.

        ``reactions`` are ids by emoji, ``votes`` the numbers of options by person.
        """
        by_emoji: dict[str, list[int]] = {}
        for user, reactions in chat.reactions.get(message["message_id"], {}).items():
            for reaction in reactions:
                by_emoji.setdefault(reaction["emoji"], []).append(user)
        return {
            **message,
            "outgoing": message.get("from", {}).get("id") == viewer,
            "edited": "edit_date" in message,
            "reactions": by_emoji,
            "votes": self.votes.get(message["poll"]["id"], {}) if "poll" in message else {},
        }


def keyboard_view(chat: Chat) -> Json:
    """The open reply keyboard, or the reply that is forced, and the message it came with."""
    return {"reply_keyboard": chat.reply_keyboard, "asked_in": max(chat.uneditable, default=None)}


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
