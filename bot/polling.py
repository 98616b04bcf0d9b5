"""Asking Telegram for news. The offset moves only after the inbox has committed."""

from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.intake import Intake

HOLD = 30  # seconds Telegram may hold the call open
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]

log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """``getUpdates`` as it came: the inbox keeps what Telegram said, not what we made of it."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = HOLD
    allowed_updates: list[str] = ALLOWED


async def poll(bot: Bot, intake: Intake) -> None:
    """Runs until it is cancelled."""
    offset = None
    backoff = Backoff(BackoffConfig(min_delay=0.5, max_delay=15, factor=2, jitter=0.1))
    while True:
        try:
            updates = await bot(GetRawUpdates(offset=offset), request_timeout=HOLD + 10)
            if updates:
                await intake.keep(updates)
                offset = updates[-1]["update_id"] + 1
            backoff.reset()
        except TelegramAPIError as error:
            log.warning("no news from Telegram", error=str(error))
            await backoff.asleep()
        except Exception:
            log.exception("updates could not be kept; they will come again")
            await backoff.asleep()
