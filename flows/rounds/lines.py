"""What a round file says, and on which line it says it. TOML and YAML."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

Place = tuple[str | int, ...]  # ("phase", 0, "from")
MOST_BYTES = 256 * 1024
AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
AT_END = " (at end of document)"


class UnreadableError(ValueError):
    """The file is no TOML or YAML; ``line`` is where it went wrong, if anywhere."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True, slots=True)
class Document:
    data: Mapping[str, Any]
    lines: Mapping[Place, int]  # from 1

    def line_of(self, place: Place) -> int:
        """Of this place, or of the nearest thing around it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(path: Path) -> Document:
    """Raises ``OSError`` or ``UnreadableError``."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableError("the file is larger than 256 kB: a round is a page of text")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableError("save the file as text in UTF-8", line) from None
    return _yaml(text) if path.suffix in (".yaml", ".yml") else _toml(text)


def _toml(text: str) -> Document:
    try:
        return Document(tomllib.loads(text), dict(_toml_lines(text)))
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.search(str(error))
        problem = AT_LINE.sub("", str(error)).removesuffix(AT_END)
        line = int(found[1]) if found else text.count("\n") + 1
        raise UnreadableError(problem[:1].lower() + problem[1:], line) from None


def _toml_lines(text: str) -> Iterator[tuple[Place, int]]:
    """The parser keeps no positions; so each statement is parsed once more, by itself.

    A statement ends where its lines make sense together: no beginning of one does.
    """
    table: Place = ()
    counts: dict[Place, int] = {}
    for line, statement in _statements(text):
        data = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _header(data, counts)
            yield table, line
        else:
            yield from ((place, line) for place in _places(data, table))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    held, begun = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        begun = begun if held else number
        held = f"{held}{line}\n"
        try:
            empty = not tomllib.loads(held)
        except tomllib.TOMLDecodeError:
            continue
        if not empty:
            yield begun, held
        held = ""


def _header(data: Mapping[str, Any], counts: dict[Place, int]) -> Place:
    """Where ``[a.b]`` or ``[[a.b]]`` is; an array on the way means its newest table."""
    place: Place = ()
    inner: Any = data
    while isinstance(inner, dict) and inner:
        (key, inner), *_ = inner.items()
        place = (*place, key)
        if isinstance(inner, list):
            counts[place] = counts.get(place, -1) + 1
            inner = inner[0]
        if place in counts:
            place = (*place, counts[place])
    return place


def _places(value: Any, place: Place) -> Iterator[Place]:
    inside: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        inside = iter(value.items())
    elif isinstance(value, list):
        inside = iter(enumerate(value))
    for key, inner in inside:
        yield (*place, key)
        yield from _places(inner, (*place, key))


def _yaml(text: str) -> Document:
    try:
        if any(isinstance(event, AliasEvent) for event in _reader().parse(text)):
            raise UnreadableError("write it out: references (*) are not taken")
        data = _reader().load(text)
        lines = dict(_yaml_lines(_reader().compose(text), ()))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableError(str(error.problem), mark.line + 1 if mark else None) from None
    except (YAMLError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(str(error).splitlines()[0]) from None
    return Document(data if isinstance(data, dict) else {}, lines)


def _reader() -> YAML:
    return YAML(typ="safe", pure=True)


def _yaml_lines(node: Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from _yaml_lines(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            yield (*place, number), value.start_mark.line + 1
            yield from _yaml_lines(value, (*place, number))
