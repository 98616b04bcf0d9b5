"""Small numbers are not published: who knows the others could tell what somebody chose."""

from collections.abc import Mapping
from typing import TypeVar

LEAST = 10  # people, so that nobody among them can be guessed

Key = TypeVar("Key")


def without_small(cells: Mapping[Key, int], least: int = LEAST) -> dict[Key, int | None]:
    """The parts of a total that is published itself; ``None`` where one is not told.

    A part under ``least`` is hidden, also a zero: "nobody with a code chose it" tells of each of
    them. Then so many of the next smallest are hidden, that at least two are, and that they are
    ``least`` people or more together: else the total minus the rest would tell it after all.
    """
    ascending = sorted(cells, key=lambda key: cells[key])
    hidden = [key for key in ascending if cells[key] < least]
    for key in ascending[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(cells[it] for it in hidden) >= least):
            break
        hidden.append(key)
    return {key: None if key in hidden else many for key, many in cells.items()}
