"""Laid-out keys in python-telegram-bot's types."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from flows.layout import Keys


def markup(keys: Keys) -> InlineKeyboardMarkup | None:
    if not keys:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in keys]
    )
