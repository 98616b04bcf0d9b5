"""What people did, in order, and what they saw of it: from this a scene is written."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from bot.playground.entities import Json
from bot.playground.model import Chat
from bot.playground.parameters import Upload
from bot.playground.source import plain

REMEMBERED = 2000
NUMBERED = re.compile(r"\W*\d+\. ")
MARKS = re.compile("[\u200f\u2066\u2068\u2069]")  # invisible; scenes read without them
LONGEST_WORDS = 60  # characters by which a scene looks for a text
LONGEST_FILE = 2000  # bytes of a file that a scene writes out
NOBODY = 0  # who pushes the clock, and makes days bad
# What a sticker or a place is sent with, and no more.
PLAIN = frozenset({"text", "chat_id", "message_thread_id"})


@dataclass(slots=True)
class Act:
    person_id: int
    does: str  # a verb of the scenes, or "else" where they have none
    what: str = ""  # a text, a kind, a label, minutes, a moment, or what else it was
    sees: str = ""  # the newest text of the bot, once somebody does the next thing
    more: list[str] = field(default_factory=list)  # what else the verb is given
    group: int = 0  # where it was done, if not in the chat with the bot
    topic: str = ""  # of that group, by its name
    to: int = 0  # the group that a message was passed on to
    album: str = ""  # what its pictures have in common
    file: str = ""  # the id of one that is not written out: ``more`` says how it is named then


class Acts:
    def __init__(self) -> None:
        self.done: deque[Act] = deque(maxlen=REMEMBERED)
        self.chat: Chat | None = None  # of the last act

    def add(self, act: Act, chat: Chat | None = None) -> None:
        """Remember an act; the bot's answer to it comes in this chat."""
        self.look()
        if chat is not None and chat.type != "private":
            act.group = chat.id
        self.done.append(act)
        self.chat = chat

    def look_up(self, act: Act, chat: Chat) -> None:
        """Remember what was typed behind the bot's name: of each word its last letter counts."""
        before = self.done[-1] if self.done else None
        if before and (before.person_id, before.does) == (act.person_id, act.does):
            self.done.pop()
            self.chat = None  # what came of the act before it is seen already
        self.add(act, chat)

    def send(self, act: Act, chat: Chat) -> None:
        """Remember what was sent; the pictures of an album are one act."""
        before = self.done[-1] if self.done else None
        if before and act.album and (before.person_id, before.album) == (act.person_id, act.album):
            before.more += act.more
            self.chat = chat
        else:
            self.add(act, chat)

    def look(self) -> None:
        """See what the last act led to."""
        if self.done and self.chat is not None:
            self.done[-1].sees = newest(self.chat)


def newest(chat: Chat) -> str:
    """What the bot's last message says now."""
    for message in reversed(chat.messages.values()):
        if message["from"]["is_bot"] and "sender_chat" not in message:
            return str(message.get("text") or message.get("caption") or "")
    return ""


def first_words(message: Json) -> str:
    """By which somebody would tell this message from others; a poll has its question."""
    asked = message.get("poll", {}).get("question")
    text = str(message.get("text") or message.get("caption") or asked or "")
    return MARKS.sub("", text).strip().partition("\n")[0][:LONGEST_WORDS].strip()


def mention(chat: Chat, message_id: int) -> str:
    """The first words of a message; nothing when a newer one begins like it."""
    words = first_words(chat.messages.get(message_id, {}))
    if not words:
        return ""
    newest_first = reversed(chat.messages.items())
    alike = (n for n, message in newest_first if first_words(message).startswith(words))
    return words if next(alike) == message_id else ""


def label_of(chat: Chat, message_id: int, data: str) -> str:
    """By which somebody would find the button that carries this; nothing where a number leads.

    A numbered list may be in an order of its own for each reader, and another one next time. Of
    buttons that begin alike the first of the newest message is found.
    """
    own = keys_of(chat.messages.get(message_id, {}))
    label = next((label for label, carried in own if carried == data), "")
    if not label or NUMBERED.match(label):
        return ""
    found = (
        (number, carried)
        for number, message in reversed(chat.messages.items())
        for text, carried in keys_of(message)
        if text.startswith(label)
    )
    return label if next(found) == (message_id, data) else ""


def keys_of(message: Json) -> list[tuple[str, str]]:
    """The labels under a message, and what each carries."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = [key for row in rows for key in row]
    return [(MARKS.sub("", key["text"]), key.get("callback_data", "")) for key in keys]


def sending(chat: Chat, person_id: int, kind: str, given: Mapping[str, Any], shown: Json) -> Act:
    """What somebody sent, as an act. A reply finds the topic of what it replies to."""
    act = of_kind(chat, person_id, kind, given, shown)
    thread = given.get("message_thread_id")
    if thread is not None and act.does != "replies":
        act.topic = chat.topics.get(thread, "")
        if [*chat.topics.values()].count(act.topic) != 1:
            return replace(act, does="else", what=f"{act.does} {act.what} in a topic")
    return act


def of_kind(chat: Chat, person_id: int, kind: str, given: Mapping[str, Any], shown: Json) -> Act:
    """Not every file or reply has a verb."""
    file = given.get("file")
    extra = [name for name in given if given[name] is not None and name not in PLAIN]
    replied = mention(chat, given.get("reply_to_message_id") or 0)
    match kind:
        case "text" if extra == ["reply_to_message_id"] and replied:
            return Act(person_id, "replies", replied, more=[given["text"]])
        case "text" if not extra:
            return Act(person_id, "sends", given["text"])
        case "photo" | "document" if isinstance(file, Upload):
            return of_file(person_id, file, given, shown)
        case "users_shared" | "chat_shared":
            return sharing(chat, person_id, shown[kind])
        case "sticker" | "voice" | "location" | "contact" if not extra:
            return Act(person_id, "sends_other", kind)
        case _:
            said = given.get("text") or getattr(file, "name", "")
            return Act(person_id, "else", f"sends a {kind}: {said}" if said else f"sends a {kind}")


def of_file(person_id: int, file: Upload, given: Mapping[str, Any], shown: Json) -> Act:
    """Of a picture only the size counts; a file is written out, or lies beside the scene."""
    caption, album = given.get("caption") or "", str(given.get("media_group_id") or "")
    captions = [caption] if caption else []
    if "photo" in shown and album:
        return Act(person_id, "sends_album", caption, more=[size_of(shown)], album=album)
    if "photo" in shown:
        return Act(person_id, "sends_photo", size_of(shown), more=captions)
    if content := written_out(file):
        return Act(person_id, "sends_file", file.name, more=[content, *captions])
    kept, name = shown["document"], PurePosixPath(file.name)
    ending = f".{plain(name.suffix)}" if plain(name.suffix) else ""
    beside = f"{plain(name.stem) or 'file'}_{kept['file_unique_id'][:8]}{ending}"
    return Act(person_id, "sends_file", file.name, more=[beside, *captions], file=kept["file_id"])


def size_of(shown: Json) -> str:
    size = shown["photo"][-1]
    return f"{size['width']}, {size['height']}"


def sharing(chat: Chat, person_id: int, shared: Json) -> Act:
    """People or a chat that a button asked for; the button is one of those under the chat."""
    whom = [user["user_id"] for user in shared.get("users", [])] or [shared["chat_id"]]
    keys = [key for row in (chat.reply_keyboard or {}).get("keyboard", []) for key in row]
    asks = [key.get("request_users") or key.get("request_chat") for key in keys]
    labels = [
        key["text"]
        for key, asked in zip(keys, asks, strict=True)
        if asked and asked["request_id"] == shared["request_id"]
    ]
    return Act(person_id, "shares", MARKS.sub("", labels[0]), more=[str(id_) for id_ in whom])


def written_out(file: Upload) -> str:
    """The content of a small file of text; nothing of another."""
    if len(file.data) > LONGEST_FILE or b"\0" in file.data:
        return ""
    try:
        return file.data.decode()
    except UnicodeDecodeError:
        return ""
