"""A screen as one reader sees it, within the limits of a chat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import Gone
from flows.i18n import Translator
from flows.kernel import Button, Screen, number
from flows.layout import (
    DATA_LIMIT,
    LABEL_LIMIT,
    ROW_LIMIT,
    TEXT_LIMIT,
    lay_out,
    pack,
    shorten,
    split,
    unpack,
)
from flows.text import just, t

TRANSLATOR = Translator()
ENGLISH, ARABIC = TRANSLATOR.reader("en"), TRANSLATOR.reader("ar")


def units(text: str) -> int:
    """Telegram counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


PARAGRAPH = st.lists(
    st.text(st.sampled_from("ab🌳ش "), min_size=1, max_size=40), min_size=1, max_size=8
).map("\n".join)


@given(st.lists(PARAGRAPH, min_size=1, max_size=12).map("\n\n".join))
def test_a_long_text_is_cut_between_lines_and_nothing_is_lost(text: str) -> None:
    parts = split(text, 100)
    assert all(units(part) <= 100 for part in parts)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    lines = text.split("\n")
    assert all(line in lines for part in parts for line in part.split("\n"))


def test_a_text_is_cut_between_paragraphs_when_it_can() -> None:
    first, second = "one\ntwo", "three\nfour"
    assert split(f"{first}\n\n{second}", 12) == [first, second]
    assert split("a" * TEXT_LIMIT) == ["a" * TEXT_LIMIT]
    assert split("one\ntwo\nthree", 8) == ["one\ntwo", "three"]


def test_an_emoji_counts_for_two() -> None:
    assert split("🌳" * 5 + "\n" + "🌳" * 5, 20) == ["🌳" * 5, "🌳" * 5]
    assert split("🌳" * 10, 20) == ["🌳" * 10]


def test_a_line_that_fits_nowhere_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="more than"):
        split("a" * (TEXT_LIMIT + 1))


def test_the_keys_carry_labels_and_data() -> None:
    rows = ((Button(t("Go on"), "start.areas"), Button(just("Oost"), "start.area", "oost")),)
    sheet = lay_out(Screen(t("Choose your neighbourhood."), rows), ENGLISH)
    assert sheet.parts == ("Choose your neighbourhood.",)
    assert [[data for _, data in row] for row in sheet.keys] == [
        ["start.areas", "start.area:oost"]
    ]


def test_a_reader_from_the_right_gets_the_first_key_on_the_right() -> None:
    rows = (
        (Button(just("1"), "one"), Button(just("2"), "two"), Button(just("3"), "three")),
        (Button(just("4"), "four"),),
    )
    screen = Screen(t("Help"), rows)
    assert [[data for _, data in row] for row in lay_out(screen, ENGLISH).keys] == [
        ["one", "two", "three"],
        ["four"],
    ]
    assert [[data for _, data in row] for row in lay_out(screen, ARABIC).keys] == [
        ["three", "two", "one"],
        ["four"],
    ]


def test_a_long_label_is_shortened() -> None:
    sheet = lay_out(Screen(t("Help"), ((Button(just("x" * 200), "home"),),)), ENGLISH)
    ((label, _),) = sheet.keys[0]
    assert len(label) == LABEL_LIMIT
    assert label.endswith("…")
    assert shorten("x" * 10, 10) == "x" * 10
    assert shorten("one two three", 9) == "one two…"


def test_too_many_rows_and_too_much_data_are_faults_of_ours() -> None:
    row = (Button(t("Go on"), "home"),)
    assert len(lay_out(Screen(t("Help"), (row,) * ROW_LIMIT), ENGLISH).keys) == ROW_LIMIT
    with pytest.raises(ValueError, match="13 rows"):
        lay_out(Screen(t("Help"), (row,) * (ROW_LIMIT + 1)), ENGLISH)
    for arg in ("x" * (DATA_LIMIT - 4), "é" * DATA_LIMIT):
        with pytest.raises(ValueError, match="too long"):
            pack(Button(t("Go on"), "home", arg))


@given(
    st.text(st.characters(exclude_characters=":", max_codepoint=127), max_size=10),
    st.text(st.characters(max_codepoint=127), max_size=10),
)
def test_what_is_packed_is_unpacked(action: str, arg: str) -> None:
    assert unpack(pack(Button(t("Go on"), action, arg))) == (action, arg)


@pytest.mark.parametrize("arg", ["", "-1", "1.0", "x", "١", "9" * 10, " 1", "1 ", "0x1"])
def test_a_button_carries_a_number_or_is_gone(arg: str) -> None:
    with pytest.raises(Gone):
        number(arg)


def test_a_number_is_a_number() -> None:
    assert number("007") == 7
    assert number("9" * 9) == 999_999_999 < 2**31
