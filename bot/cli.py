"""The command ``buurtbot``."""

import asyncio
import signal
from collections.abc import Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from aiohttp import ClientError

from bot import log, memory
from bot.app import running
from bot.codes import codes
from bot.console import in_house, settings_or_exit, username
from bot.counting import count_file
from bot.exporting import export
from bot.rounds import rounds
from bot.settings import Settings
from flows.board.verify import verify as check_board
from flows.budget.imports import Preview, bring_in, import_file
from flows.errors import Refusal
from flows.house import House
from flows.i18n import SOURCE, Translator
from flows.onboarding.invite import LINK_LASTS
from flows.onboarding.invite import invite as make_link
from flows.text import Speech
from storage import migrate as migrations
from storage.models import Role

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(rounds, name="round")
app.add_typer(codes, name="codes")
app.command("count")(count_file)
app.command("export")(export)
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

    _until_stopped(forever(settings_or_exit()))


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
    into: Annotated[
        Path | None, typer.Option(help="Write it here, as test_recorded.py, with its files.")
    ] = None,
) -> None:
    """Print what was done in the page as a test."""
    from bot.playground.scene import fetch  # noqa: PLC0415  as for the demo

    try:
        recorded = asyncio.run(fetch(url))
    except (OSError, ValueError, ClientError):
        typer.echo(f"No playground answers at {url}.", err=True)
        raise typer.Exit(1) from None
    if into:
        recorded.write(into)
        return
    typer.echo(recorded.text, nl=False)
    if recorded.files:
        typer.echo("It reads files from beside it: --into FOLDER brings them along.", err=True)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    asyncio.run(migrations.upgrade(settings_or_exit().database_url))


@app.command()
def invite(role: Role) -> None:
    """Print a one-time link that makes who opens it a moderator or an officer."""

    async def work(house: House) -> str:
        async with house.writing() as moment:
            return await make_link(moment, role)

    settings = settings_or_exit()
    bot = asyncio.run(username(settings))
    typer.echo(f"https://t.me/{bot}?start={in_house(settings, work)}")
    typer.echo(f"For one {role}. It works once, within {LINK_LASTS.days} days.", err=True)


@app.command()
def verify(
    place: Annotated[Path, typer.Argument(exists=True, help="The lists of a round, or one.")],
    tracker: Annotated[str | None, typer.Option(help="The number on a receipt.")] = None,
    pb: Annotated[Path | None, typer.Option(help="Ballots, to count again.")] = None,
    receipt: Annotated[Path | None, typer.Option(help="Who paid what: equal shares.")] = None,
) -> None:
    """Check the public board: lists, chain, totals, a receipt. Needs no settings.

    0: all is right; 1: something is not; 2: this cannot be read. It is the program that lies
    beside the lists as verify.py.
    """
    raise typer.Exit(check_board(place, tracker, pb, receipt))


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

    settings, reader = settings_or_exit(), Translator().reader(SOURCE)
    try:
        found = in_house(settings, preview)
        typer.echo(reader.plain(found.text))
        if yes or typer.confirm("Bring these lines in?"):
            typer.echo(reader.plain(in_house(settings, confirm)))
    except Refusal as refusal:
        typer.echo(reader.plain(refusal.text), err=True)
        raise typer.Exit(1) from None


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Ctrl+C and SIGTERM end the work in order: what is in hand is finished."""

    async def go() -> None:
        task = asyncio.ensure_future(work)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled() and (error := task.exception()):
            raise error

    uvloop.run(go())
