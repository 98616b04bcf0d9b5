"""The letters: a page for each code, with the same steps in the languages of the town."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import segno

from flows.charts.lettering import LRM, RLM, drawable, width, wrapped
from flows.charts.paper import BOLD, FONTS, REGULAR
from flows.i18n import FSI, Reader, own_name
from flows.rounds.definition import PhaseKey
from flows.stemcodes.issue import Batch, Issued
from flows.stemcodes.pdf import A4, outlined, placed, rectangles, write
from flows.stemcodes.sheet import link
from flows.symbols import SYMBOLS
from flows.text import Code, Speech, just, t
from flows.town import Town

MONO = FONTS / "DejaVuSansMono-Bold.ttf"
RLI = "\u2067"
ADVANCE = 0.602  # of that font: from one letter to the next, by its size
WIDTH, HEIGHT = A4
MARGIN, GAP = 48.0, 24.0
ROOM = WIDTH - 2 * MARGIN
COLUMN = (ROOM - GAP) / 2
CODE, TITLE, BODY, SMALL = 34, 20, 11, 9  # sizes of letters, in points
SMALLEST = 7
LEADING, BETWEEN = 1.3, 0.5  # by the size of letters
MOST_LINES = 8  # of one sentence in a column
CODE_AT, QR_AT, QR = HEIGHT - 190, HEIGHT - 215, 110  # from the bottom; the side of the square
STEPS_AT, STEPS_END = HEIGHT - 260, MARGIN
SHARED = "letter"
MASK = 3  # of the eight patterns of a QR code: to try them all takes longer than the letter

Readers = Callable[[str], Reader]


def letters(file: BinaryIO, batch: Batch, town: Town, bot: str, readers: Readers) -> None:
    """A PDF of all codes of a batch."""
    shared = {SHARED: "\n".join(_letter(batch, town, bot, readers))}
    for size, symbols in ((CODE, f"{SYMBOLS}-"), (SMALL, "0123456789")):
        shared |= {_name(symbol, size): outlined(symbol, size, MONO)[0] for symbol in symbols}
    write(file, shared, (_page(one, bot) for one in batch.codes))


def _page(one: Issued, bot: str) -> str:
    return "\n".join(
        (
            f"/{SHARED} Do",
            *_spelled(one.code, MARGIN, CODE_AT, CODE),
            *_spelled(f"{one.serial:06}", MARGIN, MARGIN / 2, SMALL),
            _square(link(bot, one.code)),
        )
    )


def _name(symbol: str, size: int) -> str:
    """Of a drawing that all pages share."""
    return f"s{ord(symbol)}x{size}"


def _spelled(text: str, x: float, y: float, size: int) -> Iterator[str]:
    for nth, symbol in enumerate(text):
        yield placed(f"/{_name(symbol, size)} Do", x + nth * size * ADVANCE, y)


def _square(address: str) -> str:
    """The link as a QR code, in the upper right corner."""
    rows = segno.make(address, error="m", micro=False, mask=MASK).matrix
    side = QR / len(rows)
    left, top = WIDTH - MARGIN - QR, QR_AT + QR
    return rectangles(
        (left + column * side, top - (row + 1) * side, side, side)
        for row, modules in enumerate(rows)
        for column, dark in enumerate(modules)
        if dark
    )


def _letter(batch: Batch, town: Town, bot: str, readers: Readers) -> Iterator[str]:
    """What stands on every letter: sender, round, and a block of steps for each language."""
    dutch, definition = readers("nl"), batch.edition.definition
    test = t("This is a test code. A vote with it does not count.")
    head = (
        (HEIGHT - 66, TITLE, BOLD, just(definition.words)),
        *(((HEIGHT - 88, BODY, REGULAR, just(batch.pot.words)),) if definition.pot else ()),
        (HEIGHT - 110, BODY, REGULAR, test if batch.test else just(town.office)),
    )
    for y, size, font, words in head:
        text = drawable(dutch.plain(words), font)
        fitting = size * min(1, ROOM / max(width(text, size, font), 1))
        yield placed(outlined(text, fitting, font)[0], MARGIN, y)
    steps = list(_steps(batch, bot, town))
    for size in range(BODY, SMALLEST - 1, -1):
        blocks = [_Block(steps, readers(locale), size) for locale in town.languages]
        if size == SMALLEST or max(_depths(blocks)) <= STEPS_AT - STEPS_END:
            yield from _beside(blocks)
            return


def _depths(blocks: Sequence["_Block"]) -> Iterator[float]:
    """How long each of the two columns is."""
    for column in (0, 1):
        yield sum(block.depth for block in blocks[column::2])


def _beside(blocks: Sequence["_Block"]) -> Iterator[str]:
    tops = [STEPS_AT, STEPS_AT]
    for nth, block in enumerate(blocks):
        left = MARGIN + nth % 2 * (COLUMN + GAP)
        for down, right, drawing in block.lines:
            yield placed(drawing, left + right, tops[nth % 2] - down)
        tops[nth % 2] -= block.depth


class _Block:
    """The steps in one language. ``lines``: how far down, how far to the right, and what."""

    def __init__(self, steps: Sequence[Speech], reader: Reader, size: int) -> None:
        self.lines: list[tuple[float, float, str]] = []
        self.depth = 0.0
        self._reader, self._size = reader, size
        self._paragraph(just(own_name(reader.locale)), BOLD)
        for step in steps:
            self._paragraph(step, REGULAR)
        self.depth += size * LEADING

    def _paragraph(self, speech: Speech, font: Path) -> None:
        def fits(part: str) -> bool:
            return width(part, self._size, font) <= COLUMN

        rtl, text = self._reader.rtl, drawable(self._reader.plain(speech), font)
        if rtl:  # what goes on in a new line keeps its direction, whatever it begins with there
            text = text.replace(FSI, RLI)
        for line in wrapped(text, fits, MOST_LINES):
            drawing, wide = outlined((RLM if rtl else LRM) + line, self._size, font)
            self.lines.append((self.depth, COLUMN - wide if rtl else 0.0, drawing))
            self.depth += self._size * LEADING
        self.depth += self._size * BETWEEN


def _steps(batch: Batch, bot: str, town: Town) -> Iterator[Speech]:
    voting = batch.edition.definition.phase_of(PhaseKey.VOTING)
    yield t("1. Scan the square with the camera of your phone.")
    yield t("Or search for {bot} in Telegram. Type the code there.", bot=Code(f"@{bot}"))
    yield t("2. Choose the plans you want.")
    yield t("3. Send your vote.")
    if voting is not None:
        yield t("You can vote from {start} until {end}.", start=voting.start, end=voting.last)
    yield t("This code works once. Do not show it to others.")
    yield t("Do you need help, or do you vote on paper? {help}", help=town.help)
