"""The chat of an officer who brings in a file: asked for, previewed, confirmed."""

from flows import permissions
from flows.budget.imports import bring_in, import_file, preview_of, throw_away
from flows.budget.parsing import MOST_ROWS, NAMES, too_large
from flows.budget.preview import head, neighbourhoods
from flows.errors import Refusal
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen, action, number
from flows.paging import PAGE, turns
from flows.reading import Document
from flows.text import Code, lines, paragraphs, t

COLUMN_NAMES = ", ".join("/".join(names[:2]) for names in NAMES.values())


@action("import.start", permission=permissions.officers)
async def start(ctx: Ctx, _arg: str) -> Screen:
    """A file answers no question of a form: an open one steps aside and keeps its answers."""
    await ctx.tx.drafts.close(ctx.actor)
    return Screen(
        paragraphs(
            t("<b>Bring in new figures</b>"),
            t("Send me a file now. Save it as “CSV UTF-8”."),
            lines(
                t("Row 1 must have: {columns}.", columns=Code(COLUMN_NAMES)),
                t("Area is the code of a neighbourhood, for example {code}.", code=Code("MF")),
                t("Pot: {pots}.", pots=Code(", ".join(pot.key for pot in ctx.town.pots))),
                t("Committed is promised, paid or not. Spent is paid."),
                t("At most {most} rows fit.", most=MOST_ROWS),
            ),
            t("You see a preview first. Nothing changes before you confirm."),
        ),
        ((Button(t("Go back"), "budget"),),),
    )


async def received(ctx: Ctx, document: Document) -> Screen:
    """A file that an officer sent while no question was open."""
    if document.content is None:
        raise too_large()
    try:
        preview = await import_file(ctx, document.name, document.content, ctx.actor.id)
    except Refusal as refusal:
        return Screen(
            refusal.text, ((Button(t("See how to make a file"), "import.start"),), HOME_ROW)
        )
    return await see(ctx, f"{preview.id}.0")


@action("import.see", permission=permissions.officers, reads=True)
async def see(ctx: Ctx, arg: str) -> Screen:
    import_id, _, page = arg.partition(".")
    row, found = await preview_of(ctx, number(import_id))
    here = neighbourhoods(ctx.town, found)
    first = number(page) * PAGE
    more = first + PAGE < len(here)
    return Screen(
        paragraphs(
            await head(ctx, row),
            *here[first : first + PAGE],
            t("Nothing has changed yet. Is this right?"),
        ),
        (
            (Button(t("Confirm"), "import.yes", import_id),),
            (Button(t("Throw away"), "import.no", import_id),),
            *turns("import.see", number(page), more=more, within=f"{import_id}."),
        ),
    )


@action("import.yes", permission=permissions.officers)
async def confirm(ctx: Ctx, arg: str) -> Screen:
    receipt = await bring_in(ctx, number(arg))
    return Screen(receipt, ((Button(t("See the budget"), "budget"),), HOME_ROW), fresh=True)


@action("import.no", permission=permissions.officers)
async def drop(ctx: Ctx, arg: str) -> Screen:
    return Screen(await throw_away(ctx, number(arg)), (HOME_ROW,))
