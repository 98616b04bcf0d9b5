"""A round file: read, checked, and in the shape that ``Round.definition`` keeps."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows.rounds import lines
from flows.rounds.checks import Mistake, mistakes
from flows.rounds.definition import RoundDefinition, RoundTexts, RuleParameters
from flows.rounds.lines import Document, Place, UnreadableError
from flows.rounds.pots import BallotRule, PotPart, Theme
from flows.rounds.schedule import Part, Phase
from flows.town import Town

PARTS: tuple[type[Part], ...] = (
    RoundDefinition,
    RoundTexts,
    RuleParameters,
    BallotRule,
    PotPart,
    Theme,
    Phase,
)
WORDS = sorted(
    {field.alias or name for part in PARTS for name, field in part.model_fields.items()}
)


class RoundFileError(ValueError):
    """Each line of the message is ``file:line: where: what to do``."""


def read_file(path: Path, town: Town) -> dict[str, Any]:
    """A round file (TOML, or YAML by its ending), checked, as ``Round.definition`` keeps it.

    Raises ``OSError``, or ``RoundFileError`` with every mistake that was found.
    """
    try:
        document = lines.read(path)
    except UnreadableError as error:
        raise RoundFileError(f"{path}:{error.line or 1}: {error}") from None
    try:
        definition = RoundDefinition.model_validate(document.data)
    except ValidationError as error:
        raise _refused(path, document, map(_mistake, error.errors())) from None
    if found := list(mistakes(definition, town)):
        raise _refused(path, document, found)
    return as_kept(definition)


def as_kept(definition: RoundDefinition) -> dict[str, Any]:
    """With every default written out: a later default must not change an old round."""
    kept: dict[str, Any] = definition.model_dump(mode="json", by_alias=True)
    return kept


def _refused(path: Path, document: Document, found: Iterable[Mistake]) -> RoundFileError:
    told = sorted((document.line_of(it.place), _named(it.place), it.text) for it in found)
    return RoundFileError(
        "\n".join(f"{path}:{line}: {where}: {text}" for line, where, text in told)
    )


def _named(place: Place) -> str:
    """As one points at it: ``phase 2, from``. The first is 1."""
    words = ""
    for part in place:
        if isinstance(part, int):
            words += f" {part + 1}"
        else:
            words += f", {part}" if words else part
    return words or "the file"


def _mistake(error: ErrorDetails) -> Mistake:
    """What pydantic found, said so that one knows what to do."""
    place, text = error["loc"], error["msg"]
    if error["type"] == "missing":
        text = "write it: a round needs it"
    elif error["type"] == "extra_forbidden":
        near = get_close_matches(str(place[-1]), WORDS, n=1)
        text = "no such word" + (f": did you mean {near[0]}?" if near else ": take it out")
    return Mistake(place, text.removeprefix("Value error, "))
