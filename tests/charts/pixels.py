"""A picture as rows of pixels."""

import io

import numpy as np
import numpy.typing as npt
from matplotlib.image import imread

Pixels = npt.NDArray[np.bool_]


class Seen:
    """What a PNG shows; raises when it is not a whole PNG."""

    def __init__(self, png: bytes) -> None:
        self._rgb = (imread(io.BytesIO(png), format="png")[:, :, :3] * 255).round().astype(int)
        self.height, self.width = self._rgb.shape[:2]

    def painted(self, colour: str) -> Pixels:
        """Where exactly this colour (``#rrggbb``) is."""
        wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        return np.asarray((self._rgb == wanted).all(axis=2))

    def bars(self, colour: str) -> list[tuple[int, int]]:
        """The first column and the length of each bar of this colour, from top to bottom."""
        painted = self.painted(colour)
        tall = painted.sum(axis=1) > 0
        starts = np.flatnonzero(tall & ~np.roll(tall, 1))
        rows = (np.flatnonzero(painted[start + 5]) for start in starts)
        return [(int(row[0]), len(row)) for row in rows]

    def ink_reaches_the_edge(self) -> bool:
        paper = self.painted("#ffffff")
        frame = (paper[:20], paper[-20:], paper[:, :20], paper[:, -20:])
        return not all(side.all() for side in frame)
