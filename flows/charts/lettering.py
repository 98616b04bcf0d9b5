"""Lines of letters: what the font can draw, and where a line may break."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from matplotlib.font_manager import get_font

LRM, RLM = "\u200e", "\u200f"  # set the direction of a line, whatever it begins with
PDI = "\u2069"
OPENERS = "\u2066\u2067\u2068"
ISOLATES = OPENERS + PDI
MORE = "…"
DPI = 72  # so that a point of a letter is a pixel

Fits = Callable[[str], bool]


def drawable(text: str, font: Path) -> str:
    """One line, without the characters that the font does not have, such as most emoji.

    Where nothing remains, three dots stand for it: the twin in text has it whole.
    """
    known = _characters(font)
    kept = "".join(character for character in text.replace("\n", " ") if character in known)
    return " ".join(filter(None, kept.split(" "))) if kept.strip(ISOLATES + " ") else MORE


@cache
def _characters(font: Path) -> frozenset[str]:
    """Isolates have no glyph and need none: the layout obeys them."""
    return frozenset(map(chr, get_font(font).get_charmap())) | frozenset(ISOLATES)


def width(text: str, size: float, font: Path) -> float:
    """In pixels, shaped and ordered as it will be drawn."""
    letters = get_font(font)  # matplotlib keeps one for each thread
    letters.set_size(size, DPI)
    letters.set_text(text)
    return letters.get_width_height()[0] / 64  # FreeType counts in parts of a pixel


def wrapped(text: str, fits: Fits, most: int) -> list[str]:
    """At most ``most`` lines, broken at spaces, or inside a word that is wider than a line.

    What stands in an isolate stays in one on every line that it is spread over.
    """
    found = list(islice(_broken(text, fits), most + 1))
    if len(found) > most:
        found = [*found[: most - 1], _shortened(found[most - 1], fits)]
    return list(_isolated(found))


def _broken(text: str, fits: Fits) -> Iterator[str]:
    """Asks as seldom as it can what fits: to shape a line costs more than all else here."""
    while not fits(text):
        cut = _words(text, fits) or _fitting(text.split(" ", maxsplit=1)[0], fits)
        yield text[:cut]
        text = text[cut:].removeprefix(" ")
    yield text


def _words(text: str, fits: Fits) -> int:
    """How many characters the words have that fit together; none if the first is too wide."""
    words = text.split(" ")
    return len(" ".join(words[: _most(len(words), lambda n: fits(" ".join(words[:n])))]))


def _fitting(text: str, fits: Fits) -> int:
    """How many characters of a text that is too wide fit; at least one."""
    return max(1, _most(len(text), lambda n: fits(text[:n])))


def _most(end: int, fits: Callable[[int], bool]) -> int:
    """The highest number up to ``end`` that fits, if the lower ones do; 0 if none does."""
    return bisect_left(range(1, end + 1), x=True, key=lambda n: not fits(n))


def _shortened(line: str, fits: Fits) -> str:
    if not fits(line + MORE):
        line = line[: _fitting(line, lambda start: fits(start + MORE))]
    return line.rstrip() + MORE


def _isolated(lines: Sequence[str]) -> Iterator[str]:
    still_open = ""
    for line in lines:
        whole = still_open + line
        still_open = _open_isolates(whole)
        yield whole + PDI * len(still_open)


def _open_isolates(line: str) -> str:
    still_open = ""
    for character in line:
        if character in OPENERS:
            still_open += character
        elif character == PDI:
            still_open = still_open[:-1]
    return still_open
