"""Calls to Telegram are repeated when it asks to wait, stumbles, or does not answer."""

import asyncio

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

ATTEMPTS = 4
FIRST_PAUSE = 0.5  # seconds; each pause is twice as long as the one before
WORTH_REPEATING = (TelegramRetryAfter, TelegramServerError, TelegramNetworkError)


class Patience(BaseRequestMiddleware):
    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Raises the last error. Polling has a patience of its own, see ``bot.polling``."""
        attempts = 1 if method.__api_method__ == "getUpdates" else ATTEMPTS
        try:
            for earlier in range(attempts - 1):
                try:
                    return await make_request(bot, method)
                except WORTH_REPEATING as error:
                    await asyncio.sleep(_pause(error, earlier))
            return await make_request(bot, method)
        except ClientDecodeError:
            # Its text is all that Telegram answered, and would bring it into the log.
            raise TelegramAPIError(method, "an answer that cannot be read") from None


def _pause(error: TelegramAPIError, earlier: int) -> float:
    """Seconds: what Telegram asks for, else half a second, one, two."""
    if isinstance(error, TelegramRetryAfter):
        return error.retry_after
    return float(FIRST_PAUSE * 2**earlier)
