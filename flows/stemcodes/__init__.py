"""Codes by post: issued, typed in, taken back; who has one may vote."""

from flows.stemcodes import changes, redeem

__all__ = ["changes", "redeem"]
