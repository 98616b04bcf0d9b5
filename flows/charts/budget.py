"""The money of an area as a picture: what was promised, agreed on and paid, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.charts.chart import Bar, Chart, Group, draw

BUDGETED, COMMITTED, SPENT = "#b9c9dc", "#5b86b5", "#12365e"


@dataclass(frozen=True, slots=True)
class Amount:
    """``label`` names the kind of money and the amount, such as ``Begroot € 12.500``."""

    cents: int
    label: str


@dataclass(frozen=True, slots=True)
class BudgetBars:
    title: str
    budgeted: Amount
    committed: Amount
    spent: Amount


def budget_chart(
    title: str, subtitle: str, lines: Sequence[BudgetBars], *, source: str, rtl: bool
) -> bytes:
    """A PNG with three bars for each of at most ``MOST_GROUPS`` budget lines, all to one scale.

    ``subtitle`` names the pot and the as-of date; ``source`` at the bottom, who says so. A
    negative amount is told by its label, and has no bar.
    """
    return draw(Chart(title, subtitle, tuple(_group(line) for line in lines), (source,), rtl))


def _group(line: BudgetBars) -> Group:
    kinds = (
        (line.budgeted, BUDGETED),
        (line.committed, COMMITTED),
        (line.spent, SPENT),
    )
    bars = tuple(Bar(amount.cents, amount.label, colour) for amount, colour in kinds)
    return Group(line.title, bars)
