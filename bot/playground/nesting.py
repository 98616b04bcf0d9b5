"""How entities may lie within each other: Telegram cuts, joins and drops the rest."""

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Any

Entity = dict[str, Any]

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
SHUT = ("code", "pre")  # nothing is bold inside these


def nested(entities: list[Entity]) -> list[Entity]:
    """Bold and its like are cut at the edges of all others; of others that overlap one stays."""
    ordered = sorted(entities, key=order)
    quotes = apart([e for e in ordered if e["type"] in QUOTES])
    others = apart([e for e in ordered if e["type"] not in QUOTES | STYLES])
    whole = quotes + [e for e in others if not any(crosses(e, quote) for quote in quotes)]
    return sorted(whole + styled(ordered, whole), key=order)


def order(entity: Entity) -> tuple[int, int, int]:
    return (entity["offset"], -entity["length"], PRIORITY.get(entity["type"], FOUND))


def end_of(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def apart(ordered: list[Entity]) -> list[Entity]:
    """Those that begin where the one before has ended."""
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity["offset"] >= end_of(kept[-1]):
            kept.append(entity)
    return kept


def crosses(entity: Entity, quote: Entity) -> bool:
    """Whether it lies partly in a block quotation, or around one."""
    begin, end = quote["offset"], end_of(quote)
    within = begin <= entity["offset"] and end_of(entity) <= end
    return not within and entity["offset"] < end and begin < end_of(entity)


def styled(ordered: list[Entity], whole: list[Entity]) -> list[Entity]:
    """Bold and its like: touching ones of a kind are one, crossing ones of two kinds are cut."""
    runs = [run for kind in STYLES for run in joined([e for e in ordered if e["type"] == kind])]
    edges = sorted({e["offset"] for e in runs + whole} | {end_of(e) for e in whole})
    pieces = [piece for run in runs for piece in cut(run, edges)]
    shut = {n for e in whole if e["type"] in SHUT for n in range(e["offset"], end_of(e))}
    return [piece for piece in pieces if piece["offset"] not in shut]


def joined(same: list[Entity]) -> list[Entity]:
    runs: list[Entity] = []
    for entity in same:
        if runs and entity["offset"] <= end_of(runs[-1]):
            end = max(end_of(runs[-1]), end_of(entity))
            runs[-1] = {**runs[-1], "length": end - runs[-1]["offset"]}
        else:
            runs.append(entity)
    return runs


def cut(run: Entity, edges: list[int]) -> list[Entity]:
    inside = edges[bisect_right(edges, run["offset"]) : bisect_left(edges, end_of(run))]
    pairs = pairwise([run["offset"], *inside, end_of(run)])
    return [{**run, "offset": begin, "length": end - begin} for begin, end in pairs]
