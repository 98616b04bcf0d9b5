"""Statements that come with every update: compiled once, then handed to the driver as text.

To build a statement, look it up in SQLAlchemy's cache and load objects from it costs twenty
times what SQLite needs to answer. So what every update asks is written down once, in terms of
SQLAlchemy, with a ``bindparam`` for each value.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BindParameter, Dialect, Executable, Select, Text, cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Row = tuple[Any, ...]
Write = Callable[[Any], Executable]  # its argument makes an INSERT that knows ON CONFLICT


class Prepared:
    """A statement, or what makes one from the ``insert`` of a dialect."""

    def __init__(self, statement: Executable | Write) -> None:
        self._statement = statement
        self._ready: dict[str, Ready] = {}

    def on(self, dialect: Dialect) -> "Ready":
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = Ready(self._for(dialect), dialect)
        return ready

    def _for(self, dialect: Dialect) -> Executable:
        if isinstance(self._statement, Executable):
            return self._statement
        return self._statement(
            postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        )


class Ready:
    """A statement in the words of one database."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled: SQLCompiler = _json_as_text(statement).compile(dialect=dialect)
        self.text = compiled.string
        self._places = [
            (name if bind.required else None, bind.value, _binding(bind, dialect))
            for name, bind in ((name, compiled.binds[name]) for name in compiled.positiontup or ())
        ]
        results = [_reading(column.type, dialect) for column in statement.exported_columns]
        self._results = [(place, read) for place, read in enumerate(results) if read is not None]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """What goes to the driver, in its order. Raises ``KeyError`` for what is not given."""
        values = ((given[name] if name else own, put) for name, own, put in self._places)
        return [put(value) if put else value for value, put in values]

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Row]:
        """What the driver answered, in Python's types."""
        if not self._results:
            return [tuple(row) for row in found]
        return [self._row(row) for row in found]

    def _row(self, row: Sequence[Any]) -> Row:
        values = list(row)
        for place, read in self._results:
            values[place] = read(values[place])
        return tuple(values)


def _binding(parameter: BindParameter[Any], dialect: Dialect) -> Convert | None:
    return parameter.type.dialect_impl(dialect).bind_processor(dialect)


def _json_as_text(statement: Any) -> Any:
    """PostgreSQL's driver would read JSON by itself, and anew each time."""
    if not isinstance(statement, Select):
        return statement
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in statement.selected_columns
    ]
    return statement.with_only_columns(*columns, maintain_column_froms=True)


def _reading(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """JSON is read once as long as it stays the same: nobody changes what was read in place."""
    if isinstance(type_, JSON):
        return lru_cache(maxsize=256)(_read_json)
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _read_json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
