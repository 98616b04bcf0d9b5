"""Forwarding and copying, pinning and reacting."""

from typing import Any

from bot.playground.entities import Json
from bot.playground.errors import ApiError, bad_request
from bot.playground.markup import read_markup
from bot.playground.methods.around import around, marks
from bot.playground.methods.messages import CAPTIONED, caption_content, read_ids
from bot.playground.methods.registry import Call, method
from bot.playground.model import Chat, Message
from bot.playground.said import FORWARDED, forwarded
from bot.playground.texts import read_caption

PASSING = "chat_id message_thread_id from_chat_id disable_notification protect_content "


def source(call: Call) -> Chat:
    return call.world.chat_of(call.bot, call.parameters.text("from_chat_id"))


def travels(message: Message) -> bool:
    """Not what only tells that something happened, such as who came or what was pinned."""
    return bool(FORWARDED & message.keys())


def forwards(message: Message) -> bool:
    return travels(message) and not message.get("has_protected_content")


@method("forwardMessage", PASSING + "message_id")
async def forward_message(call: Call) -> Message:
    chat = call.writable_chat()
    message = call.message(source(call), "message to forward not found")
    if not forwards(message):
        raise bad_request("the message can't be forwarded")
    return call.world.bot_writes(call.bot, chat, {**marks(call, chat), **forwarded(message)})


@method("forwardMessages", PASSING + "message_ids")
async def forward_messages(call: Call) -> list[Json]:
    chat = call.writable_chat()
    found = [message for message in several(call, source(call)) if forwards(message)]
    if not found:
        raise bad_request("there are no messages to forward")
    shown = [{**marks(call, chat), **forwarded(message)} for message in found]
    return [new_id(call.world.bot_writes(call.bot, chat, content)) for content in shown]


@method("copyMessage", PASSING + CAPTIONED + "message_id show_caption_above_media")
async def copy_message(call: Call) -> Json:
    chat = call.writable_chat()
    message = call.message(source(call), "message to copy not found")
    if not travels(message):
        raise bad_request("the message can't be copied")
    shown = {**copied(message), **around(call, chat)}
    if "caption" in call.parameters and "text" not in message:
        shown = {k: v for k, v in shown.items() if not k.startswith("caption")}
        shown |= caption_content(call, read_caption(call.parameters))
    markup = read_markup(call.parameters, private=chat.type == "private")
    return new_id(call.world.bot_writes(call.bot, chat, shown, markup))


@method("copyMessages", PASSING + "message_ids remove_caption")
async def copy_messages(call: Call) -> list[Json]:
    chat = call.writable_chat()
    found = [copied(message) for message in several(call, source(call)) if travels(message)]
    if not found:
        raise bad_request("there are no messages to copy")
    bare = call.parameters.boolean("remove_caption")
    shown = [{**marks(call, chat), **(without_caption(m) if bare else m)} for m in found]
    return [new_id(call.world.bot_writes(call.bot, chat, content)) for content in shown]


def several(call: Call, chat: Chat) -> list[Message]:
    return [chat.messages[number] for number in read_ids(call) if number in chat.messages]


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
