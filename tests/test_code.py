"""The symbols of a stemcode: every one or two errors are seen, and no typing habit is one."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.stemcodes.code import LENGTH, PRIME, digest, find, is_meant, is_right, new, shown
from flows.stemcodes.code import syndrome as sums
from flows.symbols import SYMBOLS


def test_no_one_or_two_errors_make_another_right_code() -> None:
    """The sums are linear: what an error adds to them does not depend on the code.

    So it is enough to look at all words of which one or two symbols are not 0: 51,408 of them.
    """
    assert PRIME == len(set(SYMBOLS)) == 29
    errors = range(1, PRIME)
    for place, error in product(range(LENGTH), errors):
        word = [0] * LENGTH
        word[place] = error
        assert sums(word) != (0, 0)
    for (one, other), (a, b) in product(combinations(range(LENGTH), 2), product(errors, errors)):
        word = [0] * LENGTH
        word[one], word[other] = a, b
        assert sums(word) != (0, 0)


def test_of_one_code_all_single_errors_and_all_swaps_are_seen() -> None:
    code = new()
    wrong = {
        code[:place] + symbol + code[place + 1 :]
        for place, symbol in product(range(LENGTH), SYMBOLS)
    }
    for one, other in combinations(range(LENGTH), 2):
        swapped = list(code)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        wrong.add("".join(swapped))
    assert [it for it in wrong if is_right(it)] == [code]


def test_codes_are_drawn_from_all_symbols() -> None:
    drawn = [new() for _ in range(500)]
    assert len(set(drawn)) == 500
    assert {symbol for code in drawn for symbol in code} == set(SYMBOLS)
    assert all(map(is_right, drawn))


HABITS = {
    "as printed": shown,
    "small": str.lower,
    "spaces": lambda code: " ".join((code[:4], code[4:8], code[8:])),
    "every symbol apart": " ".join,
    "other hyphens": lambda code: shown(code).replace("-", " – "),
    "in a sentence": lambda code: f"Mijn code is {shown(code).lower()}, dank je wel!",
    "full width": lambda code: "".join(chr(ord(it) + 0xFEE0) for it in code),
    "Arabic figures": lambda code: code.translate(str.maketrans("346789", "٣٤٦٧٨٩")),
    "Cyrillic letters": lambda code: code.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")),
    "a line break": lambda code: f"{code[:6]}\n{code[6:]}",
}


@pytest.mark.parametrize("habit", HABITS.values(), ids=HABITS)
def test_a_code_is_read_however_it_is_typed(habit: object) -> None:
    assert callable(habit)
    for _ in range(50):
        code = new()
        assert find(habit(code)) == code


@pytest.mark.parametrize("never", "OIS0125")
def test_a_symbol_that_is_never_in_a_code_is_no_guess(never: str) -> None:
    code = new()
    for place in range(LENGTH):
        typed = shown(code[:place] + never + code[place + 1 :])
        assert find(typed) is None
        assert is_meant(typed, hyphens=True)


MEANT = ("ABCD-EFG7-HJK", "abcd-efg7-hjklm", "ABCD EFG7 HJKL", "abcdefg7hjkl", "ABCDEFGHJKLM")
NOT_MEANT = (
    "buurtfeesten",
    "meer bank hier",
    "06-12345678",
    "NL91 ABNA 0417 1643 00",
    "1094 AB",
    "",
    "Een speeltuin met 12 schommels op het Javaplein",
    "كلمة كلمة كلمة",
)


def test_what_was_meant_as_a_code() -> None:
    assert [it for it in MEANT if not is_meant(it, hyphens=False)] == []
    assert [it for it in NOT_MEANT if is_meant(it, hyphens=False)] == []
    assert not is_meant("Park 2027 open", hyphens=True), "an answer to a question"


@given(st.text(max_size=200))
def test_whatever_is_typed_is_no_trouble(text: str) -> None:
    found = find(text)
    assert found is None or is_right(found)
    is_meant(text, hyphens=False)


def test_another_pepper_gives_another_digest() -> None:
    assert digest(b"a", "ABCDEFGHJKLM") != digest(b"b", "ABCDEFGHJKLM")
    assert len(digest(b"a", "ABCDEFGHJKLM")) == 32
