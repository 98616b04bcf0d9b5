"""A PDF of drawings: what all pages share stands in it once, so ten thousand letters are quick.

Letters of text are outlines, so that no font has to be embedded and every script prints as it
was laid out. The numbers of the format are those of ISO 32000-1.
"""

import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath

A4 = (595.28, 841.89)  # points
CATALOG, PAGES, RESOURCES, FIRST_FREE = 1, 2, 3, 4


@lru_cache(maxsize=512)
def outlined(text: str, size: float, font: Path) -> tuple[str, float]:
    """A line as operators that fill it, from the origin to the right; and how wide it is."""
    path = TextPath((0, 0), text.replace("$", r"\$"), size, FontProperties(fname=font))
    if not len(path.vertices):
        return "", 0.0
    return " ".join((*_operators(path), "f")), float(path.get_extents().x1)


def _operators(path: Outline) -> Iterable[str]:
    x = y = 0.0
    for points, code in path.iter_segments(simplify=False, curves=True):
        match code:
            case Outline.MOVETO:
                yield f"{_numbers(*points)} m"
            case Outline.LINETO:
                yield f"{_numbers(*points)} l"
            case Outline.CURVE3:  # PDF knows cubic curves only
                a, b, end_x, end_y = points
                first = (x + 2 / 3 * (a - x), y + 2 / 3 * (b - y))
                second = (end_x + 2 / 3 * (a - end_x), end_y + 2 / 3 * (b - end_y))
                yield f"{_numbers(*first, *second, end_x, end_y)} c"
            case Outline.CURVE4:
                yield f"{_numbers(*points)} c"
            case _:
                yield "h"
                continue
        x, y = points[-2:]


def placed(drawing: str, x: float, y: float) -> str:
    """A drawing moved to this place, in points from the lower left corner."""
    return f"q 1 0 0 1 {_numbers(x, y)} cm {drawing} Q"


def rectangles(found: Iterable[tuple[float, float, float, float]]) -> str:
    """Filled: left, bottom, width, height of each."""
    return " ".join((*(f"{_numbers(*one)} re" for one in found), "f"))


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in values)


def write(file: BinaryIO, shared: Mapping[str, str], pages: Iterable[str]) -> None:
    """Pages of operators; ``/name Do`` in them places what is ``shared`` by that name."""
    book = _Book(file)
    names = {name: FIRST_FREE + nth for nth, name in enumerate(shared)}
    for name, number in names.items():
        book.stream(number, shared[name], f"/Type /XObject /Subtype /Form /BBox {_box()}")
    references = " ".join(f"/{name} {number} 0 R" for name, number in names.items())
    book.object(RESOURCES, f"<< /XObject << {references} >> >>")
    kids = []
    for number, page in enumerate(pages):
        content = FIRST_FREE + len(names) + 2 * number
        book.stream(content, page)
        book.object(
            content + 1,
            f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox {_box()} "
            f"/Resources {RESOURCES} 0 R /Contents {content} 0 R >>",
        )
        kids.append(f"{content + 1} 0 R")
    book.object(PAGES, f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>")
    book.object(CATALOG, f"<< /Type /Catalog /Pages {PAGES} 0 R >>")
    book.close()


def _box() -> str:
    return f"[0 0 {_numbers(*A4)}]"


class _Book:
    """The file itself: objects one after the other, and at the end where each begins."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begins: dict[int, int] = {}
        self._at = 0
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _put(self, content: bytes) -> None:
        self._at += self._file.write(content)

    def object(self, number: int, body: str) -> None:
        self._begins[number] = self._at
        self._put(f"{number} 0 obj\n{body}\nendobj\n".encode())

    def stream(self, number: int, content: str, what: str = "") -> None:
        packed = zlib.compress(content.encode())
        self._begins[number] = self._at
        head = f"<< {what} /Length {len(packed)} /Filter /FlateDecode >>"
        self._put(f"{number} 0 obj\n{head}\nstream\n".encode())
        self._put(packed + b"\nendstream\nendobj\n")

    def close(self) -> None:
        table, size = self._at, len(self._begins) + 1
        lines = ["0000000000 65535 f \n"]
        lines += [f"{self._begins[number]:010} 00000 n \n" for number in sorted(self._begins)]
        trailer = f"trailer\n<< /Size {size} /Root {CATALOG} 0 R >>\nstartxref\n{table}\n%%EOF\n"
        self._put(f"xref\n0 {size}\n{''.join(lines)}{trailer}".encode())
