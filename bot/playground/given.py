"""Entities that a bot counted itself, instead of writing HTML or MarkdownV2."""

from typing import Any

from bot.playground.entities import Json, units
from bot.playground.errors import ApiError, bad_request
from bot.playground.html_text import link
from bot.playground.nesting import QUOTES, STYLES

# What a kind of entity has of its own.
OWN: dict[str, dict[str, type]] = {
    "text_link": {"url": str},
    "text_mention": {"user": dict},
    "pre": {"language": str},
    "date_time": {"unix_time": int, "date_time_format": str},
}
OPTIONAL = ("language", "date_time_format")
SENT = {*STYLES, *QUOTES, "code", *OWN}
LOW_SURROGATES = range(0xDC, 0xE0)  # the high byte of a character's second half


def given_entities(source: str, given: Any) -> list[Json]:
    """Raises ``ApiError`` when one lies outside the text, or in the middle of a character."""
    if not isinstance(given, list):
        raise bad_request("can't parse entities JSON object: expected an Array")
    read = [read_entity(item) for item in given]
    kept = [entity for entity in read if entity and entity["length"]]
    for entity in kept:
        check_place(source, entity["offset"], entity["offset"] + entity["length"])
    return kept


def read_entity(given: Any) -> Json | None:
    """What Telegram knows of it; nothing of the kinds that it finds by itself."""
    if not isinstance(given, dict) or not has_numbers(given):
        raise unreadable("invalid entity offset or length")
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in SENT:
        return None
    place = {"offset": given["offset"], "length": given["length"]}
    own = {name: given[name] for name in OWN.get(kind, {}) if given.get(name) is not None}
    for name, wanted in OWN.get(kind, {}).items():
        if name not in own and name not in OPTIONAL:
            raise unreadable(f'Can\'t find field "{name}"')
        if name in own and type(own[name]) is not wanted:
            raise unreadable(f'Field "{name}" must be of another type')
    if kind == "text_link":
        return linked(own["url"]) | place
    return {"type": kind, **place, **own}


def linked(url: str) -> Json:
    entity = link(url)
    if entity is None:
        raise bad_request("entity Wrong HTTP URL")
    return entity


def has_numbers(entity: Json) -> bool:
    return all(
        type(entity.get(name)) is int and 0 <= entity[name] < 2**31
        for name in ("offset", "length")
    )


def check_place(source: str, begin: int, end: int) -> None:
    last, where = units(source), f"beginning at UTF-16 offset {begin}"
    if begin > last:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
    if end > last:
        over = f"ends after the end of the text at UTF-16 offset {end}"
        raise bad_request(f"entity {where} {over}")
    middle = "in a middle of a UTF-16 symbol at byte offset"
    if (byte := byte_behind(source, begin)) is not None:
        raise bad_request(f"entity begins {middle} {byte}")
    if (byte := byte_behind(source, end)) is not None:
        raise bad_request(f"entity {where} ends {middle} {byte}")


def byte_behind(source: str, unit: int) -> int | None:
    """The byte at which a character ends, when this UTF-16 unit is its second half."""
    encoded = source.encode("utf-16-le")
    if 2 * unit == len(encoded) or encoded[2 * unit + 1] not in LOW_SURROGATES:
        return None
    return len(encoded[: 2 * unit + 2].decode("utf-16-le").encode())


def unreadable(text: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {text}")
