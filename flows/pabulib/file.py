"""A ``.pb`` file as it stands: META, PROJECTS and VOTES, to be read and written without loss.

The form is that of pabulib.org/format: UTF-8, semicolons, quotes where a field needs them.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

MARK = "\ufeff"  # some editors put it in front
LONGEST_LINE = 1_000_000  # bytes; a ballot with every plan of the largest city has some thousands
MOST_BYTES = 200_000_000
SECTIONS = ("META", "PROJECTS", "VOTES")

Row = tuple[str, ...]


class PabulibError(ValueError):
    """The file cannot be read; ``line`` is where, from 1, or ``None`` if it is all of it."""

    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its rows, all of one width. ``lines``: where each row stood in the file."""

    head: Row
    rows: Sequence[Row]
    lines: Sequence[int] = field(default=(), compare=False)

    def column(self, name: str) -> Sequence[str] | None:
        """``None`` if there is none of this name."""
        if name not in self.head:
            return None
        at = self.head.index(name)
        return [row[at] for row in self.rows]

    def line(self, row: int) -> int | None:
        return self.lines[row] if row < len(self.lines) else None


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """``meta`` is a table too: its keys and values, in their order, known to us or not."""

    meta: Table
    projects: Table
    votes: Table
    newline: str = "\n"
    mark: bool = False  # whether it began with a byte order mark

    def about(self, key: str) -> str | None:
        return next((value for name, value in self.meta.rows if name == key), None)

    def line_about(self, key: str) -> int | None:
        keys = [name for name, _ in self.meta.rows]
        return self.meta.line(keys.index(key)) if key in keys else None


def read(source: BinaryIO) -> PabulibFile:
    """Raises ``PabulibError``. No line is held that is longer than ``LONGEST_LINE``."""
    lines = _Lines(source)
    reader = csv.reader(lines, delimiter=";", strict=True)
    sections: dict[str, list[tuple[int, Row]]] = {}
    try:
        for row in reader:
            if row:
                _place(sections, reader.line_num, tuple(row))
    except csv.Error as error:
        raise PabulibError(reader.line_num, f"this is no row of a .pb file ({error})") from None
    meta, projects, votes = (_table(name, sections.get(name)) for name in SECTIONS)
    if len(meta.head) != 2:  # noqa: PLR2004  a key and a value
        raise PabulibError(None, "META must have two columns: key;value")
    return PabulibFile(meta, projects, votes, lines.newline, lines.mark)


def write(file: PabulibFile) -> bytes:
    rows = _Rows(file.newline)
    writer = csv.writer(rows, delimiter=";", lineterminator=_Rows.END)
    for name, table in zip(SECTIONS, (file.meta, file.projects, file.votes), strict=True):
        writer.writerows(((name,), table.head, *table.rows))
    return ((MARK if file.mark else "") + "".join(rows.written)).encode()


class _Rows:
    """What a csv writer writes. It quotes line ends of any kind only if its own has them all."""

    END = "\r\n"

    def __init__(self, newline: str) -> None:
        self._newline = newline
        self.written: list[str] = []

    def write(self, row: str) -> None:
        self.written.append(row.removesuffix(self.END) + self._newline)


class _Lines:
    """The lines of a file in UTF-8, one after the other. ``newline`` is that of the first."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.newline, self.mark = "\n", False

    def __iter__(self) -> Iterator[str]:
        number, read_so_far = 0, 0
        while raw := self._source.readline(LONGEST_LINE + 1):
            number, read_so_far = number + 1, read_so_far + len(raw)
            if len(raw) > LONGEST_LINE:
                raise PabulibError(number, f"the line is longer than {LONGEST_LINE:,} bytes")
            if read_so_far > MOST_BYTES:
                raise PabulibError(number, f"the file is larger than {MOST_BYTES:,} bytes")
            text = _decoded(raw, number)
            if number == 1:
                self.mark, text = text.startswith(MARK), text.removeprefix(MARK)
                self.newline = "\r\n" if text.endswith("\r\n") else "\n"
            yield text


def _decoded(raw: bytes, number: int) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise PabulibError(number, "this is not UTF-8; save the file as UTF-8") from None
    if "\0" in text:
        raise PabulibError(number, "there is a byte 0 in it; is this a text file?")
    return text


def _place(sections: dict[str, list[tuple[int, Row]]], line: int, row: Row) -> None:
    """A heading begins a section; every other row belongs to the last heading."""
    name = row[0].strip() if len(row) == 1 else ""
    if name in SECTIONS:
        if name in sections:
            raise PabulibError(line, f"there is a second section {name}")
        sections[name] = []
    elif not sections:
        raise PabulibError(line, "the file must begin with META")
    else:
        next(reversed(sections.values())).append((line, row))


def _table(name: str, rows: list[tuple[int, Row]] | None) -> Table:
    if not rows:
        raise PabulibError(None, f"there is no section {name} with a heading under it")
    (_, head), *body = rows
    head = tuple(column.strip() for column in head)
    for line, row in body:
        if len(row) != len(head):
            raise PabulibError(line, f"{len(row)} fields, but {name} has {len(head)} columns")
    return Table(head, [row for _, row in body], [line for line, _ in body])
