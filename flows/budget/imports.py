"""A file of budget lines comes in: by chat or by command line, in the same three steps.

``import_file`` keeps it as a preview, ``bring_in`` makes its lines count, ``throw_away``
forgets it. A file with one mistake brings nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from flows.budget.cells import Known
from flows.budget.lines import Line
from flows.budget.parsing import parse
from flows.budget.preview import head, lines_of, neighbourhoods, told
from flows.errors import Gone, Refusal
from flows.events import Payload, notice, tell
from flows.i18n import ZONE
from flows.kernel import Button, Moment, Screen
from flows.reading import clean
from flows.text import Speech, paragraphs, t, tn
from storage.models import BudgetImport, ConsentKind, ImportState

NEWS_LASTS = timedelta(days=14)
LONGEST_FILE_NAME = 100


@dataclass(frozen=True, slots=True)
class Preview:
    """``text`` is all of it; a chat shows it page by page."""

    id: int
    text: Speech


async def import_file(
    moment: Moment, name: str, content: bytes, officer_id: int | None = None
) -> Preview:
    """Keep a file as a preview. Raises ``Refusal`` with its mistakes, and keeps nothing."""
    parsed = parse(content, _known(moment))
    if parsed.mistakes:
        raise Refusal(told(parsed.mistakes))
    row = await moment.tx.budgets.keep(
        officer_id,
        clean(name)[:LONGEST_FILE_NAME] or "csv",
        hashlib.sha256(content).hexdigest(),
        [line.to_json() for line in parsed.lines],
        moment.now,
    )
    found = neighbourhoods(moment.town, parsed.lines)
    return Preview(row.id, paragraphs(await head(moment, row), *found))


async def bring_in(moment: Moment, import_id: int) -> Speech:
    """Make the lines of a preview count, once, and tell those who want to know.

    Raises ``Gone`` or ``Refusal`` when it is a preview no more; then nothing changes.
    """
    rows = await moment.tx.budgets.confirm(import_id, moment.now)
    if rows is None:
        raise await _no_preview(moment, import_id)
    await moment.tx.budgets.replace(import_id, [Line.from_json(row).to_row() for row in rows])
    areas = await moment.tx.budgets.news(import_id)
    for area in areas:
        await _announce(moment, area, import_id)
    return paragraphs(
        tn("{n} budget line is in.", "{n} budget lines are in.", len(rows)),
        tn(
            "Residents of {n} neighbourhood hear of it.",
            "Residents of {n} neighbourhoods hear of it.",
            len(areas),
        )
        if areas
        else t("The newest figures did not change. Nobody gets a message."),
    )


async def throw_away(moment: Moment, import_id: int) -> Speech:
    if not await moment.tx.budgets.drop(import_id):
        raise await _no_preview(moment, import_id)
    return t("The file is thrown away. Nothing was changed.")


async def preview_of(moment: Moment, import_id: int) -> tuple[BudgetImport, list[Line]]:
    """Raises ``Gone`` or ``Refusal`` when it is a preview no more."""
    row = await moment.tx.budgets.get(import_id)
    if row is None or row.state is not ImportState.PREVIEW:
        raise await _no_preview(moment, import_id)
    return row, lines_of(row)


def _known(moment: Moment) -> Known:
    return Known(
        areas=frozenset(area.code for area in moment.town.areas),
        pots=frozenset(pot.key for pot in moment.town.pots),
        today=moment.now.astimezone(ZONE).date(),
    )


async def _no_preview(moment: Moment, import_id: int) -> Refusal:
    row = await moment.tx.budgets.get(import_id)
    if row is None or row.state is not ImportState.CONFIRMED:
        return Gone()
    return Refusal(t("This file came in already. Nothing was changed now."))


async def _announce(moment: Moment, area: str, import_id: int) -> None:
    """Of news about one neighbourhood only the newest goes out."""
    await moment.tx.outbox.cancel(f"budget.new:{area}:")
    await tell(
        moment,
        "budget.new",
        await moment.tx.people.reachable(ConsentKind.MONEY, [area]),
        key=f"{area}:{import_id}",
        payload={"area": area},
        until=moment.now + NEWS_LASTS,
    )


@notice("budget.new", consent=ConsentKind.MONEY)
async def news(moment: Moment, payload: Payload) -> Screen | None:
    area = moment.town.area(payload["area"])
    if area is None:
        return None
    return Screen(
        paragraphs(
            t("New figures about the budget of {neighbourhood}", neighbourhood=area.name),
            t("This message is from {sender}.", sender=moment.town.office),
        ),
        ((Button(t("See the budget"), "budget", area.code),),),
    )
