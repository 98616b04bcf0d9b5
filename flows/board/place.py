"""Where the board hangs: a folder that anybody may copy, and a channel if there is one."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.board.lists import split
from flows.board.script import script
from flows.canonical import canonical
from storage.models import BoardEntry, Round

SCRIPT, FROZEN = "verify.py", "frozen.json"


@dataclass(frozen=True, slots=True)
class Place:
    """``channel``: a chat id or ``@name`` where the bot may write."""

    folder: Path
    channel: str | None = None

    def put(self, entry: BoardEntry, row: Round) -> Path:
        """Write a list with what one needs to check it; a second time it is the same again."""
        folder = self.folder / row.slug
        folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / SCRIPT, script())
        if row.frozen is not None:
            _write(folder / FROZEN, canonical(row.frozen).decode())
        file = folder / f"{row.slug}-{entry.number:04}.json"
        _write(file, json.dumps(document(entry), indent=1, ensure_ascii=False))
        return file


def document(entry: BoardEntry) -> dict[str, Any]:
    """A statement as it is published, with its leaves and its head."""
    leaves = [leaf.hex() for leaf in split(entry.leaves)]
    return {**entry.statement, "head": entry.head, "leaves": leaves}


def _write(file: Path, text: str) -> None:
    """Whole or not at all: whoever copies the folder must not get half a list."""
    half = file.with_suffix(f"{file.suffix}.part")
    with half.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)
