"""Ballots on paper, or given at a desk: entered twice, by two people."""

from flows.desk import counter, entering

__all__ = ["counter", "entering"]
