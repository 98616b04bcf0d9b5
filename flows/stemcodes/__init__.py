"""Codes by post: issued, typed in, taken back; who has one may vote."""

from flows.stemcodes import changes, overview, patience, redeem

__all__ = ["changes", "overview", "patience", "redeem"]
