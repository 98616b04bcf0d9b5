"""``/privacy``: read what is kept about you, take it with you, delete it."""

from flows.privacy import account, tidying

__all__ = ["account", "tidying"]
