"""Rounds: what an edition is, and in which phase it is now."""

from flows.rounds import phases

__all__ = ["phases"]
