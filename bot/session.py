"""How calls leave for Telegram: aiogram's session, without what it does again each time."""

from functools import cache
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError, ClientTimeout
from pydantic_core import from_json
from yarl import URL

from bot.calls import Call

JSON = {"Content-Type": "application/json"}


class Session(AiohttpSession):
    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's own
    ) -> TelegramType:
        """A ``Call`` goes out as the JSON that it is, all others as aiogram writes them."""
        if not isinstance(method, Call):
            return await super().make_request(bot, method, timeout)
        try:
            status, content = await self._post(bot, method, timeout)
        except TimeoutError as error:
            raise TelegramNetworkError(method, "Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method, f"{type(error).__name__}: {error}") from error
        told = _read(content) if status == HTTPStatus.OK else {}
        if told.get("ok") is True and isinstance(told.get("result"), method.__returning__):
            return cast("TelegramType", told["result"])
        text = content.decode(errors="replace")
        return cast("TelegramType", self.check_response(bot, method, status, text).result)

    async def _post(self, bot: Bot, call: Call, seconds: int | None) -> tuple[int, bytes]:
        session = await self.create_session()
        url = URL(self.api.api_url(bot.token, call.__api_method__))
        limit = _limit(self.timeout if seconds is None else seconds)
        async with session.post(url, data=call.body, headers=JSON, timeout=limit) as answer:
            return answer.status, await answer.read()

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


def _read(content: bytes) -> dict[str, Any]:
    """Empty for what is no answer of the Bot API: aiogram says what is wrong with it."""
    try:
        told = from_json(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


@cache
def _limit(seconds: float) -> ClientTimeout:
    return ClientTimeout(total=seconds)


@cache
def _answer_with(returning: Any) -> type[Response[Any]]:
    """Held here, because pydantic forgets the model when nobody does; to make it costs 5 ms."""
    return Response[returning]
