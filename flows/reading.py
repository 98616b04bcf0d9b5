"""Reading what people type: forgiving about form, strict about meaning."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from flows.errors import Refusal
from flows.text import Money, t, tn

CENT = 100
MOST_EUROS = 10_000_000  # far above any pot; more is a typing error


class Kind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    OTHER = "other"  # a voice note, a sticker, a location: nothing we can read


@dataclass(frozen=True, slots=True)
class Document:
    """A file. ``content`` is ``None`` when it was too large, or not asked for."""

    name: str
    size: int  # bytes
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody sent instead of pressing a button."""

    kind: Kind = Kind.TEXT
    text: str = ""
    photo: str | None = None  # Telegram's file id
    document: Document | None = None


# Controls, embeddings and isolates could turn the rest of a message around; halves of a
# character could not be sent.
UNWANTED = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
AMOUNT = re.compile(r"(\d{1,15}|\d{1,3}(?:[.,'٬ ]\d{3}){1,4})(?:[.,٫](?:[0٠]{1,2}|-))?")
CURRENCY = re.compile(r"(?i)€|eur(?:o'?s?)?\b|avro\b|يورو|(?<=\d) (?=\d)")


def clean(text: str) -> str:
    """One line, composed characters, without what turns text around."""
    return " ".join(UNWANTED.sub("", unicodedata.normalize("NFC", text)).split())


def clean_lines(text: str) -> str:
    return "\n".join(filter(None, (clean(line) for line in text.splitlines())))


def words(
    said: Said, *, most: int, least: int = 1, many_lines: bool = False, figures: bool = False
) -> str:
    """A text of at most ``most`` characters, with letters in it, or ``figures``.

    Raises ``Refusal``.
    """
    if said.kind is not Kind.TEXT:
        raise Refusal(t("I can only read text here. Please type your answer."))
    text = clean_lines(said.text) if many_lines else clean(said.text)
    if len(text) > most:
        raise Refusal(
            tn(
                "Your text has {long} characters. At most {n} character fits. Make it shorter.",
                "Your text has {long} characters. At most {n} characters fit. Make it shorter.",
                most,
                long=len(text),
            )
        )
    readable = str.isalnum if figures else str.isalpha
    if len(text) < least or not any(readable(character) for character in text):
        raise Refusal(t("I see no words yet. Please use a few words."))
    return text


def whole_euros(said: Said) -> int:
    """An amount in whole euros, answered in cents. Raises ``Refusal``.

    ``12500``, ``€ 12.500``, ``12,500``, ``12.500,00`` and ``１２٥٠٠`` are the same amount: a
    group of three digits is thousands, one or two are cents, whatever the separator.
    """
    typed = unicodedata.normalize("NFKC", clean(said.text)) if said.kind is Kind.TEXT else ""
    match = AMOUNT.fullmatch(CURRENCY.sub("", typed).strip())
    if match is None:
        raise Refusal(t("Type the amount in whole euros, for example 2500."))
    euros = int(re.sub(r"\D", "", match[1]))
    if not 0 < euros <= MOST_EUROS:
        raise Refusal(
            t("The amount must be between 1 euro and {most}.", most=Money(MOST_EUROS * CENT))
        )
    return euros * CENT
