"""Calls of the Bot API that every update makes, written as JSON.

aiogram's models would check what we have just laid out, and cost more than the call. Its session
carries these as well: see ``bot.session``.
"""

from typing import Any, cast

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile
from pydantic_core import to_json

from flows.layout import Keys

Sent = dict[str, Any]  # a message as Telegram says it


class Call:
    """A method, the type of its answer, and its parameters, of which ``None`` is left out."""

    def __init__(self, method: str, returning: type, **given: Any) -> None:
        self.__api_method__ = method
        self.__returning__ = returning
        told = {name: value for name, value in given.items() if value is not None}
        self.body = to_json(told)

    async def by(self, bot: Bot, seconds: int | None = None) -> Any:
        """What Telegram answers within some ``seconds``. Raises ``TelegramAPIError``."""
        # It has what the session asks of aiogram's methods, and nothing else.
        return await bot.session(bot, cast("TelegramMethod[Any]", self), seconds)


class SendPhoto(TelegramMethod[Sent]):
    """A file goes with it, so aiogram writes it. ``reply_markup`` is JSON."""

    __returning__ = Sent
    __api_method__ = "sendPhoto"

    chat_id: int
    photo: InputFile | str
    caption: str | None = None
    parse_mode: str = "HTML"
    reply_markup: str | None = None


def send_text(chat_id: int, text: str, keys: Keys) -> Call:
    keyboard = markup(keys)
    return Call(
        "sendMessage", dict, chat_id=chat_id, text=text, parse_mode="HTML", reply_markup=keyboard
    )


def edit_text(chat_id: int, message_id: int, text: str, keys: Keys) -> Call:
    return Call(
        "editMessageText",
        dict,
        chat_id=chat_id,
        message_id=message_id,
        text=text,
        parse_mode="HTML",
        reply_markup=markup(keys),
    )


def drop_keys(chat_id: int, message_id: int) -> Call:
    return Call("editMessageReplyMarkup", dict, chat_id=chat_id, message_id=message_id)


def answer_tap(tap_id: str, remark: str) -> Call:
    """Without a remark the tap is only over."""
    if not remark:
        return Call("answerCallbackQuery", bool, callback_query_id=tap_id)
    return Call(
        "answerCallbackQuery", bool, callback_query_id=tap_id, text=remark, show_alert=True
    )


def markup(keys: Keys) -> dict[str, Any] | None:
    """The keyboard under a message."""
    if not keys:
        return None
    rows = [[{"text": label, "callback_data": data} for label, data in row] for row in keys]
    return {"inline_keyboard": rows}
