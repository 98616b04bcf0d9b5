"""What is written of a text is that text again, and the formatter has nothing to add."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.source import Argument, Words, called

TEXTS = [
    "Hi",
    "She said: \"It's mine\" and 'yes'. " * 9,
    "Dear neighbours,\n\nwe plant trees on Saturday:\tcome!\n" * 3,
    "word " * 200,
    "w" * 4096,
    "\u200fنزرع الأشجار في الساحة، تعالوا معنا يوم السبت.\n" * 5,
    "\u202eevil\u2066\u2069 words\u2028" * 30,
    "👨‍👩‍👧‍👦 🌳" * 40,
    "C:\\new\\table \x00\x85\r" * 20,
    "植樹 " * 60,
    "a" * 70,
    "a" * 76,
    "a" * 80,
]
HEAD = "async def test_recorded(fatma: Actor, street: Group) -> None:\n"


def evaluated(lines: list[str]) -> tuple[object, ...]:
    names = {"fatma": lambda *given: given, "street": 7}
    (*given,) = eval("\n".join(lines), names)  # noqa: S307  our own words
    return tuple(given)


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_it_means_the_same(texts: list[str]) -> None:
    as_text = called("fatma", [*map(Words, texts), "street"])
    as_bytes = called("fatma", [*(Words(text, is_bytes=True) for text in texts), "street"])
    assert evaluated(list(as_text)) == (*texts, 7)
    assert evaluated(list(as_bytes)) == (*(text.encode() for text in texts), 7)


def ways(text: str) -> Iterator[Sequence[Argument]]:
    yield [Words(text)]
    yield [Words(text), "group=street"]
    yield [Words("Who comes?"), Words(text)]
    yield [Words("a.csv"), Words(text, is_bytes=True)]


def test_the_formatter_leaves_it() -> None:
    calls = [called("await fatma.sends", way) for text in TEXTS for way in ways(text)]
    written = HEAD + "".join(f"    {line}\n" for lines in calls for line in lines)
    assert ruff("format", "-", given=written) == written
    select = ("--select=E,W,PL,UP,Q,ISC", "--ignore=ISC001,PLR0915")
    assert ruff("check", *select, "-", given=written) == "All checks passed!\n"


def ruff(*command: str, given: str) -> str:
    return subprocess.run(  # noqa: S603  our own words
        (sys.executable, "-m", "ruff", *command),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    ).stdout
