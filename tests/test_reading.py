"""Reading what people type: amounts, words, and what would turn a message around."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import Refusal
from flows.i18n import Translator, euros
from flows.reading import MOST_EUROS, Kind, Said, clean, clean_lines, whole_euros, words

ENGLISH = Translator().reader("en")

AMOUNTS = {
    "12500": 12500,
    " 12500 ": 12500,
    "12.500": 12500,
    "12,500": 12500,
    "12 500": 12500,
    "12\u00a0500": 12500,
    "12\u202f500": 12500,
    "12'500": 12500,
    "12.500,00": 12500,
    "12,500.00": 12500,
    "12.500,-": 12500,
    "2500,-": 2500,
    "2500,0": 2500,
    "€ 12.500": 12500,
    "€12.500": 12500,
    "12500€": 12500,
    "€ 12 500": 12500,
    "EUR 2500": 2500,
    "2500 euro": 2500,
    "2500 Euro's": 2500,
    "2500euros": 2500,
    "2500 avro": 2500,
    "٢٥٠٠ يورو": 2500,
    "٢٥٠٠": 2500,
    "٢٬٥٠٠": 2500,
    "٢٬٥٠٠٫٠٠": 2500,
    "１２５００": 12500,
    "\u200f2500\u200e": 2500,
    "\u061c٢٥٠٠": 2500,
    "0100": 100,
    "1": 1,
    "10.000.000": MOST_EUROS,
}


@pytest.mark.parametrize(("typed", "expected"), AMOUNTS.items(), ids=map(ascii, AMOUNTS))
def test_an_amount_is_read_however_it_is_written(typed: str, expected: int) -> None:
    assert whole_euros(Said(text=typed)) == expected * 100


HOW = "Type the amount in whole euros"
BETWEEN = "The amount must be between 1 euro and €\u00a010.000.000."
NO_AMOUNTS = {
    "0": BETWEEN,
    "00": BETWEEN,
    "10000001": BETWEEN,
    "1000000000000": BETWEEN,
    "1.000.000.000.000": BETWEEN,
    "9" * 4096: HOW,
    "⑩" * 4096: HOW,  # two digits each, once composed
    "-5": HOW,
    "−5": HOW,
    "+5": HOW,
    "12,5": HOW,
    "12,50": HOW,
    "0,99": HOW,
    "1.2.3": HOW,
    "1.23": HOW,
    "1.0000": HOW,
    "12.50.000": HOW,
    "1e6": HOW,
    "0x10": HOW,
    "½": HOW,
    "ten": HOW,
    "10k": HOW,
    "$ 100": HOW,
    "100-200": HOW,
    "€": HOW,
    "": HOW,
    " \n": HOW,
}


@pytest.mark.parametrize(("typed", "told"), NO_AMOUNTS.items(), ids=lambda x: ascii(x)[:20])
def test_what_is_no_amount_is_told_so(typed: str, told: str) -> None:
    assert told in refused(lambda: whole_euros(Said(text=typed)))


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.DOCUMENT, Kind.OTHER])
def test_a_caption_is_no_amount(kind: Kind) -> None:
    assert HOW in refused(lambda: whole_euros(Said(kind, "2500")))


@given(st.integers(1, MOST_EUROS))
def test_an_amount_as_we_write_it_can_be_typed(amount: int) -> None:
    assert whole_euros(Said(text=euros(amount * 100))) == amount * 100
    assert whole_euros(Said(text=f"{amount:,}")) == amount * 100
    assert whole_euros(Said(text=f"{amount:,}".replace(",", " "))) == amount * 100


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    for read in (whole_euros, lambda said: words(said, most=100)):
        try:
            assert read(Said(text=typed))
        except Refusal:
            continue


CLEANED = {
    "  two   words ": "two words",
    "two\nlines\tand tabs": "two lines and tabs",
    "\u202eturned\u202c": "turned",
    "\u2066a\u2067b\u2068c\u2069": "abc",
    "\u200eleft\u200f": "left",
    "\u061cmark": "mark",
    "bell\x07 null\x00": "bell null",
    "\ufeffmark": "mark",
    "half \ud800": "half",
    "e\u0301": "é",
    "👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧",  # what joins a family is no control
    "می\u200cخواهم": "می\u200cخواهم",
    "": "",
    "\u202e": "",
}


@pytest.mark.parametrize(("typed", "expected"), CLEANED.items(), ids=map(ascii, CLEANED))
def test_what_turns_text_around_is_taken_out(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once
    assert "\n" not in once


def test_lines_stay_lines() -> None:
    assert clean_lines(" one \r\n\n\n two\u202e \n \n") == "one\ntwo"


def test_words_are_counted_and_must_be_words() -> None:
    assert words(Said(text=" Trees  for\nall "), most=20) == "Trees for all"
    assert words(Said(text="one\ntwo"), most=20, many_lines=True) == "one\ntwo"
    assert words(Said(text="x" * 20), most=20) == "x" * 20
    assert words(Said(text="12"), most=20, figures=True) == "12"
    assert words(Said(text="شجرة"), most=20) == "شجرة"
    longer = refused(lambda: words(Said(text="x" * 21), most=20))
    assert longer == "Your text has 21 characters. At most 20 characters fit. Make it shorter."
    for nothing in ("", "12", "...", "🌳", "\u202e\u2066"):
        assert refused(lambda: words(Said(text=nothing), most=20)) == (  # noqa: B023  asked at once
            "I see no words yet. Please use a few words."
        )
    assert refused(lambda: words(Said(text="ab"), most=20, least=3)).startswith("I see no words")
    assert "I can only read text here." in refused(lambda: words(Said(Kind.OTHER), most=20))


def refused(ask: Callable[[], object]) -> str:
    """What the refusal says, in English."""
    with pytest.raises(Refusal) as caught:
        ask()
    return ENGLISH.plain(caught.value.text)
