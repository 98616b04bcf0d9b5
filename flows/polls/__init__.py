"""A question to a community: one answer a person, and the result to all members."""

from flows.polls import answering, asking, results

__all__ = ["answering", "asking", "results"]
