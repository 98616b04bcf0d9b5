"""The table of Telegram's error texts, where it is at hand: each of them is expected by a test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground.description import PLACE
from tests.playground.test_refusals import ROWS

TABLE = PLACE.with_name("behaviour.md")
ROW = re.compile(r"^\| (?P<call>[^|]+) \| (?P<code>\d{3})[^|]* \| (?P<texts>.+) \|$", re.MULTILINE)
KINDS = ("Bad Request: ", "Forbidden: ", "Conflict: ", "Not Found: ", "Too Many Requests: ")
# Rows that name no text of their own: the end of another, a part of the answer, a number of 429.
BESIDE = ("parameters.", "group chat")


def listed() -> Iterator[tuple[int, str]]:
    """Code and text of each refusal in the table."""
    for row in ROW.finditer(TABLE.read_text(encoding="utf-8")):
        for text in re.findall(r"`([^`]+)`", row["texts"]):
            if not text.startswith(BESIDE):
                whole = text.startswith(KINDS) or row["code"] == "401"
                said = text if whole else f"Bad Request: {text}"
                yield int(row["code"]), re.sub(r"\bN$", "1", said)


def expected() -> set[str]:
    """Every text that stands in a test here, with and without the kind before it."""
    texts = {description for _, _, _, description in ROWS}
    for path in Path(__file__).parent.glob("test_*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts |= {str(n.value) for n in nodes if isinstance(n, ast.Constant)}
    return texts | {f"Bad Request: {text}" for text in texts}


def test_every_text_of_the_table_is_expected_by_a_test() -> None:
    if not TABLE.exists():
        pytest.skip("the table of error texts is not here")
    table, tested = list(listed()), expected()
    assert len(table) > 40
    assert [row for row in table if row[1] not in tested] == []
    codes = {description: code for _, _, code, description in ROWS}
    assert [row for row in table if codes.get(row[1], row[0]) != row[0]] == []
