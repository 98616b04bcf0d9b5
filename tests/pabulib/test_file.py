"""A ``.pb`` file is read and written without loss, and a bad one is told with its line."""

import tracemalloc
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.pabulib.file import LONGEST_LINE, PabulibError, PabulibFile, Table, read, write
from tests.pabulib.files import REAL, SMALL, parsed

CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@st.composite
def tables(draw: st.DrawFn, width: int | None = None) -> Table:
    width = width or draw(st.integers(2, 4))
    row = st.tuples(*[CELLS] * width)
    head = tuple(f"column {number}" for number in range(width))
    return Table(head, draw(st.lists(row, max_size=5)))


@given(
    meta=tables(width=2),
    projects=tables(),
    votes=tables(),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read_again(
    meta: Table, projects: Table, votes: Table, newline: str
) -> None:
    file = PabulibFile(meta, projects, votes, newline)
    assert parsed(write(file)) == file


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_come_back(newline: str, mark: str) -> None:
    given = (mark + SMALL.replace("\n", newline)).encode()
    assert write(parsed(given)) == given


def test_a_quoted_field_holds_a_semicolon() -> None:
    assert parsed(SMALL).projects.rows[1] == ("b", "500", "Benches; red ones")


@pytest.mark.skipif(not REAL, reason="the files of real elections are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_file_comes_back(path: Path) -> None:
    given = path.read_bytes()
    written = write(parsed(given))
    assert written.splitlines() == given.splitlines()
    assert parsed(written) == parsed(given)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", None, "no section META"),
        ("key;value\n", 1, "must begin with META"),
        (SMALL.partition("VOTES")[0], None, "no section VOTES"),
        (SMALL + "VOTES\nvoter_id;vote\n", 23, "a second section VOTES"),
        (SMALL.replace("budget;1000", "budget;1000;euros"), 9, "3 fields"),
        (SMALL.replace("a;600;Trees", "a;600"), 14, "2 fields"),
        (SMALL.replace("a;600;Trees", 'a;600;"Trees'), 15, "no row"),
        (SMALL.replace("key;value", "key;value;note"), 3, "2 fields"),
    ],
)
def test_a_file_that_is_none_tells_where(text: str, line: int | None, why: str) -> None:
    with pytest.raises(PabulibError, match=why) as caught:
        parsed(text)
    assert caught.value.line == line


def test_a_file_in_another_encoding_is_told() -> None:
    with pytest.raises(PabulibError, match="line 15: this is not UTF-8"):
        parsed(SMALL.replace("Benches", "Bänke").encode("latin-1"))


class Endless:
    """One line of a hundred megabytes, made as it is read."""

    def readline(self, size: int = 100_000_000) -> bytes:
        return b"a" * size


def test_a_line_of_a_hundred_megabytes_is_not_held() -> None:
    tracemalloc.start()
    with pytest.raises(PabulibError, match="line 1: the line is longer"):
        read(cast(BinaryIO, Endless()))
    assert tracemalloc.get_traced_memory()[1] < 4 * LONGEST_LINE
    tracemalloc.stop()
