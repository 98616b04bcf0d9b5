"""A bare aiogram bot, as its documentation writes one: what the bench measures us against."""

import asyncio
import gc
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(message.text or "")


async def main(url: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    if "--tuned" in sys.argv:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 100)
    asyncio.run(main(sys.argv[1], sys.argv[2]))
