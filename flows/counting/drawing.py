"""An outcome as a picture, in the language of who reads it."""

from collections.abc import Mapping

from flows.charts.chart import MOST_GROUPS
from flows.charts.result import PlanBar, result_chart
from flows.counting.model import Outcome, Step
from flows.i18n import Reader
from flows.text import Money, Speech, Text, lines, t, tn


def drawn(
    outcome: Outcome, reader: Reader, title: Speech | None, names: Mapping[str, Speech]
) -> bytes:
    """A PNG of the plans with most votes, as many as fit. ``title``: of the pot.

    Raises ``KeyError`` when ``names`` (by id) misses a plan that was counted.
    """
    return result_chart(
        reader.plain(t("The result")),
        reader.plain(lines(title, voted(outcome.voters), gap=". ")),
        [_bar(reader, step, names[step.plan]) for step in outcome.steps[:MOST_GROUPS]],
        funded=reader.plain(t("This plan won.")),
        leftover=reader.plain(t("{unspent} is left over.", unspent=Money(outcome.unspent))),
        rtl=reader.rtl,
    )


def voted(voters: int) -> Text:
    return tn("{n} person voted.", "{n} people voted.", voters)


def _bar(reader: Reader, step: Step, name: Speech) -> PlanBar:
    label = tn("{n} vote, {cost}", "{n} votes, {cost}", step.votes, cost=Money(step.cost))
    return PlanBar(reader.plain(name), step.votes, reader.plain(label), step.verdict.funded)
