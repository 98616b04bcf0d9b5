"""``/privacy``: read what is kept about you, and delete it."""

from flows.privacy import account, tidying

__all__ = ["account", "tidying"]
