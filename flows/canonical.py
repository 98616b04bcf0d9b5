"""The one way to write a document that is hashed. Python 3.9 and its library alone.

It is part of what a stranger gets beside the lists of the board: see ``flows.board.script``.
"""

from __future__ import annotations

import json


def canonical(document: object) -> bytes:
    """JSON with sorted keys and without spaces, in UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
