"""Formatted text: characters plus entities whose offsets count UTF-16 units."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.nesting import QUOTES, STYLES, end_of, nested

Json = dict[str, Any]

# Line separators and embeddings vanish, as do three combining lines; the isolates stay.
VANISHING = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
DOUBLED_MARK = re.compile("[\u200e\u200f](?=[\u200c\u200e\u200f])")
INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)
ODD = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")

AUTOMATIC = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b)"
    r"|(?P<url>(?<![\w@/])(?:https?|ftp|tg)://[^\s<>\"]+[^\s<>\".,:;!?'()\[\]]"
    r"|(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|net|nl|io|me|info|eu|tr|amsterdam)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<bot_command>(?<![\w/<>@])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<mention>(?<!\w)@(?:[a-z0-9_]{4,32}|gif|vid|pic)(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<cashtag>(?<![\w$])\$(?-i:[A-Z]{1,8})\b)",
    re.IGNORECASE,
)
LIKELY = re.compile(r"[@/#$.]")


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: list[Json] = field(default_factory=list)


def units(text: str) -> int:
    """How many UTF-16 units Telegram counts; an emoji is often two."""
    return len(text.encode("utf-16-le")) // 2


def check_unicode(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as odd:
        raise bad_request("strings must be encoded in UTF-8") from odd
    return text


def finished(formatted: Formatted) -> Formatted:
    """Clean, trim and complete a text the way Telegram does before it is sent."""
    text, entities = cleaned(formatted.text, formatted.entities)
    text, kept = trimmed(DOUBLED_MARK.sub("\u200c", text), nested(entities))
    if LIKELY.search(text):
        kept = nested(kept + automatic(text, kept))
    return Formatted(text, kept)


def is_empty(text: str) -> bool:
    """Whether nobody would see anything of it."""
    return INVISIBLE.fullmatch(text) is not None


def cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    if not ODD.search(text):
        return text, entities
    text = CONTROL.sub(" ", text)
    if not VANISHING.search(text):
        return text, entities
    moved, new = [0], 0  # where each old UTF-16 unit lands
    for character in text:
        width = units(character)
        new += 0 if VANISHING.match(character) else width
        moved += [new] * width
    spans = [(e, moved[e["offset"]], moved[e["offset"] + e["length"]]) for e in entities]
    kept = [
        {**e, "offset": begin, "length": end - begin} for e, begin, end in spans if begin < end
    ]
    return VANISHING.sub("", text), kept


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    text = text.rstrip(" \n")
    first = min((e["offset"] for e in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    text, end = text[lead:], units(text[lead:])
    moved = [{**e, "offset": e["offset"] - lead} for e in entities]
    return text, [
        {**e, "length": min(e["length"], end - e["offset"])} for e in moved if e["offset"] < end
    ]


def automatic(text: str, entities: list[Json]) -> list[Json]:
    """What Telegram recognises by itself: links, mentions, commands, tags."""
    whole = [e for e in entities if e["type"] not in STYLES | QUOTES]
    shut = [(e["offset"], end_of(e)) for e in whole]
    found = []
    for match in AUTOMATIC.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        if all(offset + length <= begin or end <= offset for begin, end in shut):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return found
