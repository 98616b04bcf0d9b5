"""The commands ``buurtbot codes …``: codes by post, on paper and nowhere else in plain."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from bot.console import in_house, one_sentence, settings_or_exit, username
from flows.house import House
from flows.stemcodes.issue import (
    MOST_AT_ONCE,
    Batch,
    CodeError,
    draw,
    place,
    put_in_use,
    round_called,
)
from flows.stemcodes.proposing import propose, propose_new
from flows.stemcodes.sheet import sheet
from storage.models import CodeState

codes = typer.Typer(help="Codes by post: who has one may vote.", no_args_is_help=True)

Slug = Annotated[str, typer.Argument(metavar="ROUND", help="The slug of the round.")]
Serial = Annotated[int, typer.Argument(min=1, help="The number at the foot of the letter.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="Where the files go.")]
Bot = Annotated[str | None, typer.Option(help="Name of the bot; default: Telegram is asked.")]
Reason = Annotated[str, typer.Option(help="For the officer who confirms it.")]


@codes.command("issue")
def issue(  # noqa: PLR0913, PLR0917  which round and pot, how many, for what, where to
    round_: Slug,
    count: Annotated[int, typer.Option(min=1, max=MOST_AT_ONCE)],
    out: Out,
    pot: Annotated[str | None, typer.Option(help="Its key; needed with several pots.")] = None,
    test: Annotated[bool, typer.Option("--test", help="Never counted.")] = False,  # noqa: FBT002  a flag of typer
    bot: Bot = None,
) -> None:
    """Make codes: a sheet for the printer (CSV) and a letter for each (PDF).

    They work when both files are written. Nothing else knows them: give them to the printer,
    then delete them.
    """
    settings = settings_or_exit()
    name = bot or asyncio.run(username(settings))

    async def work(house: House) -> Sequence[Path]:
        async with house.writing() as moment:
            where = await place(moment, round_, pot)
            batch = await draw(moment, *where, count, test=test)
        files = _print(house, batch, out, name)
        async with house.writing() as moment:
            await put_in_use(moment, batch)
        return files

    with one_sentence(CodeError, OSError):
        _name(in_house(settings, work))


@codes.command("count")
def count_codes(round_: Slug) -> None:
    """How many codes there are in each state, by pot."""

    async def work(house: House) -> Sequence[tuple[str, bool, CodeState, int]]:
        async with house.reading() as moment:
            edition = await round_called(moment, round_)
            return await moment.tx.stemcodes.counts(edition.row.id)

    with one_sentence(CodeError, OSError):
        for pot, test, state, many in in_house(settings_or_exit(), work):
            typer.echo(f"{pot:<10}{'test ' if test else ''}{state:<10}{many:>7}")


@codes.command("revoke")
def revoke(round_: Slug, serial: Serial, reason: Reason) -> None:
    """Ask to take a code back. An officer confirms it in the bot.

    A vote with it is taken out if voting is still open by then.
    """

    async def work(house: House) -> None:
        async with house.writing() as moment:
            await propose(moment, await round_called(moment, round_), serial, reason)

    with one_sentence(CodeError, OSError):
        in_house(settings_or_exit(), work)
        typer.echo(f"Code {serial} is taken back when an officer confirms it in the bot.")


@codes.command("replace")
def replace(round_: Slug, serial: Serial, reason: Reason, out: Out, bot: Bot = None) -> None:
    """Print a new letter in place of a code. It works when an officer confirms it in the bot."""
    settings = settings_or_exit()
    name = bot or asyncio.run(username(settings))

    async def work(house: House) -> Sequence[Path]:
        async with house.writing() as moment:
            batch = await propose_new(moment, await round_called(moment, round_), serial, reason)
            return _print(house, batch, out, name)

    with one_sentence(CodeError, OSError):
        _name(in_house(settings, work))
        typer.echo(f"It replaces code {serial} when an officer confirms it in the bot.")


def _print(house: House, batch: Batch, folder: Path, bot: str) -> Sequence[Path]:
    """Both files, readable by us alone. None is left behind when one cannot be written."""
    from flows.stemcodes.letter import letters  # noqa: PLC0415  matplotlib takes long to import

    first, last = batch.codes[0].serial, batch.codes[-1].serial
    name = f"{batch.edition.definition.slug}-{batch.pot.key}-{first:06}-{last:06}"
    sheet_file, letter_file = folder / f"{name}.csv", folder / f"{name}.pdf"
    folder.mkdir(parents=True, exist_ok=True)
    with _whole(sheet_file) as lines, _whole(letter_file) as pages:
        lines.write(sheet(batch, bot).encode())
        letters(pages, batch, house.town, bot, house.translator.reader)
    return sheet_file, letter_file


@contextmanager
def _whole(file: Path) -> Iterator[BinaryIO]:
    """A new file: serials are given out once, so nothing is written over. Half of it is none."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as content:
            yield content
    except BaseException:
        file.unlink()
        raise


def _name(files: Sequence[Path]) -> None:
    for file in files:
        typer.echo(file)
