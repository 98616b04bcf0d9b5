"""The command ``buurtbot``."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from aiohttp import ClientError
from pydantic import ValidationError

from bot import log, memory
from bot.app import make_bot, open_house, running
from bot.clock import system_clock
from bot.codes import codes
from bot.settings import Settings
from flows.budget.imports import Preview, bring_in, import_file
from flows.errors import Refusal
from flows.house import House
from flows.i18n import SOURCE, Translator
from flows.onboarding.invite import LINK_LASTS
from flows.onboarding.invite import invite as make_link
from flows.rounds.file import read_file
from flows.text import Speech
from flows.town import OOST, load
from storage import migrate as migrations
from storage.models import Role

Result = TypeVar("Result")
app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)
rounds = typer.Typer(help="Rounds: what an edition is.", no_args_is_help=True)
app.add_typer(rounds, name="round")
app.add_typer(codes, name="codes")
playground = typer.Typer(help="The Telegram of the demo.", no_args_is_help=True)
app.add_typer(playground, name="playground")


class Edge(StrEnum):
    BOT = "bot"
    SCHEDULER = "scheduler"


@app.command()
def run(
    only: Annotated[Edge | None, typer.Option(help="One edge; default: both.")] = None,
) -> None:
    """Listen to Telegram and send what is due, until stopped."""

    async def forever(settings: Settings) -> None:
        await migrations.upgrade(settings.database_url)
        async with running(settings, only=only):
            memory.settle()
            await asyncio.Event().wait()

    _until_stopped(forever(_settings()))


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where it is kept.")] = Path("var/demo"),
    host: Annotated[str, typer.Option(help="Loopback, unless you know why not.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free.")] = 8027,
) -> None:
    """Live through a round in your browser: no Telegram, no internet."""
    from bot.demo.run import demo as demonstrate  # noqa: PLC0415  only the demo needs all this

    async def forever() -> None:
        async with demonstrate(folder, host, port) as url:
            typer.echo(f"\nOpen this page in your browser:  {url}\nStop with Ctrl+C.\n")
            await asyncio.Event().wait()

    folder.mkdir(parents=True, exist_ok=True)
    log.set_up(as_json=False)
    _until_stopped(forever())


@playground.command("record")
def record(
    url: Annotated[str, typer.Option(help="The address of its page.")] = "http://127.0.0.1:8027",
) -> None:
    """Print what was done in the page as a test."""
    from bot.playground.scene import fetch  # noqa: PLC0415  as for the demo

    try:
        typer.echo(asyncio.run(fetch(url)), nl=False)
    except (OSError, ValueError, ClientError):
        typer.echo(f"No playground answers at {url}.", err=True)
        raise typer.Exit(1) from None


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    asyncio.run(migrations.upgrade(_settings().database_url))


@app.command()
def invite(role: Role) -> None:
    """Print a one-time link that makes who opens it a moderator or an officer."""

    async def work(house: House) -> str:
        async with house.writing() as moment:
            return await make_link(moment, role)

    settings = _settings()
    username = asyncio.run(_username(settings))
    typer.echo(f"https://t.me/{username}?start={_in_house(settings, work)}")
    typer.echo(f"For one {role}. It works once, within {LINK_LASTS.days} days.", err=True)


@app.command()
def import_budget(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Bring budget lines from a CSV file into the database, after a look at them."""
    content = file.read_bytes()

    async def preview(house: House) -> Preview:
        async with house.writing() as moment:
            return await import_file(moment, file.name, content)

    async def confirm(house: House) -> Speech:
        async with house.writing() as moment:
            return await bring_in(moment, found.id)

    settings, reader = _settings(), Translator().reader(SOURCE)
    try:
        found = _in_house(settings, preview)
        typer.echo(reader.plain(found.text))
        if yes or typer.confirm("Bring these lines in?"):
            typer.echo(reader.plain(_in_house(settings, confirm)))
    except Refusal as refusal:
        typer.echo(reader.plain(refusal.text), err=True)
        raise typer.Exit(1) from None


@rounds.command("check")
def check_round(file: Path) -> None:
    """Read a round file and say what is wrong with it."""
    typer.echo(f"{_read_round(file)['slug']}: this is a round.")


@rounds.command("create")
def create_round(file: Path) -> None:
    """Put a round into the database. One that is there already is left as it is."""
    definition = _read_round(file)

    async def work(house: House) -> bool:
        async with house.writing() as moment:
            return await moment.tx.rounds.add(definition["slug"], definition)

    if not _in_house(_settings(), work):
        typer.echo(f"{definition['slug']} is there already. Nothing was changed.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{definition['slug']} is created.")


async def _username(settings: Settings) -> str | None:
    async with make_bot(settings) as bot:
        return (await bot.me()).username


def _read_round(file: Path) -> dict[str, Any]:
    try:
        return read_file(file, load(OOST))
    except (OSError, ValueError) as error:
        typer.echo(f"{file} is not a round.", err=True)
        _tell(error)
        raise typer.Exit(1) from None


def _settings() -> Settings:
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


def _in_house(settings: Settings, work: Callable[[House], Awaitable[Result]]) -> Result:
    """Run one piece of work on the configured, migrated database."""

    async def go() -> Result:
        await migrations.upgrade(settings.database_url)
        async with open_house(settings, system_clock) as house:
            return await work(house)

    return asyncio.run(go())


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Ctrl+C and SIGTERM end the work in order: what is in hand is finished."""

    async def go() -> None:
        task = asyncio.ensure_future(work)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled() and (error := task.exception()):
            raise error

    asyncio.run(go())
