"""What officers decide in public while people vote: longer, a pause, a plan that leaves."""

from flows.acts import confirming, deciding, leaving

__all__ = ["confirming", "deciding", "leaving"]
