"""Texts that do not know their language yet.

A flow says *what* to tell; the edge decides *in which language*, because the person who acts
and the person who reads are often not the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Money:
    """Euros as integer cents. Looks the same in every language: ``€ 12.500``."""

    cents: int


@dataclass(frozen=True, slots=True)
class Code:
    """A number, command or code that reads from left to right in every language."""

    value: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language, by the name it has in the language of the reader."""

    locale: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day short enough for a button: ``Fri 5 Feb``."""

    value: date


@dataclass(frozen=True, slots=True)
class Words:
    """What an officer or a resident wrote, in one or more languages: ``{locale: text}``.

    The reader gets their own language where it is there, else the ``source`` language.
    """

    by_locale: Mapping[str, str]
    source: str = "nl"

    def of(self, locale: str) -> str:
        return self.by_locale.get(locale) or self.by_locale[self.source]


@dataclass(frozen=True, slots=True)
class Text:
    """A whole English sentence (``msgid``) and its arguments, translated when it is read."""

    msgid: str
    plural: str | None = None
    n: int = 0
    args: Mapping[str, "Arg"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts one under the other. ``gap`` is what stands between them."""

    parts: tuple["Speech", ...]
    gap: str = "\n"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Said in this language, whoever reads it: how one asks which language somebody reads."""

    locale: str
    speech: "Speech"


@dataclass(frozen=True, slots=True)
class Missing:
    """Said only to a reader in whose language ``words`` are not there."""

    words: Words
    speech: "Speech"


Speech = Text | Lines | Spoken | Missing
Arg = str | int | Money | Code | Day | Language | Words | date | datetime | Speech


def t(msgid: str, **args: Arg) -> Text:
    return Text(msgid, args=args)


def tn(one: str, many: str, n: int, **args: Arg) -> Text:
    """A text with a number ``{n}`` in it, in as many plural forms as the reader's language has."""
    return Text(one, many, n, {"n": n, **args})


def lines(*parts: Speech | None, gap: str = "\n") -> Lines:
    return Lines(tuple(part for part in parts if part is not None), gap)


def paragraphs(*parts: Speech | None) -> Lines:
    return lines(*parts, gap="\n\n")


def just(text: Arg) -> Text:
    """An argument that is the whole text: nothing around it to translate."""
    return Text("{text}", args={"text": text})
