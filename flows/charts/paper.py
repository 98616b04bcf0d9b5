"""The sheet that charts are drawn on, by matplotlib. Takes long to import: see ``draw``."""

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from flows.charts.chart import Bar, Group
from flows.charts.lettering import DPI, LRM, RLM, drawable, width, wrapped

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
REGULAR, BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"

WIDTH, MARGIN = 1080, 48
ROOM = WIDTH - 2 * MARGIN
GAP = 16
LEADING = 1.3
BAR_HEIGHT, BAR_PITCH = 34, 46
LONGEST_LABEL = 0.6  # of the room; a longer label gets a smaller letter
TITLE, BODY, LABEL = 46, 30, 29  # sizes of letters
MOST_LINES = 2  # of one text; in the title of the picture one more
INK, SOFT_INK, GROUND = "#1d1d1b", "#4a4a48", "#ffffff"


class Paper:
    """Filled from top to bottom; ``_y`` is how far we are, in pixels.

    Everything is placed as for readers from the left. For readers from the right ``png`` turns
    the sheet around, as one would a transparency; letters stay as they are.
    """

    def __init__(self, *, rtl: bool) -> None:
        self._rtl = rtl
        self._y = float(MARGIN)
        self._place = Affine2D()
        self._figure = Figure(figsize=(WIDTH / DPI, 1), dpi=DPI, facecolor=GROUND)

    def heading(self, title: str, subtitle: str) -> None:
        self._paragraph(title, TITLE, BOLD, most=MOST_LINES + 1)
        self._y += GAP / 2
        self._paragraph(subtitle, BODY, colour=SOFT_INK)
        self._y += 2 * GAP

    def groups(self, groups: Sequence[Group]) -> None:
        """The longest bar and the widest label fill a line together."""
        bars = [bar for group in groups for bar in group.bars]
        widest = max((width(drawable(bar.label, BOLD), LABEL, BOLD) for bar in bars), default=0)
        space = min(widest, LONGEST_LABEL * ROOM)
        size = LABEL * space / max(widest, 1)
        scale = (ROOM - GAP - space) / max(1, max((bar.length for bar in bars), default=1))
        for group in groups:
            font = BOLD if group.bold else REGULAR
            self._paragraph(group.title, BODY, font)
            for bar in group.bars:
                self._bar(bar, scale, size, font)
            self._y += GAP

    def footer(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._y += GAP / 2
            self._paragraph(line, BODY)

    def png(self) -> bytes:
        height = round(self._y + MARGIN)
        self._figure.set_size_inches(WIDTH / DPI, height / DPI)
        self._place.scale(-1 if self._rtl else 1, -1)
        self._place.translate(WIDTH if self._rtl else 0, height)
        image = io.BytesIO()
        # Telegram makes a JPEG of it: a tenth more to send there, and half the time to write.
        self._figure.savefig(image, format="png", dpi=DPI, pil_kwargs={"compress_level": 1})
        return image.getvalue()

    def _paragraph(
        self,
        text: str,
        size: int,
        font: Path = REGULAR,
        *,
        colour: str = INK,
        most: int = MOST_LINES,
    ) -> None:
        def fits(line: str) -> bool:
            return width(line, size, font) <= ROOM

        for line in wrapped(drawable(text, font), fits, most):
            self._write(line, MARGIN, self._y + size, size, font, colour)
            self._y += size * LEADING

    def _bar(self, bar: Bar, scale: float, size: float, font: Path) -> None:
        length = max(3, round(bar.length * scale))  # a sliver shows where nothing stands
        top = round(self._y + (BAR_PITCH - BAR_HEIGHT) / 2)
        self._figure.add_artist(
            Rectangle(
                (MARGIN, top),
                length,
                BAR_HEIGHT,
                transform=self._place,
                facecolor=bar.colour,
                linewidth=0,
            )
        )
        baseline = top + BAR_HEIGHT / 2 + size * 0.36
        label = drawable(bar.label, font)
        self._write(label, MARGIN + length + GAP, baseline, size, font, INK)
        self._y += BAR_PITCH

    def _write(  # noqa: PLR0913, PLR0917  a line of text is where, how large, and in what
        self, line: str, x: float, y: float, size: float, font: Path, colour: str
    ) -> None:
        self._figure.add_artist(
            Text(
                x,
                y,
                (RLM if self._rtl else LRM) + line,
                transform=self._place,
                fontproperties=FontProperties(fname=font, size=size),
                color=colour,
                horizontalalignment="right" if self._rtl else "left",
                verticalalignment="baseline",
                parse_math=False,  # people write dollars too
            )
        )
