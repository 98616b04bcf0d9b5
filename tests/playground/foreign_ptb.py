"""A bot that is not ours: a conversation written as python-telegram-bot's examples write one."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

NAME, LIKES = range(2)
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, _: Context) -> int:
    assert update.message
    await update.message.reply_text("Hi there! What's your name?")
    return NAME


async def name(update: Update, context: Context) -> int:
    assert update.message
    assert context.user_data is not None
    context.user_data["name"] = update.message.text
    keyboard = ReplyKeyboardMarkup([["Yes", "No"]], one_time_keyboard=True)
    await update.message.reply_text("Do you like bots?", reply_markup=keyboard)
    return LIKES


async def likes(update: Update, context: Context) -> int:
    assert update.message
    assert context.user_data is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])
    await update.message.reply_html(
        f"<b>{context.user_data['name']}</b>: {update.message.text}", reply_markup=keyboard
    )
    return ConversationHandler.END


async def again(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Once more")
    await update.callback_query.edit_message_text("Send /start")


async def cancel(update: Update, _: Context) -> int:
    assert update.message
    await update.message.reply_text("Cancelled.")
    return ConversationHandler.END


def application(token: str, address: str) -> Application[Any, Any, Any, Any, Any, Any]:
    built = (
        Application.builder()
        .token(token)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .build()
    )
    words = filters.TEXT & ~filters.COMMAND
    conversation: ConversationHandler[Context] = ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={NAME: [MessageHandler(words, name)], LIKES: [MessageHandler(words, likes)]},
        fallbacks=[CommandHandler("cancel", cancel)],
    )
    built.add_handler(conversation)
    built.add_handler(CallbackQueryHandler(again, pattern="^again$"))
    return built
