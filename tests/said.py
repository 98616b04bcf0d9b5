"""What messages say to who reads them, and whole conversations, to find out what went wrong."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.playground.acts import keys_of
from bot.playground.app import Playground
from bot.playground.model import Chat
from flows.i18n import FSI, LRI, PDI, RLM

Message = dict[str, Any]
ISOLATES = re.compile(f"[{FSI}{LRI}{PDI}{RLM}]")
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
KINDS = (
    *("photo", "document", "voice", "audio", "sticker", "location", "venue", "contact", "poll"),
    *("users_shared", "chat_shared", "forum_topic_created"),
    *("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"),
)


def text_of(message: Message) -> str:
    return ISOLATES.sub("", message.get("text") or message.get("caption") or "")


def is_of_bot(message: Message) -> bool:
    return bool(message["from"]["is_bot"]) and "sender_chat" not in message


def everything(playground: Playground) -> str:
    """What everybody said and heard, chat by chat, also where no actor of a scene was."""
    told = [(chat, playground.messages(chat.id)) for chat in playground.world.chats.values()]
    return "\n\n".join(
        f"--- {heading(playground, chat)}\n{conversation(said)}" for chat, said in told if said
    )


def heading(playground: Playground, chat: Chat) -> str:
    if chat.type != "private":
        return chat.title
    person = playground.world.people[chat.id]
    return ", ".join(filter(None, (person.first_name, person.language_code)))


def conversation(messages: Iterable[Message]) -> str:
    return "\n".join(line for message in messages for line in lines(message))


def lines(message: Message) -> Iterator[str]:
    """Who speaks has a line to themselves: then an Arabic text starts at the right, as it should.

    A terminal that knows of it goes by the first letter of a line.
    """
    yield f"{'bot' if is_of_bot(message) else message['from']['first_name']}:"
    for part in parts(message):
        yield from (f"  {line}".rstrip() for line in TURNING.sub("", part).splitlines())


def parts(message: Message) -> Iterator[str]:
    yield from (f"({kind.replace('_', ' ')})" for kind in KINDS if kind in message)
    came, poll = message.get("new_chat_members", []), message.get("poll", {})
    yield ", ".join(user["first_name"] for user in came)
    yield message.get("text") or message.get("caption") or poll.get("question", "")
    labels = [option["text"] for option in poll.get("options", [])]
    labels += [label for label, _ in keys_of(message)]
    yield " ".join(f"[{label}]" for label in labels)
