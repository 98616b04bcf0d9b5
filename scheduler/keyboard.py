"""A laid-out screen in python-telegram-bot's types."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from flows.layout import Sheet


def markup(sheet: Sheet) -> InlineKeyboardMarkup | None:
    if not sheet.keys:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=data) for label, data in row]
            for row in sheet.keys
        ]
    )
