"""How calls leave for Telegram: aiogram's session, without what it does again each time."""

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class Session(AiohttpSession):
    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _answer_with(method.__returning__)
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """At once, unless a connection has to take leave in TLS: aiogram waits for that."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()


@cache
def _answer_with(returning: Any) -> type[Response[Any]]:
    """Held here, because pydantic forgets the model when nobody does; to make it costs 5 ms."""
    return Response[returning]
