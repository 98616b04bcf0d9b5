"""Small files to read, and the real ones where they are."""

import io
from pathlib import Path

from flows.pabulib.election import Election, election_in
from flows.pabulib.file import PabulibFile, read

REAL = sorted((Path(__file__).parents[3] / "shared" / "data").rglob("*.pb"))

SMALL = """META
key;value
description;A street
country;Netherlands
unit;Amsterdam
instance;1
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
a;600;Trees
b;500;"Benches; red ones"
c;400.50;A swing
VOTES
voter_id;vote
1;a,b
2;a
3;c,b
4;
"""


def parsed(text: str | bytes) -> PabulibFile:
    return read(io.BytesIO(text.encode() if isinstance(text, str) else text))


def election(text: str) -> Election:
    return election_in(parsed(text))


def real_election(number: int) -> Election:
    """One of Oost Begroot, by its number at Pabulib."""
    path = next(path for path in REAL if path.stem.endswith(f"_{number}"))
    with path.open("rb") as source:
        return election_in(read(source))
