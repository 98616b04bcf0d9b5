"""What people do in their chat with the bot."""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.playground import inline, polls
from bot.playground.acts import MARKS, Act, label_of, mention, sending
from bot.playground.entities import Json
from bot.playground.errors import ControlError
from bot.playground.groups import ANONYMOUS, group
from bot.playground.markup import DATA_BYTES
from bot.playground.model import Bot, Chat, Message, Person, Tap
from bot.playground.privacy import GONE
from bot.playground.register import check_started
from bot.playground.said import FORWARDED, forwarded, reworded, said
from bot.playground.world import World

PASSED_ON = frozenset({"forward_origin", "via_bot"})  # in their name, in words of others


class People:
    def __init__(self, world: World) -> None:
        self.world = world

    def start(self, bot: Bot, person: Person) -> Chat:
        """The chat this person can write in; the first word presses Start."""
        chat = check_started(self.world, bot, person)
        if not chat.started:
            chat.started = True
            self.world.hub.publish("person", person=self.world.person_view(person))
        chat.unread = 0
        return chat

    def send(self, person_id: int, kind: str = "text", **given: Any) -> Message:
        """Write to the bot, or into a group by its ``chat_id``.

        Raises ``ControlError`` when Telegram's app would not let a person do this.
        """
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        shown = self.reply(chat, given) | said(self.world, chat, person, kind, given)
        if chat.type == "private":
            self.start(bot, person)
        self.world.acts.send(sending(chat, person.id, kind, given, shown), chat)
        return self.write(bot, chat, person, shown)

    def place(self, bot: Bot, person: Person, group_id: int | None) -> Chat:
        if group_id is None or group_id == person.id:
            return check_started(self.world, bot, person)
        chat = group(self.world, group_id)
        if chat.members.get(person.id, "left") in GONE or chat.upgraded_to is not None:
            raise ControlError(f"{person.first_name} cannot write in this group.")
        return chat

    def write(self, bot: Bot, chat: Chat, person: Person, shown: Json) -> Message:
        sender = person.user()
        if person.id in chat.anonymous:
            sender, shown = ANONYMOUS, {"sender_chat": self.world.chat_view(chat), **shown}
        message = self.world.compose(bot, chat, sender, shown)
        self.world.announce(chat, "message", message)
        keyboard = chat.reply_keyboard or {}
        if keyboard.get("one_time_keyboard") or keyboard.get("force_reply"):
            self.world.open_keyboard(chat, None)
        return message

    def reply(self, chat: Chat, given: Mapping[str, Any]) -> Json:
        """What surrounds any kind of message: the topic, the album, what it replies to."""
        number = given.get("reply_to_message_id")
        replied = chat.messages.get(number or 0, {})
        thread = given.get("message_thread_id", replied.get("message_thread_id"))
        around: Json = {}
        if thread is not None and thread not in chat.topics:
            raise ControlError(f"There is no topic {thread}.")
        if thread is not None:
            around = {"message_thread_id": thread, "is_topic_message": True}
        if "media_group_id" in given:
            around["media_group_id"] = str(given["media_group_id"])
        if number is None:
            return around
        if number not in chat.messages:
            raise ControlError(f"There is no message {number} to reply to.")
        return {**around, **self.world.quoted(chat, number)}

    def tap(self, person_id: int, message_id: int, data: str, **given: Any) -> str:
        """Press a button, also one that is no longer there; answers the id of the tap."""
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        if not 1 <= len(data.encode()) <= DATA_BYTES:
            raise ControlError("A button carries 1 to 64 bytes.")
        tap = Tap(str(secrets.randbits(62)), bot.id, person_id, self.world.ages.stamp())
        query = {
            "id": tap.id,
            "from": person.user(),
            **self.tapped(chat, message_id),
            "chat_instance": str(bot.id * 10**9 + chat.id),
            "data": data,
        }
        self.world.remember(tap)
        label = label_of(chat, message_id, data)
        does, what = ("taps", label) if label else ("presses", data)
        self.world.acts.add(Act(person_id, does, what), chat)
        self.world.update(bot, "callback_query", query, ("user", person_id))
        chat.unread = 0
        return tap.id

    def tapped(self, chat: Chat, message_id: int) -> Json:
        """Where a button was: of what inline mode sent, a bot only gets a name to edit it by."""
        gone = {"chat": self.world.chat_view(chat), "message_id": message_id, "date": 0}
        message = chat.messages.get(message_id, gone)
        if "via_bot" in message:
            return {"inline_message_id": inline.name(chat, message_id)}
        return {"message": message}

    def remember(
        self,
        does: str,
        chat: Chat,
        person: Person,
        number: int,
        *more: str,
        to: Chat | None = None,
    ) -> None:
        """Keep for a scene what was done to a message, which it finds by its first words."""
        act = Act(person.id, does, mention(chat, number), more=list(more))
        if not act.what:
            act = Act(person.id, "else", " ".join([does, "a message", *more]))
        act.to = to.id if to is not None and to.type != "private" else 0
        self.world.acts.add(act, chat)

    def vote(self, person_id: int, message_id: int, chosen: list[int], **given: Any) -> None:
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        polls.vote(self.world, person, chat, message_id, chosen)
        options = chat.messages[message_id]["poll"]["options"]
        labels = [MARKS.sub("", options[number]["text"]) for number in chosen]
        self.remember("votes", chat, person, message_id, *labels)

    def react(self, person_id: int, message_id: int, emoji: str, **given: Any) -> None:
        """React with one emoji, or take the reaction back with an empty text."""
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        if message_id not in chat.messages:
            raise ControlError(f"There is no message {message_id}.")
        by = chat.reactions.setdefault(message_id, {})
        old, by[person_id] = (
            by.get(person_id, []),
            [{"type": "emoji", "emoji": emoji}] * bool(emoji),
        )
        reaction = {
            "chat": self.world.chat_view(chat),
            "message_id": message_id,
            "user": person.user(),
            "date": self.world.now(),
            "old_reaction": old,
            "new_reaction": by[person_id],
        }
        for heard in self.world.bots.values():
            if heard.id == chat.bot_id or chat.members.get(heard.id) == "administrator":
                self.world.update(heard, "message_reaction", reaction, ("chat", chat.id))
        self.world.show("edited", chat, chat.messages[message_id])
        self.remember("reacts", chat, person, message_id, emoji)

    def ask_inline(self, person_id: int, text: str, **given: Any) -> str:
        """Type behind ``@bot``; answers the id of the query."""
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        kind = "sender" if chat.type == "private" else chat.type
        self.world.acts.look_up(Act(person.id, "looks_up", text), chat)
        return inline.ask(self.world, bot, person, text, kind).id

    def choose_inline(
        self, person_id: int, query_id: str, result_id: str, **given: Any
    ) -> Message:
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        if chat.type == "private":
            self.start(bot, person)
        title = MARKS.sub("", inline.title_of(self.world, person, query_id, result_id))
        act = Act(person_id, *(("picks", title) if title else ("else", "sends an inline result")))
        self.world.acts.add(act, chat)
        return inline.choose(self.world, chat, query_id, result_id)

    def edit(self, person_id: int, message_id: int, text: str, **given: Any) -> Message:
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.place(bot, person, given.get("chat_id"))
        new = reworded(self.own(chat, person, message_id), text)
        self.remember("edits", chat, person, message_id, text)
        edited = self.world.replace(chat, {**new, "edit_date": self.world.now()})
        self.world.announce(chat, "edited_message", edited)
        return edited

    def own(self, chat: Chat, person: Person, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None or message["from"]["id"] != person.id or PASSED_ON & message.keys():
            raise ControlError("People can edit only what they wrote themselves.")
        return message

    def forward(self, person_id: int, message_id: int, **given: Any) -> Message:
        """Pass on from ``chat_id`` to ``to_chat_id``; without these, in the chat with the bot."""
        bot, person = self.world.bot(), self.world.person(person_id)
        source = self.place(bot, person, given.get("chat_id"))
        message = source.messages.get(message_id, {})
        if not FORWARDED & message.keys() or "has_protected_content" in message:
            raise ControlError(f"There is no message {message_id} to forward.")
        chat = self.place(bot, person, given.get("to_chat_id"))
        if chat.type == "private":
            self.start(bot, person)
        self.remember("forwards", source, person, message_id, to=chat)
        return self.write(bot, chat, person, forwarded(message))

    def block(self, person_id: int, *, blocked: bool) -> None:
        """Block or unblock; the bot hears of it by ``my_chat_member``."""
        bot, person = self.world.bot(), self.world.person(person_id)
        chat = self.world.private(bot, person_id)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        self.world.acts.add(Act(person_id, "blocks" if blocked else "unblocks"), chat)
        member = {"status": "member", "user": bot.user()}
        kicked = {"status": "kicked", "user": bot.user(), "until_date": 0}
        change = {
            "chat": self.world.chat_view(chat),
            "from": person.user(),
            "date": self.world.now(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        self.world.update(bot, "my_chat_member", change, ("chat", chat.id))
        self.world.hub.publish("person", person=self.world.person_view(person))
