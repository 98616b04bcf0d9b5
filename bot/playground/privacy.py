"""Groups as bots see them: where they may write, and what they hear."""

import re

from bot.playground.errors import bad_request, forbidden
from bot.playground.model import Bot, Chat, Message

COMMAND = re.compile(r"/\w+(?:@(\w+))?")
GONE = ("left", "kicked")
SAID = frozenset({"text", "photo", "document", "voice", "audio", "sticker", "location", "contact"})


def check_member(chat: Chat, bot: Bot) -> None:
    """Raises ``ApiError`` when the bot is no longer in this group: it may not even look."""
    if (status := chat.members.get(bot.id)) in GONE:
        what = "was kicked from" if status == "kicked" else "is not a member of"
        raise forbidden(f"bot {what} the {chat.type} chat")


def check_writable(chat: Chat) -> None:
    """Raises ``ApiError`` when the group has another address now."""
    if chat.upgraded_to is not None:
        words = "group chat was upgraded to a supergroup chat"
        raise bad_request(words, migrate_to_chat_id=chat.upgraded_to)


def hears(chat: Chat, bot: Bot, message: Message) -> bool:
    """Whether a bot in a group gets this message, with privacy mode on or off."""
    status = chat.members.get(bot.id, "left")
    if status in GONE:
        return False
    if bot.reads_everything or status == "administrator" or is_service(message):
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    if message.get("via_bot", {}).get("id") == bot.id:
        return True
    return is_command_for(chat, bot, message)


def is_service(message: Message) -> bool:
    return not SAID & message.keys()


def is_command_for(chat: Chat, bot: Bot, message: Message) -> bool:
    """A command with the bot's name; a bare one only when it was the last bot to write."""
    command = COMMAND.match(message.get("text", ""))
    if command is None:
        return False
    if name := command.group(1):
        return name.lower() == bot.username.lower()
    return chat.last_bot == bot.id
