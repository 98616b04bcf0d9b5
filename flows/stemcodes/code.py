"""What a stemcode looks like: ten symbols drawn at random, and two that check them.

The symbols are counted from 0 to 28, and 29 is a prime: the numbers modulo 29 are a field. In a
right code the sum of all numbers is 0, and so is the sum of each number times its place (1 to
12). No two places are equal modulo 29, so the two sums tell any two errors: every wrong symbol,
every two wrong symbols, and every two that changed places, side by side or not. (It is a
Reed–Solomon code with distance 3.)
"""

import hmac
import re
import secrets
import unicodedata

from flows.symbols import SYMBOLS

LENGTH, DRAWN, GROUP = 12, 10, 4
NEVER = "O, I, S, 0, 1, 2, 5"  # told to who typed a code wrong
PRIME = len(SYMBOLS)

# Keyboards of our readers also write these; each looks like one symbol only.
ALIKE = str.maketrans("АВСЕНКМРТХУΑΒΕΖΗΚΜΝΡΤΥΧ", "ABCEHKMPTXYABEZHKMNPTYX")
BETWEEN = r"[\s\-‐-―_.]"
RUN = re.compile(rf"(?<![^\W_])(?:[^\W_]{BETWEEN}{{0,3}}){{{LENGTH - 1}}}[^\W_](?![^\W_])")
IN_GROUPS = re.compile(rf"[^\W_]{{3,5}}(?:{BETWEEN}+[^\W_]{{3,5}}){{2}}")
HYPHENS = re.compile(r"[\-‐-―]")
CLOSE_TO = range(LENGTH - 2, LENGTH + 3)  # lengths of what was meant as a code


def new() -> str:
    """Twelve symbols, as they are kept nowhere and printed once."""
    drawn = [secrets.randbelow(PRIME) for _ in range(DRAWN)]
    total, weighed = syndrome(drawn)
    last = (DRAWN + 1) * total - weighed
    numbers = [*drawn, (-total - last) % PRIME, last % PRIME]
    return "".join(SYMBOLS[number] for number in numbers)


def shown(code: str) -> str:
    """``XXXX-XXXX-XXXX``."""
    return "-".join(code[first : first + GROUP] for first in range(0, LENGTH, GROUP))


def syndrome(numbers: list[int]) -> tuple[int, int]:
    """Both sums modulo 29; ``(0, 0)`` for a right code."""
    weighed = sum(place * number for place, number in enumerate(numbers, start=1))
    return sum(numbers) % PRIME, weighed % PRIME


def is_right(code: str) -> bool:
    known = len(code) == LENGTH and all(symbol in SYMBOLS for symbol in code)
    return known and syndrome([SYMBOLS.index(symbol) for symbol in code]) == (0, 0)


def find(text: str) -> str | None:
    """The right code that stands in a text, however it was typed; ``None`` if there is none."""
    plain = _plain(text)
    runs = (found[0] for start in range(len(plain)) if (found := RUN.match(plain, start)))
    return next((code for run in runs if is_right(code := _bare(run))), None)


def is_meant(text: str, *, hyphens: bool) -> bool:
    """Whether this was meant as a code. With ``hyphens`` words in groups of four are none.

    A symbol may be missing, or one too many. There is a letter and a figure in it, or it is all
    capitals: "buurtfeesten" has twelve letters too.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    bare = _bare(_plain(plain))
    if len(bare) not in CLOSE_TO or not bare.isascii() or not bare.isalnum():
        return False
    mixed = any(map(str.isalpha, bare)) and any(map(str.isdecimal, bare))
    grouped = IN_GROUPS.fullmatch(plain) is not None
    in_shape = grouped and HYPHENS.search(plain) if hyphens else grouped or len(bare) == LENGTH
    return bool(in_shape) and (mixed or plain.isupper())


def digest(pepper: bytes, code: str) -> bytes:
    """What the database keeps of a code."""
    return hmac.digest(pepper, code.encode(), "sha256")


def _plain(text: str) -> str:
    """Capitals without accents of form; figures of any script as ours."""
    wide = unicodedata.normalize("NFKC", text).upper().translate(ALIKE)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in wide)


def _bare(text: str) -> str:
    return re.sub(BETWEEN, "", text)
