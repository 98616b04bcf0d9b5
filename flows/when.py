"""Days and times as people type them, meant as on the clocks of Amsterdam."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from babel import Locale

from flows.errors import Refusal
from flows.i18n import ZONE
from flows.reading import Kind, Said, clean
from flows.text import Code, t

A_YEAR = timedelta(days=366)
NOON = 12
TODAY_AND_AFTER = {  # today, tomorrow, the day after: the only names that Babel does not know
    "en": ("today", "tomorrow", "day after tomorrow"),
    "nl": ("vandaag", "morgen", "overmorgen"),
    "tr": ("bugün", "yarın", "öbür gün"),
    "ar": ("اليوم", "غدا", "بعد غد"),
}
REGIONS = {"ar": ("ar_SY", "ar_MA")}  # the months have other names in Damascus and in Rabat

DOTLESS_I = "\N{LATIN SMALL LETTER DOTLESS I}"
NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}))?")
NAMED = re.compile(r"(\d{1,2})\.?[ -]?([^\d .-][^\d]*?)\.?(?:[ -](\d{4}))?")
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))? ?(am|pm|uur|u)?")


def today(now: datetime) -> date:
    return now.astimezone(ZONE).date()


def read_day(said: Said, now: datetime, languages: tuple[str, ...]) -> date:
    """A day from today up to a year ahead, in any of these languages. Raises ``Refusal``.

    ``25-5``, ``25/05/2027``, ``25 mei``, ``٢٥ مايو``, ``morgen``, ``Cuma``. Without a year it is
    the next such day; a weekday is never today, which is called so.
    """
    typed = _typed(said)
    found = _named_day(typed, today(now), languages) or _dated(typed, today(now), languages)
    if found is None:
        example = today(now) + timedelta(days=7)
        raise Refusal(
            t(
                "I do not know this day. Type it like this: {example}.",
                example=Code(f"{example.day}-{example.month}-{example.year}"),
            )
        )
    if found < today(now):
        raise Refusal(t("This day is over. Choose a day that is still to come."))
    if found > today(now) + A_YEAR:
        raise Refusal(t("This day is more than a year away. Choose an earlier day."))
    return found


def read_time(said: Said) -> time:
    """A time of day: ``19:30``, ``19.30``, ``7.30 pm``, ``20 uur``. Raises ``Refusal``."""
    match = CLOCK.fullmatch(_typed(said))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (-1, 0)
    if match and match[3] in ("am", "pm"):
        hour = hour % NOON + NOON * (match[3] == "pm") if 1 <= hour <= NOON else -1
    try:
        return time(hour, minute)
    except ValueError:
        raise Refusal(
            t("I do not know this time. Type it like this: {example}.", example=Code("19:30"))
        ) from None


def at(day: date, clock: time, now: datetime) -> datetime:
    """The moment (aware UTC) of a day and a time in Amsterdam. Raises ``Refusal``.

    When the clock goes back an hour, the first of the two is meant.
    """
    local = datetime.combine(day, clock, ZONE)
    moment = local.astimezone(UTC)
    if moment.astimezone(ZONE).time() != clock:
        raise Refusal(t("The clock skips this time on that day. Choose an hour later."))
    if moment <= now:
        raise Refusal(t("This moment is over. Choose a later day or time."))
    return moment


def _typed(said: Said) -> str:
    if said.kind is not Kind.TEXT:
        raise Refusal(t("I can only read text here. Please type your answer."))
    return _plain(said.text)


def _plain(text: str) -> str:
    """Without the capitals, accents and dots that people often leave out."""
    bare = unicodedata.normalize("NFKD", clean(text)).casefold().replace(DOTLESS_I, "i")
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def _named_day(typed: str, start: date, languages: tuple[str, ...]) -> date | None:
    for language in languages:
        for ahead, name in enumerate(TODAY_AND_AFTER.get(language, ())):
            if typed == _plain(name):
                return start + timedelta(days=ahead)
    weekday = _weekdays(languages).get(typed)
    if weekday is None:
        return None
    return start + timedelta(days=(weekday - start.weekday() - 1) % 7 + 1)


def _dated(typed: str, start: date, languages: tuple[str, ...]) -> date | None:
    if match := NUMBERS.fullmatch(typed):
        month = int(match[2])
    elif match := NAMED.fullmatch(typed):
        month = _months(languages).get(match[2], 0)
    else:
        return None
    years = (int(match[3]),) if match[3] else (start.year, start.year + 1)
    found = [day for year in years if (day := _day(year, month, int(match[1])))]
    return next((day for day in found if day >= start), found[-1] if found else None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months(languages: tuple[str, ...]) -> Mapping[str, int]:
    return _numbered(languages, lambda locale: locale.months)


@cache
def _weekdays(languages: tuple[str, ...]) -> Mapping[str, int]:
    """From 0 for Monday."""
    return _numbered(languages, lambda locale: locale.days)


def _numbered(
    languages: tuple[str, ...],
    names: Callable[[Locale], Mapping[str, Mapping[str, Mapping[int, str]]]],
) -> dict[str, int]:
    found: dict[str, int] = {}
    for language in languages:
        for locale in (language, *REGIONS.get(language, ())):
            for width in ("wide", "abbreviated"):
                for number, name in names(Locale.parse(locale))["format"][width].items():
                    found[_plain(name).rstrip(".")] = number
    return found
