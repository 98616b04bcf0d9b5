"""Neighbours who do something together: find them, take part, start something new."""

from flows.communities import deciding, founding, listing

__all__ = ["deciding", "founding", "listing"]
