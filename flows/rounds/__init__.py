"""Rounds: what an edition is, and in which phase it is now."""

from flows.rounds import freezing, phases, told

__all__ = ["freezing", "phases", "told"]
