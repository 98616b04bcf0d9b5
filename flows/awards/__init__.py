"""What the council decides beside the count: a plan paid otherwise, or in part."""

from flows.awards import confirming, giving

__all__ = ["confirming", "giving"]
