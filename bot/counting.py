"""The command ``buurtbot count``: any ``.pb`` file, without a database or a token."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.console import one_sentence
from flows.counting.model import Outcome
from flows.counting.rules import RULES
from flows.i18n import SOURCE, Reader, Translator
from flows.pabulib.count import AskedWrongError, count, named_by
from flows.pabulib.election import Election, election_in
from flows.pabulib.file import PabulibError, read
from flows.pabulib.telling import as_picture, as_text, as_values, remarks
from flows.text import lines


def count_file(  # noqa: PLR0913  which file, by what, told how
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="As of Pabulib.")],
    *,
    rule: Annotated[
        str, typer.Option(help=f"One of {', '.join(RULES)}; without it, what the file names.")
    ] = "",
    param: Annotated[
        list[str] | None, typer.Option(help="Of the rule, such as completion=add1u.")
    ] = None,
    lot: Annotated[str, typer.Option(help="Ids of all projects, as drawn: id,id,…")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
    picture: Annotated[Path | None, typer.Option(dir_okay=False, help="A PNG to write.")] = None,
    language: Annotated[str, typer.Option(help="Of the text and the picture.")] = SOURCE,
) -> None:
    """Count an election from a .pb file and explain the outcome.

    Ties go to the lower cost, then to more votes, then by the lot, or the order of the file.
    """
    with one_sentence(PabulibError, AskedWrongError, OSError, about=file):
        election = _read(file)
        named, known = (rule, {}) if rule else named_by(election)
        outcome = count(election, named, known | _pairs(param or []), _order(lot))
        reader = _reader(language)
        if picture is not None:
            picture.write_bytes(as_picture(election, outcome, reader))
    if as_json:
        values = as_values(named, outcome, reader)
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        _tell_remarks(reader, election, outcome, drawn=bool(lot))
    else:
        typer.echo(reader.plain(as_text(election, named, outcome, drawn=bool(lot))))


def _tell_remarks(reader: Reader, election: Election, outcome: Outcome, *, drawn: bool) -> None:
    """Beside the data, not in it."""
    if found := remarks(election, outcome, drawn=drawn):
        typer.echo(reader.plain(lines(*found)), err=True)


def _read(file: Path) -> Election:
    with file.open("rb") as source:
        return election_in(read(source))


def _reader(language: str) -> Reader:
    translator = Translator()
    if language not in translator.locales:
        raise AskedWrongError(f"there is no {language}; there is {', '.join(translator.locales)}")
    return translator.reader(language)


def _order(lot: str) -> list[str]:
    return [plan.strip() for plan in lot.split(",")] if lot else []


def _pairs(param: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in param]
    for name, sign, _ in pairs:
        if not sign:
            raise AskedWrongError(f"write a parameter as name=value, not {name}")
    return {name.strip(): value.strip() for name, _, value in pairs}
