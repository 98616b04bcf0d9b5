"""A laid-out screen in aiogram's types."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from flows.layout import Sheet


def markup(sheet: Sheet) -> InlineKeyboardMarkup | None:
    if not sheet.keys:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in sheet.keys
        ]
    )
