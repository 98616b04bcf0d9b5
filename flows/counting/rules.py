"""The rules a round can name."""

from collections.abc import Mapping

from flows.counting.equal_shares import equal_shares
from flows.counting.greedy import greedy_skip, greedy_stop
from flows.counting.model import Rule
from flows.counting.phragmen import phragmen
from flows.counting.themes import theme_caps_then_leftover

RULES: Mapping[str, Rule] = {
    "greedy_stop": greedy_stop,
    "greedy_skip": greedy_skip,
    "theme_caps_then_leftover": theme_caps_then_leftover,
    "equal_shares": equal_shares,
    "phragmen": phragmen,
}
