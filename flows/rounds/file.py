"""A round file: read, checked, and in the shape that ``Round.definition`` keeps."""

import tomllib
from pathlib import Path
from typing import Any

from flows.rounds.definition import RoundDefinition
from flows.town import Town


def read_file(path: Path, _town: Town) -> dict[str, Any]:
    """A round file (TOML), checked, in the shape that ``Round.definition`` keeps (JSON).

    Raises ``pydantic.ValidationError`` with the place of each mistake.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return as_kept(RoundDefinition.model_validate(data))


def as_kept(definition: RoundDefinition) -> dict[str, Any]:
    """With every default written out: a later default must not change an old round."""
    kept: dict[str, Any] = definition.model_dump(mode="json", by_alias=True)
    return kept
