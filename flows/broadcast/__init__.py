"""News about the money, written by an officer: composed, checked, sent, followed."""

from flows.broadcast import compose, outcome, send

__all__ = ["compose", "outcome", "send"]
