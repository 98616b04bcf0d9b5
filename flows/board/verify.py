"""Check a board from the outside. Python 3.9 and its library alone.

Exit codes: 0 all is right; 1 something is not; 2 there is nothing to read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from flows.board.checks import (
    Document,
    places_of,
    wrong_alone,
    wrong_in,
    wrong_with_ballots,
    wrong_with_rules,
    wrong_with_totals,
)
from flows.board.pabulib import Recount
from flows.counting.receipt import check

FROZEN = "frozen.json"
RIGHT, WRONG, UNREADABLE = 0, 1, 2
NEEDED = ("round", "number", "kind", "day", "frozen", "acts", "count", "root", "previous", "head")


def main(arguments: list[str]) -> int:
    """What ``python3 verify.py`` does: print what was found, answer the exit code."""
    parser = argparse.ArgumentParser(description="Check the public board of a vote.")
    parser.add_argument("place", help="the folder with the lists of one round, or one list")
    parser.add_argument("--tracker", help="the number on your receipt, XXXX-XXXX")
    parser.add_argument("--pb", help="the ballots of a pot, as a .pb file")
    parser.add_argument("--receipt", help="who paid what under equal shares, as a .json file")
    given = parser.parse_args(arguments)
    pb, receipt = (Path(name) if name else None for name in (given.pb, given.receipt))
    return verify(Path(given.place), given.tracker, pb, receipt)


def verify(
    place: Path, tracker: str | None = None, pb: Path | None = None, receipt: Path | None = None
) -> int:
    """Raises nothing: that somebody cannot read a list is an answer too."""
    try:
        lists = sorted(map(_read, _files(place)), key=lambda document: int(document["number"]))
        recount = Recount(pb.read_text(encoding="utf-8-sig")) if pb else None
        problems = list(_problems(place, lists, recount))
        problems += _payments_of(receipt, recount) if receipt else []
        looked_up = _look_up(tracker.strip().upper(), lists) if tracker else RIGHT
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _say(f"This cannot be read as a board: {error!r}")
        return UNREADABLE
    for problem in problems:
        _say(f"WRONG: {problem}")
    if problems:
        return WRONG
    _say("All that was checked is right.")
    return looked_up


def _files(place: Path) -> list[Path]:
    files = sorted(place.glob("*-[0-9]*.json")) if place.is_dir() else [place]
    if not files:
        raise ValueError(f"There are no lists in {place}.")
    return files


def _read(file: Path) -> Document:
    document = json.loads(file.read_text(encoding="utf-8"))
    absent = [name for name in (*NEEDED, "leaves") if name not in document]
    if absent:
        raise ValueError(f"{file.name} has no {', '.join(absent)}.")
    return dict(document)


def _problems(place: Path, lists: list[Document], recount: Recount | None) -> Iterator[str]:
    """All that is wrong; it says what it looks at, so that one knows what it did not see."""
    last = lists[-1]
    _say(f"Round {last['round']}: {len(lists)} lists, the last of {last['day']}.")
    _say(f"It has {last['count']} votes. Its head: {last['head']}")
    yield from wrong_in(lists) if place.is_dir() else wrong_alone(last)
    results = [document for document in lists if document["kind"] == "result"]
    rules = (place if place.is_dir() else place.parent) / FROZEN
    if rules.exists():
        _say("I looked at the frozen rules.")
        frozen = json.loads(rules.read_text(encoding="utf-8"))
        yield from wrong_with_rules((results or lists)[-1], frozen)
    if results:
        _say("I looked at the totals.")
        yield from wrong_with_totals(results[-1])
    if recount is not None:
        yield from _recounted(results, recount)


def _recounted(results: list[Document], recount: Recount) -> Iterator[str]:
    if not results:
        yield "There is no result yet to hold the ballots against."
        return
    _say(f"I counted {recount.voters} ballots again.")
    yield from wrong_with_ballots(results[-1], recount)


def _payments_of(receipt: Path, recount: Recount | None) -> list[str]:
    """With the ballots, also whether these are the ones that paid."""
    _say("I looked at who paid what.")
    told = json.loads(receipt.read_text(encoding="utf-8"))
    return check(told, recount.ballots if recount else None)


def _look_up(tracker: str, lists: list[Document]) -> int:
    found = places_of(tracker, lists)
    counted = [document for document in lists if document["kind"] == "final"]
    if not found:
        _say(f"{tracker} is on none of these lists.")
        return WRONG
    _say(f"{tracker} is on the list of {found[0]['day']}, number {found[0]['number']}.")
    if counted and counted[-1] not in found:
        _say(f"{tracker} is not on the last list: that vote was taken back.")
        return WRONG
    _say("That vote was counted." if counted else "The vote is still open.")
    return RIGHT


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
