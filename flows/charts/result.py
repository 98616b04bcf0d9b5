"""The result of a vote as a picture: who won, with how many votes, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.charts.chart import Bar, Chart, Group, draw

WINNER, OTHER = "#0b7a4b", "#b4b8bc"
MARK = "✓"


@dataclass(frozen=True, slots=True)
class PlanBar:
    """``label`` tells the votes and the cost in words, such as ``377 stemmen · € 12.700``."""

    title: str
    votes: int
    label: str
    won: bool


def result_chart(  # noqa: PLR0913  each is one text on the picture
    title: str,
    subtitle: str,
    plans: Sequence[PlanBar],
    *,
    funded: str,
    leftover: str,
    rtl: bool,
) -> bytes:
    """A PNG with a bar for each of at most ``MOST_GROUPS`` plans, in the order given (by rank).

    Winners are marked by colour, by bold letters and by a ✓; ``funded`` says at the bottom what
    that mark means, and ``leftover`` what is left of the pot. ``subtitle``: the pot, the date.
    """
    footer = (f"{MARK} {funded}", leftover)
    return draw(Chart(title, subtitle, tuple(_group(plan) for plan in plans), footer, rtl))


def _group(plan: PlanBar) -> Group:
    label = f"{MARK} {plan.label}" if plan.won else plan.label
    bar = Bar(plan.votes, label, WINNER if plan.won else OTHER)
    return Group(plan.title, (bar,), bold=plan.won)
