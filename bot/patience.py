"""Calls to Telegram are repeated when it asks to wait, stumbles, or does not answer."""

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
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)

ATTEMPTS = 4
WORTH_REPEATING = (TelegramRetryAfter, TelegramServerError, TelegramNetworkError)
_growing = wait_exponential(multiplier=0.5)


def _pause(state: RetryCallState) -> float:
    """Seconds: what Telegram asks for, else half a second, one, two."""
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, TelegramRetryAfter) else _growing(state)


class Patience(BaseRequestMiddleware):
    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Raises the last error. Polling has a patience of its own, see ``bot.polling``."""
        attempts = 1 if method.__api_method__ == "getUpdates" else ATTEMPTS
        retrying = AsyncRetrying(
            stop=stop_after_attempt(attempts),
            retry=retry_if_exception_type(WORTH_REPEATING),
            wait=_pause,
            reraise=True,
        )
        try:
            return await retrying(make_request, bot, method)
        except ClientDecodeError:
            # Its text is all that Telegram answered, and would bring it into the log.
            raise TelegramAPIError(method, "an answer that cannot be read") from None
