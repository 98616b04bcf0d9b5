"""Rounds: what an edition is, and in which phase it is now."""

from flows.rounds import freezing, phases

__all__ = ["freezing", "phases"]
