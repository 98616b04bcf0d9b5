"""The public board: which votes came in, that nothing was taken away, and what was counted."""

from flows.board import checking, lists

__all__ = ["checking", "lists"]
