"""The hashes of the public board: a Merkle tree as in RFC 6962, and a chain of statements.

This module and its neighbour ``verify`` run on the standard library of Python 3.9 alone: they
are also what a stranger gets beside the lists (see ``flows.board.script``).
"""

from __future__ import annotations

import hashlib

from flows.canonical import canonical

LEAF, NODE = b"\x00", b"\x01"  # so that a leaf can never be taken for a node


def leaf_of(slug: str, tracker: str) -> bytes:
    """What stands on the board for a vote: it holds no choice, so it can tell none."""
    return hashlib.sha256(LEAF + (slug + " " + tracker).encode()).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash of leaves that are hashed already; of none, the hash of nothing."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[place : place + 2] for place in range(0, len(level), 2)]
        level = [_node(pair) for pair in pairs]
    return level[0] if level else hashlib.sha256(b"").digest()


def _node(pair: list[bytes]) -> bytes:
    """The last of an odd row has nobody beside it, and goes up as it is."""
    return hashlib.sha256(NODE + pair[0] + pair[1]).digest() if len(pair) > 1 else pair[0]


def head_of(statement: dict[str, object]) -> str:
    """The hash of a statement. Its leaves are in it by their root, the past by ``previous``."""
    said = {name: part for name, part in statement.items() if name not in ("leaves", "head")}
    return hashlib.sha256(canonical(said)).hexdigest()
