"""What a file would bring, or what is wrong with it: looked at before anything changes."""

from collections.abc import Sequence

from flows.budget.lines import Line, totals
from flows.budget.parsing import Mistake
from flows.kernel import Moment
from flows.text import Lines, Speech, Text, lines, paragraphs, t, tn
from flows.town import Pot, Town
from storage.models import BudgetImport, ImportState

MOST_MISTAKES = 10
MOST_DAYS = 3


def lines_of(row: BudgetImport) -> list[Line]:
    return [Line.from_json(item) for item in row.rows]


async def head(moment: Moment, row: BudgetImport) -> Speech:
    """The file, how much is in it, and whether it came before."""
    return lines(
        t("<b>Budget file</b>"),
        t("File: {file}", file=row.file_name),
        tn("It has {n} budget line.", "It has {n} budget lines.", len(row.rows)),
        await _before(moment, row),
    )


async def _before(moment: Moment, row: BudgetImport) -> Text | None:
    same = await moment.tx.budgets.same(row)
    if same is None:
        return None
    if same.state is ImportState.CONFIRMED:
        return t("This same file came in before, on {moment}.", moment=same.created_at)
    return t("You sent this same file before. It still waits.")


def neighbourhoods(town: Town, found: Sequence[Line]) -> list[Lines]:
    """A paragraph for each neighbourhood: the totals of each pot as of each day."""
    return [
        lines(t("<b>{area}</b>", area=area.name), *_pots(town, here))
        for area in town.areas
        if (here := [line for line in found if line.area == area.code])
    ]


def _pots(town: Town, here: Sequence[Line]) -> list[Text]:
    return [
        text
        for pot in town.pots
        for text in _days(pot, [line for line in here if line.pot == pot.key])
    ]


def _days(pot: Pot, here: Sequence[Line]) -> list[Text]:
    """The newest days first; of a long history the rest is counted."""
    days = sorted({line.as_of for line in here}, reverse=True)
    shown = [
        totals(pot.name, day, [line for line in here if line.as_of == day])
        for day in days[:MOST_DAYS]
    ]
    older = len(days) - MOST_DAYS
    if older > 0:
        shown.append(tn("And {n} older day.", "And {n} older days.", older))
    return shown


def told(mistakes: Sequence[Mistake]) -> Speech:
    """The first mistakes with their place, and how many more there are."""
    more = len(mistakes) - MOST_MISTAKES
    return paragraphs(
        t("<b>I did not bring anything in</b>"),
        lines(*(_place(mistake) for mistake in mistakes[:MOST_MISTAKES])),
        tn("And {n} more mistake.", "And {n} more mistakes.", more) if more > 0 else None,
        t("Correct the file and send it again."),
    )


def _place(mistake: Mistake) -> Text:
    return t(
        "Row {row}, {column}: {what}", row=mistake.row, column=mistake.column, what=mistake.what
    )
