"""The one place where this project looks at a clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]  # answers an aware moment in UTC


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the one clock of the process


def ahead_of(clock: Clock) -> Callable[[], timedelta]:
    """How far this clock means to be before the real one; the system's is never."""
    return (lambda: clock.ahead) if isinstance(clock, MovableClock) else timedelta


class MovableClock:
    """A clock that runs like the system's, some way ahead of it.

    The playground pushes it forward, so that a year passes in an afternoon. It never goes
    back: a bot that has seen tomorrow cannot un-see it.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self.ahead = start - system_clock() if start else timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.ahead

    def advance(self, by: timedelta) -> None:
        self.ahead += max(by, timedelta())
