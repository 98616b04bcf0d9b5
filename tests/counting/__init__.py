"""Counting, as losers and auditors would check it."""
