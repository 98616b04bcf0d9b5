"""Forms about one initiative: what somebody began to type for it waits until it is sent."""

from flows.forms import HOME_ROW, Form, begin
from flows.initiatives.card import title
from flows.kernel import Button, Ctx, Screen
from flows.text import paragraphs, t
from storage.models import Initiative

ABOUT = "initiative"  # the key of the answers that says which one


async def take_up(ctx: Ctx, form: Form, initiative: Initiative) -> Screen:
    """Go on with the draft for this initiative, or begin it; one for another comes first."""
    draft = await ctx.tx.drafts.get(ctx.actor, form.name)
    if draft is None or set(draft.answers) == {ABOUT}:
        return await begin(ctx, form, {ABOUT: initiative.id})
    other = await ctx.tx.initiatives.get(draft.answers[ABOUT])
    if other is None or other.id == initiative.id:
        return await begin(ctx, form, {**draft.answers, ABOUT: initiative.id})
    return Screen(
        paragraphs(
            t("You began to write about “{title}”.", title=title(other)),
            t("It is not sent yet."),
        ),
        (
            (Button(form.label, "form.open", form.name),),
            (Button(t("Throw it away"), "form.drop", form.name),),
            HOME_ROW,
        ),
    )
