"""Formatted text: characters plus entities whose offsets count UTF-16 units."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import bad_request

Json = dict[str, Any]

PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
FOUND = 50  # what Telegram finds by itself: links, mentions, commands
CLOSED = {"pre", "code", "text_link", "text_mention"}  # nothing is found inside these

# Line separators and embeddings vanish, as do three combining lines; the isolates stay.
VANISHING = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
ODD = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")

AUTOMATIC = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b)"
    r"|(?P<url>(?<![\w@/])(?:https?|ftp|tg)://[^\s<>\"]+[^\s<>\".,:;!?'()\[\]]"
    r"|(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|net|nl|io|me|info|eu|tr|amsterdam)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<bot_command>(?<![\w/<>@])/[a-z0-9_]{1,64}(?:@[a-z]\w{2,31})?(?![\w/<>]))"
    r"|(?P<mention>(?<![\w@])@[a-z]\w{2,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{1,8}\b)",
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
    kept = [entity for entity in split_crossing(entities) if not is_blank(text, entity)]
    text, kept = trimmed(text, kept)
    if LIKELY.search(text):
        kept += automatic(text, kept)
    return Formatted(text, sorted(kept, key=order))


def order(entity: Json) -> tuple[int, int, int]:
    return (entity["offset"], -entity["length"], PRIORITY.get(entity["type"], FOUND))


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
    return VANISHING.sub("", text), [
        {**e, "offset": moved[start], "length": moved[start + e["length"]] - moved[start]}
        for e in entities
        for start in [e["offset"]]
    ]


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    text = text.rstrip(" \n")
    first = min((e["offset"] for e in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    text, end = text[lead:], units(text[lead:])
    moved = [{**e, "offset": e["offset"] - lead} for e in entities]
    return text, [
        {**e, "length": min(e["length"], end - e["offset"])} for e in moved if e["offset"] < end
    ]


def split_crossing(entities: list[Json]) -> list[Json]:
    """Cut entities that begin inside another and end after it: they may only nest."""
    waiting, done = sorted(entities, key=order), list[Json]()
    while waiting:
        entity = waiting.pop(0)
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        cuts = [d["offset"] + d["length"] for d in done if d["offset"] <= begin]
        cut = min((c for c in cuts if begin < c < end), default=end)
        if cut < end:
            waiting.append({**entity, "offset": cut, "length": end - cut})
            waiting.sort(key=order)
        done.append({**entity, "length": cut - begin})
    return done


def is_blank(text: str, entity: Json) -> bool:
    encoded = text.encode("utf-16-le")
    start = 2 * entity["offset"]
    inside = encoded[start : start + 2 * entity["length"]].decode("utf-16-le", "replace")
    return not inside.strip()


def automatic(text: str, entities: list[Json]) -> list[Json]:
    """What Telegram recognises by itself: links, mentions, commands, tags."""
    shut = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in CLOSED]
    found = []
    for match in AUTOMATIC.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        if all(offset + length <= begin or end <= offset for begin, end in shut):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return found
