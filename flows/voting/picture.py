"""The result as a picture, drawn in the language of who reads it."""

from collections.abc import Mapping

from flows.charts.chart import MOST_GROUPS
from flows.charts.result import PlanBar, result_chart
from flows.counting.model import Outcome, Step
from flows.i18n import Reader
from flows.initiatives.card import title
from flows.kernel import Picture
from flows.rounds.current import Edition
from flows.rounds.definition import Pot
from flows.text import Money, Text, just, lines, t, tn
from storage.models import Initiative


def result_picture(
    edition: Edition, pot: Pot, outcome: Outcome, plans: Mapping[str, Initiative]
) -> Picture:
    """The plans with most votes, as many as fit; all of them stand in the list beside it.

    Raises ``KeyError`` at drawing when ``plans`` (by id) misses one that was counted.
    """

    def draw(reader: Reader) -> bytes:
        return result_chart(
            reader.plain(t("The result")),
            reader.plain(lines(just(pot.words), voted(outcome.voters), gap=". ")),
            [_bar(reader, step, plans[step.plan]) for step in outcome.steps[:MOST_GROUPS]],
            funded=reader.plain(t("This plan won.")),
            leftover=reader.plain(t("{unspent} is left over.", unspent=Money(outcome.unspent))),
            rtl=reader.rtl,
        )

    return Picture(draw=draw, key=f"result {edition.row.id} {pot.key}")


def voted(voters: int) -> Text:
    return tn("{n} person voted.", "{n} people voted.", voters)


def _bar(reader: Reader, step: Step, plan: Initiative) -> PlanBar:
    label = tn("{n} vote, {cost}", "{n} votes, {cost}", step.votes, cost=Money(step.cost))
    return PlanBar(
        reader.plain(just(title(plan))), step.votes, reader.plain(label), step.verdict.funded
    )
