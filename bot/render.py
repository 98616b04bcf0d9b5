"""Laid-out keys in aiogram's types."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from flows.layout import Keys


def markup(keys: Keys) -> InlineKeyboardMarkup | None:
    if not keys:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in keys
        ]
    )
