"""A small reader of Pabulib files (``.pb``): META, PROJECTS and VOTES of an approval election."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.counting.model import Ballots, Parameters, Plan

CENT = 100


@dataclass(frozen=True, slots=True)
class Election:
    """``votes``: the totals that the file itself gives. ``order``: the plans as it lists them.

    ``repeats``: by plan, how often a ballot names it again; a ballot of ours counts it once.
    """

    budget: int
    plans: tuple[Plan, ...]
    order: tuple[str, ...]
    votes: Mapping[str, int]
    repeats: Mapping[str, int]
    ballots: Ballots
    parameters: Parameters


def read(path: Path) -> Election:
    with path.open(encoding="utf-8", newline="") as source:
        rows = csv.reader(source, delimiter=";")
        meta = dict(row[:2] for row in _section(rows, "META", "PROJECTS"))
        projects = _table(_section(rows, "PROJECTS", "VOTES"))
        choices = [_choice(row["vote"]) for row in _table(_section(rows, "VOTES", None))]
    plans = tuple(
        Plan(row["project_id"], int(row["cost"]) * CENT, row["category"]) for row in projects
    )
    return Election(
        budget=int(meta["budget"]) * CENT,
        plans=plans,
        order=tuple(plan.id for plan in plans),
        votes={row["project_id"]: int(row["votes"]) for row in projects},
        repeats=_repeats(choices),
        ballots=Ballots.of(choices),
        parameters=Parameters(_caps(meta)),
    )


def _section(rows: Iterator[list[str]], name: str, end: str | None) -> list[list[str]]:
    """The rows up to the heading of the next section; that heading is used up too."""
    found: list[list[str]] = []
    for row in rows:
        if row == [end]:
            break
        if row != [name]:
            found.append(row)
    return found


def _table(rows: list[list[str]]) -> list[dict[str, str]]:
    header, *body = rows
    return [dict(zip(header, row, strict=True)) for row in body]


def _choice(vote: str) -> list[str]:
    return vote.split(",") if vote else []


def _repeats(choices: list[list[str]]) -> Counter[str]:
    repeats: Counter[str] = Counter()
    for choice in choices:
        repeats.update(Counter(choice) - Counter(set(choice)))
    return repeats


def _caps(meta: Mapping[str, str]) -> dict[str, int]:
    if "budget_per_category" not in meta:
        return {}
    caps = (int(cap) * CENT for cap in meta["budget_per_category"].split(","))
    return dict(zip(meta["categories"].split(","), caps, strict=True))
