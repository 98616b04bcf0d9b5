"""The machine-readable description of the Bot API, and values held against it."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

NEXT_TO_THE_PROJECT = Path(__file__).parents[3] / "shared" / "bot_api" / "bot-api-10.3.json"
PLACE = Path(os.environ.get("BOT_API_DESCRIPTION", NEXT_TO_THE_PROJECT))
PLAIN: dict[str, tuple[type, ...]] = {"int": (int,), "str": (str,), "float": (int, float)}


class Description:
    def __init__(self, path: Path = PLACE) -> None:
        content = json.loads(path.read_text(encoding="utf-8"))
        self.version: str = content["api_version"]
        self.methods: dict[str, Any] = content["methods"]
        self.types: dict[str, Any] = content["types"]

    def answer_problems(self, method: str, result: Any) -> list[str]:
        return self.any_of(self.methods[method]["returns"], result, method)

    def update_problems(self, update: dict[str, Any]) -> list[str]:
        return self.object_problems("Update", update, "Update")

    def call_problems(self, method: str, parameters: dict[str, Any]) -> list[str]:
        return self.fields(self.methods[method]["params"], parameters, method)

    def any_of(self, types: list[Any], value: Any, where: str) -> list[str]:
        """The problems of the type that fits best; none when one fits."""
        found = [self.problems(kind, value, where) for kind in types]
        return min(found, key=len)

    def problems(self, kind: Any, value: Any, where: str) -> list[str]:
        if isinstance(kind, dict):
            if not isinstance(value, list):
                return [f"{where}: no list but {value!r}"]
            items = enumerate(value)
            return [p for n, v in items for p in self.any_of(kind["array"], v, f"{where}[{n}]")]
        if kind in PLAIN:
            fits = isinstance(value, PLAIN[kind]) and not isinstance(value, bool)
            return [] if fits else [f"{where}: no {kind} but {value!r}"]
        if kind in ("bool", "true"):
            fits = value is True or (kind == "bool" and value is False)
            return [] if fits else [f"{where}: no {kind} but {value!r}"]
        return self.object_problems(kind, value, where)

    def object_problems(self, kind: str, value: Any, where: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: no {kind} but {value!r}"]
        if subtypes := self.types[kind].get("subtypes"):
            return self.any_of(subtypes, value, where)
        return self.fields(self.types[kind]["fields"], value, f"{where}:{kind}")

    def fields(self, known: dict[str, Any], value: dict[str, Any], where: str) -> list[str]:
        wrong = [f"{where}: unknown {name}" for name in value if name not in known]
        required = [name for name, field in known.items() if field["required"]]
        wrong += [f"{where}: no {name}" for name in required if name not in value]
        for name, part in value.items():
            if name in known:
                field, place = known[name], f"{where}.{name}"
                wrong += self.any_of(field["types"], part, place)
                if part not in field.get("enum", [part]):
                    wrong.append(f"{place}: {part!r} is none of those allowed")
        return wrong


@cache
def described() -> Description | None:
    return Description() if PLACE.exists() else None
