"""What the commands share: settings or a clear word, and a house to work in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import typer
from pydantic import ValidationError

from bot import log
from bot.app import make_bot, open_house
from bot.clock import system_clock
from bot.settings import Settings
from flows.house import House
from storage import migrate

Result = TypeVar("Result")


def settings_or_exit() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        typer.echo("The settings are not right. Each is a variable BUURTBOT_….", err=True)
        _tell(error)
        raise typer.Exit(1) from None
    log.set_up(as_json=settings.log_json)
    return settings


def _tell(error: Exception) -> None:
    """What is wrong and where, never what stood there: that may be a secret."""
    problems = error.errors() if isinstance(error, ValidationError) else []
    for problem in problems:
        place = ".".join(map(str, problem["loc"]))
        typer.echo(": ".join(filter(None, (place, problem["msg"]))), err=True)
    if not problems:
        typer.echo(str(error), err=True)


@contextmanager
def one_sentence(*errors: type[Exception], about: object = None) -> Iterator[None]:
    """What cannot be done is a sentence on the error output, not a trace."""
    try:
        yield
    except errors as error:
        typer.echo(f"{about}: {error}" if about else str(error), err=True)
        raise typer.Exit(1) from None


async def username(settings: Settings) -> str:
    async with make_bot(settings) as bot:
        return (await bot.me()).username or ""


def in_house(settings: Settings, work: Callable[[House], Awaitable[Result]]) -> Result:
    """Run one piece of work on the configured, migrated database."""

    async def go() -> Result:
        await migrate.upgrade(settings.database_url)
        async with open_house(settings, system_clock) as house:
            return await work(house)

    return asyncio.run(go())
