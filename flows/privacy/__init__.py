"""``/privacy``: read what is kept about you, take it with you, delete it."""

from flows.privacy import account

__all__ = ["account"]
