"""Lines of Python, as the formatter of a project would leave them: nobody need wrap a scene."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_NAME = 24
INDENT = 4
WIDTH = 99 - INDENT  # what a line of a function may take
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What nobody sees, or what turns the rest of the line around.
HIDDEN = re.compile(
    r"[\\\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
WORD = re.compile(r"[^ \n]*[ \n]?")


@dataclass(frozen=True, slots=True)
class Words:
    """A text, or the bytes of one: it may be written in pieces."""

    text: str
    is_bytes: bool = False

    @property
    def letter(self) -> str:
        return "b" if self.is_bytes and self.text.isascii() else ""

    @property
    def ending(self) -> str:
        return ".encode()" if self.is_bytes and not self.text.isascii() else ""

    def __str__(self) -> str:
        return f"{self.letter}{quoted(self.text)}{self.ending}"

    def lines(self, room: int) -> Iterator[str]:
        """In pieces that fit, one for each line of the text or less."""
        indent = " " * INDENT if self.ending else ""
        if indent:
            yield "("
        for piece in pieces(self.text, room - len(self.letter) - len(indent)):
            yield f"{indent}{self.letter}{quoted(piece)}"
        if indent:
            yield f"){self.ending}"


Argument = str | Words  # code, or a text


def called(function: str, arguments: Sequence[Argument]) -> Iterator[str]:
    """The lines of a call: on one, else inside its brackets on one, else on one for each."""
    inside = ", ".join(map(str, arguments))
    if width(f"{function}({inside})") <= WIDTH:
        yield f"{function}({inside})"
        return
    yield f"{function}("
    if width(inside) <= WIDTH - INDENT:
        yield f"{' ' * INDENT}{inside}"
    else:
        comma = "," if len(arguments) > 1 else ""
        for argument in arguments:
            yield from (f"{' ' * INDENT}{line}" for line in spread(argument, comma))
    yield ")"


def spread(argument: Argument, comma: str) -> Iterator[str]:
    """The lines of one argument that has them to itself."""
    room = WIDTH - INDENT - len(comma)
    if isinstance(argument, str) or width(str(argument)) <= room:
        yield f"{argument}{comma}"
        return
    *lines, last = argument.lines(room)
    yield from lines
    yield f"{last}{comma}"


def pieces(text: str, room: int) -> Iterator[str]:
    """The text, cut behind its lines and, where these are too long, behind words."""
    piece = ""
    for word in WORD.findall(text):
        if piece.endswith("\n") or (piece and width(quoted(piece + word)) > room):
            yield piece
            piece = ""
        piece += word
        while len(piece) > room or width(quoted(piece)) > room:  # one endless word
            sizes = range(min(len(piece), room), 0, -1)
            fits = next(size for size in sizes if width(quoted(piece[:size])) <= room)
            yield piece[:fits]
            piece = piece[fits:]
    if piece:
        yield piece


def comment(text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def quoted(text: str) -> str:
    """A literal, in the quotes of which the text has fewer; what is not seen is spelt out."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    return f"{mark}{HIDDEN.sub(escape, text).replace(mark, chr(92) + mark)}{mark}"


def escape(found: re.Match[str]) -> str:
    sign = found[0]
    spelt = f"\\x{ord(sign):02x}" if ord(sign) < 0x100 else f"\\u{ord(sign):04x}"  # noqa: PLR2004  a byte
    return ESCAPES.get(sign, spelt)


def plain(text: str) -> str:
    """In a few letters that every keyboard has, to name a variable or a file."""
    known = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "_", known)[:LONGEST_NAME].strip("_")


def width(text: str) -> int:
    """In columns of a screen: an ideograph and most emoji take two."""
    return sum(columns(sign) for sign in text)


def columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
