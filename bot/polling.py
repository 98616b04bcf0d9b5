"""Asking Telegram for news. The offset moves only after the inbox has committed."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.calls import Call
from bot.intake import Intake

HOLD = 30  # seconds Telegram may hold the call open
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]

log = structlog.get_logger(__name__)


def news(offset: int | None = None) -> Call:
    return Call("getUpdates", list, offset=offset, timeout=HOLD, allowed_updates=ALLOWED)


async def poll(bot: Bot, intake: Intake) -> None:
    """Runs until it is cancelled."""
    offset = None
    backoff = Backoff(BackoffConfig(min_delay=0.5, max_delay=15, factor=2, jitter=0.1))
    while True:
        try:
            updates = await news(offset).by(bot, seconds=HOLD + 10)
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
