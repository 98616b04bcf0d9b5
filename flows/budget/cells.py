"""One cell of a file of budget lines: what may stand in it, and what it means.

Every reader takes the cell as it was written and raises ``Refusal`` with what is wrong.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.errors import Refusal
from flows.reading import CENT, UNWANTED, clean
from flows.text import Code, Money, t, tn

MOST_CENTS = 100_000_000 * CENT  # more than any district has: a typing error
OLDEST = date(2000, 1, 1)
LONGEST_NAME, LONGEST_SOURCE = 100, 200  # as in the table
FORMULA = ("=", "+", "-", "@")  # a spreadsheet would run a text that begins like this

AMOUNT = re.compile(r"(\d+|\d{1,3}([.,' ])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,2}|-))?")
DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """What lines may speak of; figures of after ``today`` do not exist yet."""

    areas: frozenset[str]  # codes of wijken
    pots: frozenset[str]  # keys
    today: date  # in Amsterdam


def area(cell: str, known: Known) -> str:
    code = _text(cell, 8).upper()
    if code not in known.areas:
        raise Refusal(t("I do not know neighbourhood {code}.", code=Code(code)))
    return code


def pot(cell: str, known: Known) -> str:
    key = _text(cell, 24).casefold().replace("_", " ")
    if key not in known.pots:
        pots = ", ".join(sorted(known.pots))
        raise Refusal(t("I do not know this pot. Choose from: {pots}.", pots=Code(pots)))
    return key


def name(cell: str, _known: Known) -> str:
    return _text(cell, LONGEST_NAME)


def source(cell: str, _known: Known) -> str:
    return _text(cell, LONGEST_SOURCE)


def money(cell: str, known: Known) -> int:
    """An amount that cannot be below zero: what is planned or promised."""
    cents = balance(cell, known)
    if cents < 0:
        raise Refusal(t("This amount cannot be below zero."))
    return cents


def balance(cell: str, _known: Known) -> int:
    """Cents of ``12500``, ``€ 12.500``, ``12.500,00`` or ``-350,50``.

    What is spent may be below zero: more money came back than went out.
    """
    typed = unicodedata.normalize("NFKC", clean(cell)).replace("\N{MINUS SIGN}", "-")
    if typed.startswith(("=", "@")):
        raise Refusal(t("This is a formula. Fill in the amount itself."))
    plain = re.sub(r"^(-?) ?€? ?(-?)", r"\1\2", typed)
    match = AMOUNT.fullmatch(plain.removeprefix("-"))
    if match is None:
        raise Refusal(t("I cannot read this amount. Write it like 12500 or 12.500,50."))
    cents = int(re.sub(r"\D", "", match[1])) * CENT + int(
        (match[3] or "0").strip("-").ljust(2, "0")
    )
    if cents > MOST_CENTS:
        raise Refusal(t("This amount is too high. At most {most} fits.", most=Money(MOST_CENTS)))
    return -cents if plain.startswith("-") else cents


def day(cell: str, known: Known) -> date:
    written = DUTCH_DAY.sub(lambda m: f"{m[3]}-{m[2]:0>2}-{m[1]:0>2}", cell.strip())
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise Refusal(t("I cannot read this date. Write it like 31-12-2026.")) from None
    if not OLDEST <= found <= known.today:
        raise Refusal(t("This date is in the future, or too long ago."))
    return found


READERS: Mapping[str, Callable[[str, Known], Any]] = {
    "area": area,
    "pot": pot,
    "name": name,
    "budgeted": money,
    "committed": money,
    "spent": balance,
    "as_of": day,
    "source": source,
}


def _text(cell: str, most: int) -> str:
    if UNWANTED.search(cell) or "\n" in cell or "\t" in cell:
        raise Refusal(t("This cell has hidden characters. Type it again."))
    text = clean(cell)
    if not text:
        raise Refusal(t("This cell is empty."))
    if text.startswith(FORMULA):
        raise Refusal(t("This looks like a formula. Start with a letter or a number."))
    if len(text) > most:
        raise Refusal(
            tn(
                "This text is too long. At most {n} character fits.",
                "This text is too long. At most {n} characters fit.",
                most,
            )
        )
    return text
