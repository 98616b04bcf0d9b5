"""Symbols that nobody takes for one another, for what people read from paper and type."""

SYMBOLS = "ABCDEFGHJKLMNPQRTUVWXYZ346789"  # no O beside 0, no I beside 1, no S beside 5, no 2
