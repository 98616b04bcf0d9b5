"""The edge that speaks first: which jobs run, and how often."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.constants import ParseMode
from telegram.ext import AIORateLimiter, Defaults, ExtBot
from telegram.request import HTTPXRequest

from flows.board.place import Place
from flows.house import House
from scheduler.board import post_lists
from scheduler.outbox import OnSent, Pusher
from scheduler.sweeps import sweep_all

TICK = 1  # second between two looks at what is due
CONNECTIONS = 32

logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes URLs, and they hold the token
os.environ["PTB_TIMEDELTA"] = "true"  # the library warns of whoever waits for whole seconds


@asynccontextmanager
async def pushing(
    house: House,
    token: str,
    telegram_url: str,
    per_second: float,
    on_sent: OnSent | None = None,
) -> AsyncIterator[Pusher]:
    """A sender that never polls, at most ``per_second`` messages a second."""
    bot = ExtBot(
        token,
        base_url=f"{telegram_url}/bot",
        base_file_url=f"{telegram_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=CONNECTIONS),
        defaults=Defaults(ParseMode.HTML),
        rate_limiter=AIORateLimiter(overall_max_rate=per_second, max_retries=3),
    )
    async with bot:
        yield Pusher(house, bot, on_sent)


@asynccontextmanager
async def running(  # noqa: PLR0913, PLR0917  as for ``pushing``, and where the board hangs
    house: House,
    token: str,
    telegram_url: str,
    per_second: float,
    board: Place,
    on_sent: OnSent | None = None,
) -> AsyncIterator[None]:
    """Every job is a sweep over the database, so nothing is lost with the process."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    async with pushing(house, token, telegram_url, per_second, on_sent) as pusher:
        scheduler.add_job(sweep_all, "interval", seconds=TICK, args=[house])
        scheduler.add_job(pusher.push, "interval", seconds=TICK)
        scheduler.add_job(post_lists, "interval", minutes=1, args=[house, pusher.bot, board])
        scheduler.start()
        try:
            yield
        finally:
            scheduler.pause()
            await pusher.finish()
            scheduler.shutdown()  # cancels what still runs
