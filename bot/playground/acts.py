"""What people did, in order, and what they saw of it: from this a scene is written."""

import re
from collections import deque
from dataclasses import dataclass

from bot.playground.entities import Json
from bot.playground.model import Chat

REMEMBERED = 2000
NUMBERED = re.compile(r"\W*\d+\. ")
CLOCK = 0  # the clock was pushed, by nobody


@dataclass(slots=True)
class Act:
    person_id: int
    does: str  # sends, sends_other, taps, presses, blocks, passes, reaches, or else
    what: str  # a text, a kind, a label, minutes, a moment, or what else it was
    sees: str = ""  # the newest text of the bot, once somebody does the next thing


class Acts:
    def __init__(self) -> None:
        self.done: deque[Act] = deque(maxlen=REMEMBERED)
        self.chat: Chat | None = None  # of the last act

    def add(self, person_id: int, does: str, what: str, chat: Chat | None = None) -> None:
        """Remember an act. A scene knows private chats only; elsewhere it is something else."""
        self.look()
        if chat is not None and chat.type != "private":
            where = f"in {chat.title}: {what}"
            does, what = "else", where if does == "else" else f"{does} {where}"
        self.done.append(Act(person_id, does, what))
        self.chat = chat

    def look(self) -> None:
        """See what the last act led to."""
        if self.done and self.chat is not None and self.chat.type == "private":
            self.done[-1].sees = newest(self.chat)


def newest(chat: Chat) -> str:
    """What the bot's last message says now."""
    for message in reversed(chat.messages.values()):
        if message["from"]["id"] != chat.id:
            return str(message.get("text") or message.get("caption") or "")
    return ""


def label_of(message: Json, data: str) -> str | None:
    """What stands on the button that carries this; nothing where a number leads.

    A numbered list may be in an order of its own for each reader, and another one next time.
    """
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = (key for row in rows for key in row)
    label = next((key["text"] for key in keys if key.get("callback_data") == data), "")
    return None if NUMBERED.match(label) else label or None
