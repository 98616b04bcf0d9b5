"""Bots that know nothing of the playground run on it unchanged."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.playground import Playground
from tests.playground import foreign_aiogram, foreign_ptb
from tests.playground.client import FATMA, TOKEN


@asynccontextmanager
async def aiogram_bot(url: str) -> AsyncIterator[None]:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = foreign_aiogram.dispatcher()
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        yield
    finally:
        await dispatcher.stop_polling()
        await polling
        foreign_aiogram.router._parent_router = None  # noqa: SLF001  a router joins one dispatcher for life


@asynccontextmanager
async def ptb_bot(url: str) -> AsyncIterator[None]:
    application = foreign_ptb.application(TOKEN, url)
    async with application:
        assert application.updater
        await application.start()
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


@pytest.mark.parametrize("bot", [aiogram_bot, ptb_bot])
async def test_a_conversation(playground: Playground, bot: type) -> None:
    async def answered(text: str) -> None:
        await playground.until(lambda: playground.messages(FATMA)[-1]["text"] == text)

    async with playground.serving() as url, bot(url):
        await playground.polled()
        await playground.send(FATMA, "/start")
        await answered("Hi there! What's your name?")
        await playground.send(FATMA, "Fatma")
        await playground.until(lambda: playground.reply_keyboard(FATMA) is not None)
        await playground.send(FATMA, "Yes")
        await playground.until(lambda: playground.messages(FATMA)[-1]["outgoing"] is False)
        last = playground.messages(FATMA)[-1]
        assert "bots" not in last["text"]
        await playground.tap(FATMA, last["message_id"], "again")
        await playground.until(lambda: playground.messages(FATMA)[-1]["edited"])
        assert playground.toasts(FATMA) == ["Once more"]
        assert playground.reply_keyboard(FATMA) is None
    assert playground.flags == []
