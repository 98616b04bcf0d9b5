"""A file of budget lines, read by itself: what it takes, and what it says about the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.budget.cells import Known
from flows.budget.parsing import MOST_ROWS, parse
from flows.errors import Refusal
from flows.i18n import Translator

KNOWN = Known(
    frozenset({"MF", "MG"}), frozenset({"buurtbegroting", "oost begroot"}), date(2027, 2, 2)
)
ENGLISH = "area;pot;name;budgeted;committed;spent;as_of;source"
DUTCH = "Bron;Peildatum;Uitgegeven;Verplicht;Begroot;Naam;Pot;Wijk"
READER = Translator().reader("en")


def row(**changed: str) -> str:
    cells = {
        "area": "MF",
        "pot": "buurtbegroting",
        "name": "Spelen",
        "budgeted": "1",
        "committed": "0",
        "spent": "0",
        "as_of": "2026-12-31",
        "source": "Jaarrekening",
    }
    return ";".join({**cells, **changed}.values())


def mistake(text: str) -> str:
    """The one mistake in a row under the English header, without its place."""
    (found,) = parse(f"{ENGLISH}\n{text}".encode(), KNOWN).mistakes
    return READER.plain(found.what)


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        parse(content, KNOWN)
    return READER.plain(refused.value.text)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12500", 12_500_00),
        ("12.500", 12_500_00),
        ("12.500,00", 12_500_00),
        ("€ 12.500", 12_500_00),
        ("12,500.5", 12_500_50),
        ("12 500,-", 12_500_00),
        ("1.234.567,89", 1_234_567_89),
        ("１２", 12_00),
        ("-12,5", -12_50),
        ("- € 12", -12_00),
    ],
)
def test_an_amount_is_read_whatever_its_separators(typed: str, cents: int) -> None:
    (line,) = parse(f"{ENGLISH}\n{row(spent=typed)}".encode(), KNOWN).lines
    assert line.spent == cents


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"spent": ""}, "I cannot read this amount."),
        ({"spent": "1.5.5"}, "I cannot read this amount."),
        ({"spent": "--5"}, "I cannot read this amount."),
        ({"spent": "=A1"}, "This is a formula."),
        ({"spent": "1000000000000"}, "This amount is too high."),
        ({"committed": "-1"}, "This amount cannot be below zero."),
        ({"name": ""}, "This cell is empty."),
        ({"name": "=HYPERLINK(1)"}, "This looks like a formula."),
        ({"name": "Spe\u202elen"}, "This cell has hidden characters."),
        ({"name": '"Spe\nlen"'}, "This cell has hidden characters."),
        ({"name": "a" * 101}, "This text is too long. At most 100 characters fit."),
        ({"area": "XX"}, "I do not know neighbourhood XX."),
        (
            {"pot": "spaarpot"},
            "I do not know this pot. Choose from: buurtbegroting, oost begroot.",
        ),
        ({"as_of": "31-2-2026"}, "I cannot read this date."),
        ({"as_of": "3-2-2027"}, "This date is in the future, or too long ago."),
        ({"source": "Bron;and more"}, "There are more cells than columns."),
    ],
)
def test_what_is_wrong_in_a_cell_is_told(changed: dict[str, str], said: str) -> None:
    assert mistake(row(**changed)).startswith(said)


def test_a_dutch_header_in_any_order_is_understood() -> None:
    content = f"\ufeff{DUTCH}\r\nBron;1-2-2026;3;2;1;Groen;Oost_Begroot;mf\r\n;;;;;;;\r\n"
    (line,) = parse(content.encode(), KNOWN).lines
    assert (line.area, line.pot, line.as_of) == ("MF", "oost begroot", date(2026, 2, 1))
    assert (line.budgeted, line.committed, line.spent, line.left) == (100, 200, 300, -200)


def test_commas_and_quotes_are_understood() -> None:
    content = ENGLISH.replace(";", ",") + '\nMF,buurtbegroting,"Groen, ""fijn""","1.000,50",0,0,'
    (line,) = parse(f"{content}2026-12-31,Bron".encode(), KNOWN).lines
    assert (line.name, line.budgeted) == ('Groen, "fijn"', 1_000_50)


def test_a_line_that_is_there_twice_is_a_mistake() -> None:
    assert mistake(f"{row()}\n{row(name='SPELEN')}") == "This line is in row 2 too."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "I see no header."),
        (b"1;2;3", "I see no header."),
        (ENGLISH.encode(), "There are no budget lines in this file."),
        (f"{ENGLISH};Wijk\n{row()}".encode(), "These columns are there twice: area."),
        (f'{ENGLISH}\nMF;"open'.encode(), "I cannot read on after line 2."),
        (b"PK\x03\x04rest", "This is a spreadsheet."),
        (ENGLISH.encode("utf-16-le"), "This file is in UTF-16."),
        (f"{ENGLISH}\n{row(name='Café')}".encode("cp1252"), "This file is in an old encoding."),
        (f"{ENGLISH}\n{row()}\n".encode() + b"\n" * MOST_ROWS, "This file has too many rows."),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, said: str) -> None:
    assert refusal(content).startswith(said)


def test_the_most_rows_fit() -> None:
    rows = "\n".join(row(name=f"Post {number}") for number in range(MOST_ROWS))
    assert len(parse(f"{ENGLISH}\n{rows}".encode(), KNOWN).lines) == MOST_ROWS


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_surprise_it(content: bytes) -> None:
    for start in (b"", f"{ENGLISH}\n".encode()):
        try:
            parsed = parse(start + content, KNOWN)
        except Refusal:
            continue
        assert parsed.mistakes or parsed.lines
