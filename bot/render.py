"""Laid-out screens as calls of the Bot API, without the models that cost more than the call."""

import json
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import InputFile

from flows.layout import Keys

Sent = dict[str, Any]


class Written(TelegramMethod[Sent]):
    """Answered with the message as Telegram says it. ``reply_markup`` is JSON: ``markup``."""

    __returning__ = Sent

    chat_id: int
    parse_mode: str = "HTML"
    reply_markup: str | None = None


class SendText(Written):
    __api_method__ = "sendMessage"

    text: str


class SendPhoto(Written):
    __api_method__ = "sendPhoto"

    photo: InputFile | str
    caption: str | None = None


class EditText(Written):
    __api_method__ = "editMessageText"

    message_id: int
    text: str


def markup(keys: Keys) -> str | None:
    """The keyboard under a message, as JSON."""
    if not keys:
        return None
    rows = [[{"text": label, "callback_data": data} for label, data in row] for row in keys]
    return json.dumps({"inline_keyboard": rows}, ensure_ascii=False)
