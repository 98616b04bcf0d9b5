"""From what a resident wants to a plan on the ballot: propose, follow, check, decide."""

from flows.initiatives import answer, decisions, mine, notices, propose, queue

__all__ = ["answer", "decisions", "mine", "notices", "propose", "queue"]
