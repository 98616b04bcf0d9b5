"""``/budget``: the money of a neighbourhood, pot by pot, as of its newest date."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flows import permissions
from flows.budget.lines import Line, told
from flows.budget.picture import picture_of
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen, action, number
from flows.paging import PAGE, turns
from flows.places import area_rows, district_rows
from flows.text import Speech, just, lines, paragraphs, t
from flows.town import Area, Pot, Town
from storage.models import BudgetLine

OTHER = Button(t("Choose another neighbourhood"), "budget.areas")


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of one pot: two pots never stand on one page."""

    pot: Pot
    lines: tuple[Line, ...]


@action("budget", permission=permissions.anyone, reads=True)
async def budget(ctx: Ctx, arg: str) -> Screen:
    """``arg``: the code of a wijk, or of a wijk and a page: ``MF.2``."""
    code, _, page = arg.partition(".")
    area = ctx.town.area(code or ctx.actor.area)
    if area is None and code:
        raise Gone
    if area is None:
        return await districts(ctx, "")
    rows = await ctx.tx.budgets.lines(area.code)
    if not rows:
        return Screen(_nothing(ctx, area), ((OTHER,), *_officer_rows(ctx), HOME_ROW))
    return _figures(ctx, area, rows, number(page or "0"))


def _figures(ctx: Ctx, area: Area, rows: Sequence[BudgetLine], place: int) -> Screen:
    pages = _pages(ctx.town, [Line.of(row) for row in rows])
    if place >= len(pages):
        raise Gone
    page = pages[place]
    version = max(row.import_id for row in rows)  # a correction gives a line a newer import
    return Screen(
        paragraphs(
            t("<b>The budget of {area}</b>", area=area.name),
            *_content(page),
            t("Left is what nobody has promised or spent yet."),
            t("Page {page} of {pages}.", page=place + 1, pages=len(pages))
            if len(pages) > 1
            else None,
        ),
        (
            *turns("budget", place, more=place + 1 < len(pages), within=f"{area.code}."),
            (OTHER,),
            *_officer_rows(ctx),
            HOME_ROW,
        ),
        picture_of(area, page.pot, page.lines, f"{area.code}:{place}:{version}"),
    )


def _pages(town: Town, found: Sequence[Line]) -> list[Page]:
    pages = []
    for pot in town.pots:
        group = [line for line in found if line.pot == pot.key]
        pages += [
            Page(pot, tuple(group[first : first + PAGE])) for first in range(0, len(group), PAGE)
        ]
    return pages


def _content(page: Page) -> list[Speech]:
    """What the pot is; from when and whom its figures are; its lines."""
    content: list[Speech] = [lines(t("<b>{pot}</b>", pot=page.pot.name), just(page.pot.about))]
    for (day, source), group in groupby(page.lines, key=lambda line: (line.as_of, line.source)):
        content.append(t("Figures of {day}. Source: {source}.", day=day, source=source))
        content += [lines(t("<b>{name}</b>", name=line.name), told(line)) for line in group]
    return content


def _nothing(ctx: Ctx, area: Area) -> Speech:
    return paragraphs(
        t("<b>The budget of {area}</b>", area=area.name),
        t("There are no figures about this neighbourhood yet."),
        t("Do you want to get a message when they come? Look at /settings."),
        t("A human being: {help}", help=ctx.town.help),
    )


def _officer_rows(ctx: Ctx) -> tuple[tuple[Button, ...], ...]:
    if not permissions.officers(ctx):
        return ()
    return ((Button(t("Bring in new figures"), "import.start"),),)


@action("budget.areas", permission=permissions.anyone, reads=True)
async def districts(ctx: Ctx, _arg: str) -> Screen:
    return Screen(
        t("Of which area do you want to see the budget?"),
        (
            *district_rows(ctx.town, "budget.area"),
            HOME_ROW,
        ),
    )


@action("budget.area", permission=permissions.anyone, reads=True)
async def areas(ctx: Ctx, key: str) -> Screen:
    return Screen(
        t("Choose a neighbourhood."),
        (
            *area_rows(ctx.town, key, lambda code: ("budget", code)),
            (Button(t("Go back"), "budget.areas"),),
        ),
    )
