"""As much of a ``.pb`` file as a recount needs. Python 3.9 and its library alone."""

from __future__ import annotations

import csv
import io
from collections import Counter

SECTIONS = ("META", "PROJECTS", "VOTES")


class Recount:
    """What the ballots of a file add up to: ``voters``, and ``votes`` (or points) by project."""

    def __init__(self, text: str) -> None:
        """Raises ``ValueError`` for a file in which votes or their columns are missing."""
        self.voters = 0
        self.votes: Counter[str] = Counter()
        self.ballots: list[list[str]] = []  # a plan as often as it has points
        section, columns = "", list[str]()
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"):
            if len(row) == 1 and row[0].strip().upper() in SECTIONS:
                section, columns = row[0].strip().upper(), []
            elif section == "VOTES" and not columns:
                columns = [name.strip() for name in row]
            elif section == "VOTES" and any(row):
                self._add({name: part.strip() for name, part in zip(columns, row)})  # noqa: B905  ``strict`` is newer than Python 3.9
        if "vote" not in columns:
            raise ValueError("There is no column 'vote' in a section VOTES.")

    def _add(self, ballot: dict[str, str]) -> None:
        self.voters += 1
        chosen = [plan.strip() for plan in ballot.get("vote", "").split(",") if plan.strip()]
        points = [int(part) for part in ballot.get("points", "").split(",") if part.strip()]
        if points and len(points) != len(chosen):
            raise ValueError("A ballot does not give as many points as it names plans.")
        given = points or [1] * len(set(chosen))
        plans = chosen if points else sorted(set(chosen))
        named = [plan for plan, many in zip(plans, given) for _ in range(many)]  # noqa: B905  as above
        self.votes.update(named)
        self.ballots.append(named)
