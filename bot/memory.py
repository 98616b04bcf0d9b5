"""Garbage collection for a process that lives long on top of a large library.

aiogram's types are some hundred thousand objects that stay for ever. Python's collector would
walk through them again and again, which doubles or triples what an update costs.
"""

import gc

THRESHOLDS = (50_000, 20, 50)  # Python's own are (700, 10, 10)


def settle() -> None:
    """Leave what is there now out of every later collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
