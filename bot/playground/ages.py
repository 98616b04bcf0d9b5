"""How old something is, when the clock can be pushed.

A tap lives 150 seconds and a message a day. Whoever pushes the clock forward a day would lose
what the bot had no chance to fetch, so ages count real elapsed time, unless a test asks to have
them counted by the movable clock.
"""

import time

from bot.clock import MovableClock

TAP = 150.0
MESSAGE = 86_400.0
INLINE_QUERY = 30.0
CHOSEN_RESULT = 600.0
LIFETIMES = {
    "callback_query": TAP,
    "inline_query": INLINE_QUERY,
    "chosen_inline_result": CHOSEN_RESULT,
}
SHORTEST = min(LIFETIMES.values())


class Ages:
    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.by_the_clock = False

    def stamp(self) -> tuple[float, float]:
        return time.monotonic(), self.clock().timestamp()

    def age(self, stamp: tuple[float, float]) -> float:
        return self.between(stamp, self.stamp())

    def between(self, stamp: tuple[float, float], now: tuple[float, float]) -> float:
        return now[1] - stamp[1] if self.by_the_clock else now[0] - stamp[0]
