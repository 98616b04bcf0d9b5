"""The only place where a ``Text`` becomes a ``str``."""

import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

import locales
from flows.text import (
    Arg,
    Code,
    Day,
    Language,
    Lines,
    Missing,
    Money,
    Speech,
    Spoken,
    Text,
    Words,
)

LOCALES = Path(locales.__file__).parent
SOURCE = "en"  # the language of msgids
ZONE = ZoneInfo("Europe/Amsterdam")

FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"  # Telegram keeps isolates and drops embeddings
RLM = "\u200f"  # a line that begins with a Dutch name still runs from the right
LINE = re.compile(".+")
COMMAND = re.compile(r"(?<![\w<])/[a-z]+")
COMMA = {"ar": "،"}
TAGS = re.compile(r"</?[a-z]+>")


class Translator:
    """All shipped languages. A .po is read as it is: no compiled file to forget about."""

    def __init__(self, directory: Path = LOCALES) -> None:
        catalogs: dict[str, NullTranslations] = {SOURCE: NullTranslations()}
        for po in sorted(directory.glob("*/LC_MESSAGES/messages.po")):
            catalogs[po.parent.parent.name] = load(po)
        self._readers = {
            locale: Reader(locale, catalog, self.reader) for locale, catalog in catalogs.items()
        }

    @property
    def locales(self) -> list[str]:
        return list(self._readers)

    def choose(self, wanted: str | None) -> str:
        """The best language we ship for what Telegram reports, such as ``pt-br``."""
        preferred = [(wanted or SOURCE).lower().replace("-", "_")]
        return negotiate_locale(preferred, self.locales) or SOURCE

    def reader(self, locale: str) -> "Reader":
        return self._readers.get(locale, self._readers[SOURCE])


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads one language. Our messages are HTML; their arguments are not.

    ``labels``: what was read before and says the same to everybody, as most buttons do.
    """

    locale: str
    catalog: NullTranslations
    other: Callable[[str], "Reader"]
    labels: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def rtl(self) -> bool:
        return is_rtl(self.locale)

    def html(self, speech: Speech) -> str:
        """For a message with ``parse_mode=HTML``: arguments are escaped."""
        return self._lines(self._render(speech, lambda value: html.escape(value, quote=False)))

    def plain(self, speech: Speech) -> str:
        """For a button, a toast, a picture: no tags, nothing escaped."""
        if not isinstance(speech, Text) or speech.plural is not None or speech.args:
            return self._plain(speech)
        if speech.msgid not in self.labels:
            self.labels[speech.msgid] = self._plain(speech)
        return self.labels[speech.msgid]

    def _plain(self, speech: Speech) -> str:
        return self._lines(self._render(speech, str, TAGS))

    def _lines(self, text: str) -> str:
        return re.sub("^(?=.)", RLM, text, flags=re.MULTILINE) if self.rtl else text

    def _render(
        self, speech: Speech, escape: Callable[[str], str], drop: re.Pattern[str] | None = None
    ) -> str:
        match speech:
            case Lines():
                parts = (self._render(part, escape, drop) for part in speech.parts)
                return speech.gap.join(part for part in parts if part)
            case Spoken():
                other = self.other(speech.locale)
                told = other._render(speech.speech, escape, drop)  # noqa: SLF001  the same class
                return LINE.sub(FSI + r"\g<0>" + PDI, told) if self.rtl and not other.rtl else told
            case Missing():
                known = speech.words.by_locale.get(self.locale)
                return "" if known else self._render(speech.speech, escape, drop)
        template = self._template(speech)
        if drop is not None:
            template = drop.sub("", template)
        if self.rtl:
            template = COMMAND.sub(lambda found: self._left_to_right(found[0]), template)
        args = {name: self._arg(value, escape, drop) for name, value in speech.args.items()}
        return template.format(**args)

    def _template(self, text: Text) -> str:
        if text.plural is None:
            return self.catalog.gettext(text.msgid)
        return self.catalog.ngettext(text.msgid, text.plural, text.n)

    def _arg(self, value: Arg, escape: Callable[[str], str], drop: re.Pattern[str] | None) -> str:
        match value:
            case Text() | Lines() | Spoken() | Missing():
                return self._render(value, escape, drop)
            case Words():
                return FSI + escape(value.of(self.locale)) + PDI
            case str():
                return FSI + escape(value) + PDI
            case date() | Day():
                return when(value, self.locale)
            case Language():
                return name_in(value.locale, self.locale)
            case _:
                return self._left_to_right(escape(figure(value)))

    def _left_to_right(self, value: str) -> str:
        return LRI + value + PDI if self.rtl else value


@cache
def is_rtl(locale: str) -> bool:
    return Locale.parse(locale).text_direction == "rtl"


@cache
def own_name(locale: str) -> str:
    """A language in its own language and script: ``Nederlands``, ``العربية``."""
    name = Locale.parse(locale).get_display_name(locale) or locale
    return name[0].upper() + name[1:]


def name_in(locale: str, reader: str) -> str:
    """A language as its reader calls it: ``Turks`` in Dutch, ``Türkçe`` in Turkish."""
    return Locale.parse(locale).get_display_name(reader) or locale


@cache
def load(po: Path) -> Translations:
    """Once a process: nobody changes a catalog under a bot that runs."""
    with po.open("rb") as source:
        catalog = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


@lru_cache(maxsize=4096)
def when(value: date | Day, locale: str) -> str:
    """A date; of a moment the weekday, date and time in Amsterdam, as this language has them.

    Midnight goes without saying: what begins then begins on that day.
    """
    if isinstance(value, Day):
        return format_date(value.value, "EEE d MMM", locale=locale)
    if not isinstance(value, datetime):
        return format_date(value, "d MMMM y", locale=locale)
    local = value.astimezone(ZONE)
    day = format_date(local, "EEEE d MMMM", locale=locale)
    if local.time() == time():
        return day
    return f"{day}{COMMA.get(locale, ',')} {format_datetime(local, 'HH:mm', locale=locale)}"


def figure(value: Money | Code | int) -> str:
    match value:
        case Money():
            return euros(value.cents)
        case Code():
            return value.value
        case int():
            return grouped(value)


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def euros(cents: int) -> str:
    """``€ 12.500`` or ``€ 12.500,50``: the same in every language, as on a Dutch letter."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}€\u00a0{grouped(whole)}" + (f",{rest:02}" if rest else "")
