"""Forwarding and copying, pinning and reacting."""

from typing import Any

from bot.playground.entities import Json
from bot.playground.errors import ApiError, bad_request
from bot.playground.markup import read_markup
from bot.playground.methods.messages import (
    CAPTIONED,
    caption_content,
    read_ids,
    reply_content,
)
from bot.playground.methods.registry import Call, method
from bot.playground.model import Chat, Message
from bot.playground.said import forwarded
from bot.playground.texts import read_caption

PASSING = "chat_id message_thread_id from_chat_id disable_notification protect_content "
SERVICE = frozenset({"pinned_message", "new_chat_members", "left_chat_member"})


def source(call: Call) -> Chat:
    return call.world.chat_of(call.bot, call.parameters.text("from_chat_id"))


def passable(call: Call, chat: Chat, problem: str) -> Message:
    message = call.message(chat, problem)
    if SERVICE & message.keys():
        raise bad_request("message can't be forwarded")
    return message


@method("forwardMessage", PASSING + "message_id")
async def forward_message(call: Call) -> Message:
    chat = call.writable_chat()
    message = passable(call, source(call), "message to forward not found")
    if message.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    return call.world.bot_writes(call.bot, chat, forwarded(message))


@method("forwardMessages", PASSING + "message_ids")
async def forward_messages(call: Call) -> list[Json]:
    chat = call.writable_chat()
    found = several(call, source(call), "there are no messages to forward")
    return [new_id(call.world.bot_writes(call.bot, chat, forwarded(m))) for m in found]


@method("copyMessage", PASSING + CAPTIONED + "message_id show_caption_above_media")
async def copy_message(call: Call) -> Json:
    chat = call.writable_chat()
    message = passable(call, source(call), "message to copy not found")
    shown = {**copied(message), **reply_content(call, chat)}
    if "caption" in call.parameters and "text" not in message:
        shown = {k: v for k, v in shown.items() if not k.startswith("caption")}
        shown |= caption_content(call, read_caption(call.parameters))
    return new_id(call.world.bot_writes(call.bot, chat, shown, read_markup(call.parameters)))


@method("copyMessages", PASSING + "message_ids remove_caption")
async def copy_messages(call: Call) -> list[Json]:
    chat = call.writable_chat()
    found = several(call, source(call), "there are no messages to copy")
    bare = call.parameters.boolean("remove_caption")
    shown = [without_caption(copied(m)) if bare else copied(m) for m in found]
    return [new_id(call.world.bot_writes(call.bot, chat, content)) for content in shown]


def several(call: Call, chat: Chat, problem: str) -> list[Message]:
    """Those that are there and may travel; none at all is a refusal."""
    found = [chat.messages[number] for number in read_ids(call) if number in chat.messages]
    kept = [message for message in found if not SERVICE & message.keys()]
    if not kept:
        raise bad_request(problem)
    return kept


def copied(message: Message) -> Json:
    return {k: v for k, v in forwarded(message).items() if k != "forward_origin"}


def without_caption(content: Json) -> Json:
    return {k: v for k, v in content.items() if not k.startswith("caption")}


def new_id(message: Message) -> Json:
    return {"message_id": message["message_id"]}


@method("pinChatMessage", "chat_id message_id disable_notification")
async def pin_chat_message(call: Call) -> bool:
    chat = call.writable_chat()
    message = call.message(chat, "message to pin not found")
    check_right(call, chat)
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
        call.world.bot_writes(call.bot, chat, {"pinned_message": message})
    return True


@method("unpinChatMessage", "chat_id message_id")
async def unpin_chat_message(call: Call) -> bool:
    chat = call.writable_chat()
    check_right(call, chat)
    number = call.parameters.integer("message_id") or (chat.pinned or [0])[-1]
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


@method("unpinAllChatMessages", "chat_id")
async def unpin_all_chat_messages(call: Call) -> bool:
    chat = call.writable_chat()
    check_right(call, chat)
    chat.pinned.clear()
    return True


def check_right(call: Call, chat: Chat) -> None:
    if chat.type != "private" and chat.members[call.bot.id] != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")


@method("setMessageReaction", "chat_id message_id reaction is_big")
async def set_message_reaction(call: Call) -> bool:
    chat = call.writable_chat()
    message = call.message(chat, "message to react not found")
    problem = "can't parse reaction types JSON object"
    given: Any = call.parameters.data("reaction", problem, default=[])
    if not isinstance(given, list):
        raise bad_request(problem)
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    reactions = [reaction(item) for item in given]
    chat.reactions.setdefault(message["message_id"], {})[call.bot.id] = reactions
    call.world.show("edited", chat, message)
    return True


def reaction(item: Any) -> Json:
    invalid: ApiError = bad_request("REACTION_INVALID")
    if not isinstance(item, dict) or item.get("type") != "emoji":
        raise invalid
    if str(item.get("emoji")) not in EMOJI:
        raise invalid
    return {"type": "emoji", "emoji": item["emoji"]}


REACTIONS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 "
    "❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 "
    "👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 "
    "🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
EMOJI = frozenset(REACTIONS.split())
