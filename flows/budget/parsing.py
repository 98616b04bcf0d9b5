"""A file of budget lines: bytes in, lines out, or every mistake with its place.

The file is a CSV in UTF-8 with ``;`` or ``,`` between its cells and a header with Dutch or
English names in any order; columns of other names are not read. Nothing here knows who sent
it. What is read is bounded: bytes, rows, the length of a cell.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flows.budget.cells import READERS, Known
from flows.budget.lines import Key, Line
from flows.errors import Refusal
from flows.reading import clean
from flows.text import Code, Speech, t, tn

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
NAMES: Mapping[str, tuple[str, ...]] = {  # column: English, Dutch, what else people write
    "area": ("area", "wijk", "wijkcode", "neighbourhood"),
    "pot": ("pot",),
    "name": ("name", "naam", "post"),
    "budgeted": ("budgeted", "begroot"),
    "committed": ("committed", "toegezegd", "verplicht"),
    "spent": ("spent", "uitgegeven", "besteed"),
    "as_of": ("as of", "peildatum"),
    "source": ("source", "bron"),
}
COLUMNS = {name: column for column, names in NAMES.items() for name in names}
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Mistake:
    """``row`` as a spreadsheet counts: the header is row 1. ``column`` as the file calls it."""

    row: int
    column: str
    what: Speech


@dataclass(frozen=True, slots=True)
class Parsed:
    lines: tuple[Line, ...]
    mistakes: tuple[Mistake, ...]


def parse(content: bytes, known: Known) -> Parsed:
    """Read the whole file, so that all mistakes are told at once.

    Raises ``Refusal`` when it is no such file at all.
    """
    rows = enumerate(_table(_decoded(content)), start=1)
    _, header = next(rows, (1, []))
    places = _places(header)
    lines: dict[Key, tuple[int, Line]] = {}
    mistakes: list[Mistake] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        line, found = _read(number, cells, header, places, known)
        if line is not None and line.key in lines:
            same = t("This line is in row {row} too.", row=lines[line.key][0])
            found = [Mistake(number, header[places["name"]], same)]
        elif line is not None:
            lines[line.key] = number, line
        mistakes += found
    if not lines and not mistakes:
        raise Refusal(t("There are no budget lines in this file."))
    return Parsed(tuple(line for _, line in lines.values()), tuple(mistakes))


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise too_large()
    if content.startswith(SPREADSHEETS):
        raise Refusal(t("This is a spreadsheet. Save it as “CSV UTF-8” and send it again."))
    if content.startswith(UTF_16) or b"\0" in content:
        raise Refusal(t("This file is in UTF-16. Save it as “CSV UTF-8” and send it again."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            t("This file is in an old encoding. Save it as “CSV UTF-8” and send it again.")
        ) from None


def too_large() -> Refusal:
    most = MOST_BYTES // 1_000
    return Refusal(
        t(
            "This file is too large. At most {most} kB fits. Split it and send each part.",
            most=most,
        )
    )


def _table(text: str) -> Iterator[list[str]]:
    """The rows, the header first; never reads on after the most that fit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from islice(reader, MOST_ROWS + 1)
        more = next(reader, None)
    except csv.Error:
        raise Refusal(
            t(
                "I cannot read on after line {line}. Look at the quotes there.",
                line=reader.line_num,
            )
        ) from None
    if more is not None:
        raise Refusal(
            tn(
                "This file has too many rows. At most {n} fits. Split it and send each part.",
                "This file has too many rows. At most {n} fit. Split it and send each part.",
                MOST_ROWS,
            )
        )


def _delimiter(text: str) -> str:
    """The one that makes most sense of the header."""
    header = text[:1_000].partition("\n")[0]
    return max(
        ";,\t", key=lambda mark: sum(_column(cell) is not None for cell in header.split(mark))
    )


def _column(cell: str) -> str | None:
    return COLUMNS.get(" ".join(cell.strip(' "\r').casefold().replace("_", " ").split()))


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands. Raises ``Refusal`` when one is missing, or there twice."""
    found = [_column(cell) for cell in header]
    if not any(found):
        raise Refusal(
            t("I see no header. Row 1 must have: {columns}.", columns=Code(", ".join(NAMES)))
        )
    missing = [column for column in NAMES if column not in found]
    if missing:
        raise Refusal(t("These columns are missing: {columns}.", columns=Code(", ".join(missing))))
    double = [column for column in NAMES if found.count(column) > 1]
    if double:
        raise Refusal(
            t("These columns are there twice: {columns}.", columns=Code(", ".join(double)))
        )
    return {column: found.index(column) for column in NAMES}


def _read(
    number: int,
    cells: Sequence[str],
    header: Sequence[str],
    places: Mapping[str, int],
    known: Known,
) -> tuple[Line | None, list[Mistake]]:
    values: dict[str, Any] = {}
    mistakes = []
    if any(cell.strip() for cell in cells[len(header) :]):
        mistakes.append(
            Mistake(number, clean(header[-1])[:40], t("There are more cells than columns."))
        )
    for column, place in places.items():
        try:
            values[column] = READERS[column](cells[place] if place < len(cells) else "", known)
        except Refusal as refusal:
            mistakes.append(Mistake(number, header[place].strip(), refusal.text))
    return (None, mistakes) if mistakes else (Line(**values), [])
