"""What a process that lives long on top of aiogram need not carry. To be imported before it.

aiogram builds its types when it is imported, some four hundred, and then a hundred megabytes
stay, of which a bot uses a tenth. Here each is built when it is used first. And they are some
hundred thousand objects that stay for ever: Python's collector would walk through them again and
again, which doubles or triples what an update costs.
"""

import gc
import sys
from typing import Any

from pydantic import BaseModel

THRESHOLDS = (50_000, 20, 50)  # Python's own are (700, 10, 10)


def settle() -> None:
    """Leave what is there now out of every later collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def _load_aiogram() -> None:
    own = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(_keep_names)  # type: ignore[assignment,method-assign]
    try:
        from aiogram import methods, types  # noqa: PLC0415  this is what has to be different
    finally:
        BaseModel.model_rebuild = own  # type: ignore[method-assign]
    names = {name: getattr(types, name) for name in types.__all__}
    for name in methods.__all__:
        getattr(methods, name).__pydantic_parent_namespace__ = names


def _keep_names(model: type[BaseModel], *, _types_namespace: dict[str, Any]) -> None:
    """In the place of ``model_rebuild``: pydantic finds the names when the type is used."""
    model.__pydantic_parent_namespace__ = _types_namespace


if "aiogram" not in sys.modules:
    _load_aiogram()
