"""What stands on buttons, read from the code: so that a button is found before anyone sees it."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

# Where a label stands among the arguments of a call.
PLACES = {"Button": 0, "edit": 2, "Form": 1, "Reason": 0}


@cache
def labels(root: Path) -> frozenset[str]:
    """Texts (msgids) of ``t()`` and ``tn()`` that become the label of a button.

    A label in a variable, or from a function, is found if that is in the same module.
    """
    return frozenset(
        text
        for package in ("bot", "flows", "scheduler")
        for path in sorted((root / package).rglob("*.py"))
        for text in _of_module(ast.parse(path.read_text(encoding="utf-8")))
    )


def _of_module(module: ast.Module) -> Iterator[str]:
    named = dict(_named(module))
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            place = PLACES.get(call.func.id, len(call.args))
            for label in call.args[place : place + 1]:
                yield from _texts(label, named)


def _named(module: ast.Module) -> Iterator[tuple[str, list[ast.expr]]]:
    """What each variable and each function of a module can stand for."""
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, [node.value]
        elif isinstance(node, ast.FunctionDef):
            answers = [it.value for it in ast.walk(node) if isinstance(it, ast.Return)]
            yield node.name, [answer for answer in answers if answer is not None]


def _texts(label: ast.expr, named: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    match label:
        case ast.Call(func=ast.Name(id="t" | "tn"), args=args):
            for text in args[:2]:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value
        case ast.Call(func=ast.Name(id=name)) | ast.Name(id=name):
            for meant in named.get(name, []):
                yield from _texts(meant, {})
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, named)
            yield from _texts(orelse, named)
