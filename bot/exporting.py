"""The command ``buurtbot export``: a counted round as Pabulib files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.console import in_house, one_sentence, settings_or_exit
from flows.house import House
from flows.voting.export import ExportError, files_of


def export(
    round_: Annotated[str, typer.Argument(metavar="ROUND", help="The slug of the round.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Where the files go.")],
    *,
    auditor: Annotated[
        bool, typer.Option("--auditor", help="Also where a round publishes totals only.")
    ] = False,
) -> None:
    """Write a counted round as .pb files, one for each pot: anybody can count them again.

    Under Equal Shares each has a receipt of who paid what; `buurtbot verify` checks it.
    """

    async def work(house: House) -> dict[str, bytes]:
        async with house.reading() as moment:
            return await files_of(moment, round_, auditor=auditor)

    with one_sentence(ExportError, OSError):
        files = in_house(settings_or_exit(), work)
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
            typer.echo(out / name)
