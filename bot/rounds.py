"""The commands ``buurtbot round …``: what an edition is."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.console import in_house, one_sentence, settings_or_exit
from bot.settings import TownSettings
from flows.board.destroying import check_term, destroy
from flows.canonical import canonical
from flows.errors import Refusal
from flows.house import House
from flows.i18n import SOURCE, Translator
from flows.rounds.current import Edition, edition_of
from flows.rounds.file import read_file
from flows.rounds.freezing import NotNearError, freeze_by_hand
from flows.rounds.told import round_page
from flows.town import Town, load
from storage.models import Round
from storage.scrubbing import scrub

rounds = typer.Typer(help="Rounds: what an edition is.", no_args_is_help=True)


@rounds.command("check")
def check_round(file: Path) -> None:
    """Read a round file (TOML or YAML) and say what is wrong with it, line by line."""
    typer.echo(f"{_read(file, load(TownSettings().town_file))['slug']}: this is a round.")


@rounds.command("create")
def create_round(file: Path) -> None:
    """Put a round into the database. One that is there already is left as it is."""
    settings = settings_or_exit()
    definition = _read(file, load(settings.town_file))

    async def work(house: House) -> bool:
        async with house.writing() as moment:
            return await moment.tx.rounds.add(definition["slug"], definition)

    if not in_house(settings, work):
        typer.echo(f"{definition['slug']} is there already. Nothing was changed.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{definition['slug']} is created.")


@rounds.command("show")
def show_round(
    round_: Annotated[str, typer.Argument(metavar="FILE|SLUG")],
    language: Annotated[str, typer.Option(help="The language of who reads it.")] = SOURCE,
) -> None:
    """Print what a resident is told of a round: from a file, or as it is in the database."""
    town = load(TownSettings().town_file)
    if language not in town.languages:
        typer.echo(f"{town.name} speaks {', '.join(town.languages)}.", err=True)
        raise typer.Exit(1)
    file = Path(round_)
    if file.exists():
        definition = _read(file, town)
        row: Round | None = Round(slug=definition["slug"], definition=definition)
    else:
        row = in_house(settings_or_exit(), lambda house: _named(house, round_))
    if row is None:
        typer.echo(f"There is no file and no round {round_}.", err=True)
        raise typer.Exit(1)
    typer.echo(Translator().reader(language).plain(round_page(Edition.of(row), town)))
    if row.digest is not None:
        typer.echo(f"SHA-256: {row.digest}")


@rounds.command("frozen")
def print_frozen(slug: str) -> None:
    """Print the text of a frozen round, byte for byte: pipe it to sha256sum for its hash."""
    row = in_house(settings_or_exit(), lambda house: _named(house, slug))
    if row is None or row.frozen is None:
        typer.echo(f"There is no frozen round {slug}.", err=True)
        raise typer.Exit(1)
    typer.echo(canonical(row.frozen), nl=False)


@rounds.command("freeze")
def freeze_round(slug: str) -> None:
    """Freeze a round by hand, at most two days before its vote opens, and print its hash."""

    async def work(house: House) -> Round | None:
        async with house.writing() as moment:
            found = await moment.tx.rounds.named(slug)
            return found and await freeze_by_hand(moment, found.id)

    with one_sentence(NotNearError):
        row = in_house(settings_or_exit(), work)
    if row is None:
        typer.echo(f"There is no round {slug}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{slug} is frozen. Its hash (SHA-256):\n{row.digest}")


@rounds.command("destroy-key")
def destroy_key(slug: str) -> None:
    """After the objection term: make sure that nobody can find anybody's ballot. No way back."""
    settings = settings_or_exit()
    edition = in_house(settings, lambda house: _ready(house, slug))
    if typer.prompt(f"This cannot be undone. Type {slug} to go on") != slug:
        typer.echo("That is another word. Nothing was changed.", err=True)
        raise typer.Exit(1)

    async def work(house: House) -> bool:
        async with house.writing() as moment:
            await destroy(moment, await edition_of(moment, edition.row.id))
        gone = house.keys.destroy(slug)
        await scrub(house.db)
        return gone

    gone = in_house(settings, work)
    typer.echo(f"The key of {slug} is destroyed." if gone else f"{slug} had no key any more.")
    typer.echo("Destroy it in your backups too, and start the bot anew.", err=True)


async def _ready(house: House, slug: str) -> Edition:
    """Leaves the program with the reason when it is too early."""
    async with house.reading() as moment:
        row = await moment.tx.rounds.named(slug)
        if row is None:
            typer.echo(f"There is no round {slug}.", err=True)
            raise typer.Exit(1)
        edition = Edition.of(row)
        try:
            if row.key_destroyed_at is None:
                check_term(moment, edition)
        except Refusal as refusal:
            typer.echo(Translator().reader(SOURCE).plain(refusal.text), err=True)
            raise typer.Exit(1) from None
        return edition


async def _named(house: House, slug: str) -> Round | None:
    async with house.reading() as moment:
        return await moment.tx.rounds.named(slug)


def _read(file: Path, town: Town) -> dict[str, Any]:
    try:
        return read_file(file, town)
    except (OSError, ValueError) as error:
        typer.echo(f"{file} is not a round.\n{error}", err=True)
        raise typer.Exit(1) from None
