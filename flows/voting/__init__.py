"""The vote: choose, send, change until the close; then the count and the result."""

from flows.voting import (
    choosing,
    count,
    dryrun,
    officers,
    own_plan,
    plans,
    publishing,
    reminder,
    result,
    send,
)

__all__ = [
    "choosing",
    "count",
    "dryrun",
    "officers",
    "own_plan",
    "plans",
    "publishing",
    "reminder",
    "result",
    "send",
]
