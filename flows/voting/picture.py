"""The result as a picture, drawn once in each language."""

from collections.abc import Mapping

from flows.counting.drawing import drawn
from flows.counting.model import Outcome
from flows.i18n import Reader
from flows.initiatives.card import title
from flows.kernel import Picture
from flows.rounds.current import Edition
from flows.rounds.definition import Pot
from flows.text import just
from storage.models import Initiative


def result_picture(
    edition: Edition, pot: Pot, outcome: Outcome, plans: Mapping[str, Initiative]
) -> Picture:
    """Beside the list, in which all plans stand. ``plans`` are by the ids that were counted."""

    def draw(reader: Reader) -> bytes:
        names = {key: just(title(plan)) for key, plan in plans.items()}
        return drawn(outcome, reader, just(pot.words), names)

    return Picture(draw=draw, key=f"result {edition.row.id} {pot.key}")
