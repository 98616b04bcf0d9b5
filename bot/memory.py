"""What a process that lives long on top of aiogram need not carry. To be imported before it.

aiogram builds its types when it is imported, some four hundred, and then a hundred megabytes
stay, of which a bot uses a tenth. Here each is built when it is used first. And they are some
hundred thousand objects that stay for ever: Python's collector would walk through them again and
again, which doubles or triples what an update costs.
"""

import gc
import re
import sys
from itertools import chain
from typing import Any

from pydantic import BaseModel

WORD = re.compile(r"\w+")
THRESHOLDS = (50_000, 20, 50)  # Python's own are (700, 10, 10)


def settle() -> None:
    """Leave what is there now out of every later collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def _load_aiogram() -> None:
    own = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(_name)  # type: ignore[assignment,method-assign]
    try:
        import aiogram.types  # noqa: F401, PLC0415  this is what has to be different
    finally:
        BaseModel.model_rebuild = own  # type: ignore[method-assign]


def _name(model: type[BaseModel], *, _types_namespace: dict[str, Any]) -> None:
    """In the place of ``model_rebuild``, when all types are there.

    Each module gets the names that it has for type checkers only; pydantic looks for them there.
    """
    module = vars(sys.modules[model.__module__])
    told = [vars(base).get("__annotations__", {}).values() for base in model.__mro__]
    for name in WORD.findall(" ".join(map(str, chain(*told)))):
        if name in _types_namespace:
            module.setdefault(name, _types_namespace[name])


if "aiogram" not in sys.modules:
    _load_aiogram()
