"""The lines of a page as a picture; the text of the screen says the same."""

from collections.abc import Sequence

from flows.budget.lines import Line
from flows.charts.budget import Amount, BudgetBars, budget_chart
from flows.i18n import Reader
from flows.kernel import Picture
from flows.text import Money, Text, just, t
from flows.town import Area, Pot


def picture_of(area: Area, pot: Pot, found: Sequence[Line], key: str) -> Picture:
    """``found`` are lines of one pot as of one day; ``key`` changes when a figure does."""

    def draw(reader: Reader) -> bytes:
        sources = dict.fromkeys(line.source for line in found)
        return budget_chart(
            reader.plain(t("<b>The budget of {area}</b>", area=area.name)),
            reader.plain(t("{pot}, figures of {day}", pot=pot.name, day=found[0].as_of)),
            [_bars(line, reader) for line in found],
            source=reader.plain(t("Source: {source}", source="; ".join(sources))),
            rtl=reader.rtl,
        )

    return Picture(draw=draw, key=f"budget:{key}")


def _bars(line: Line, reader: Reader) -> BudgetBars:
    def amount(cents: int, label: Text) -> Amount:
        return Amount(cents, reader.plain(label))

    return BudgetBars(
        reader.plain(just(line.name)),
        amount(line.budgeted, t("Budgeted {amount}", amount=Money(line.budgeted))),
        amount(line.committed, t("Committed {amount}", amount=Money(line.committed))),
        amount(line.spent, t("Spent {amount}", amount=Money(line.spent))),
    )
