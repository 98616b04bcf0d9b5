"""The front door: where the round is, and at most three things to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from flows import permissions
from flows.forms import FORMS
from flows.kernel import Button, Ctx, Screen, action
from flows.rounds.current import PHASE_LABELS, current
from flows.text import Speech, lines, paragraphs, t

MOST_TODOS = 3

Find = Callable[[Ctx], Awaitable[Button | None]]
Wait = Literal["draft", "question", "poll", "meeting"]  # see ``storage.repositories.waiting``


@dataclass(frozen=True, slots=True)
class Todo:
    order: int
    find: Find
    of: Wait | None


TODOS: list[Todo] = []
MENU = (
    (Button(t("Look at communities"), "communities.list"), Button(t("See the budget"), "budget")),
    (Button(t("See my initiatives"), "propose.mine"), Button(t("Change settings"), "settings")),
)


def todo(order: int, *, of: Wait | None = None) -> Callable[[Find], Find]:
    """Register something to do now; it answers a button, or ``None`` if it is not its time.

    With ``of`` it is asked only if such a thing waits for the actor.
    """

    def register(find: Find) -> Find:
        TODOS.append(Todo(order, find, of))
        TODOS.sort(key=lambda item: item.order)
        return find

    return register


@action("home", permission=permissions.anyone, reads=True)
async def home(ctx: Ctx, _arg: str) -> Screen:
    waits = await ctx.tx.waiting.of(ctx.actor.id, ctx.now)
    buttons = [
        button
        for it in TODOS
        if it.of is None or getattr(waits, it.of)
        if (button := await it.find(ctx))
    ]
    return Screen(
        paragraphs(t("Hello, {name}.", name=ctx.actor.name), await _now(ctx)),
        (*((button,) for button in buttons[:MOST_TODOS]), *MENU),
    )


@todo(0, of="draft")
async def unfinished(ctx: Ctx) -> Button | None:
    """A draft is the first thing to go on with."""
    for draft in await ctx.tx.drafts.all_of(ctx.actor):
        form = FORMS.get(draft.form)
        if form is not None and form.permission(ctx):
            return Button(form.label, "form.open", form.name)
    return None


async def _now(ctx: Ctx) -> Speech | None:
    edition = await current(ctx)
    if edition is None:
        return t("There is no round in your area now.")
    phase, after = edition.phase(ctx.now), edition.definition.after(ctx.now)
    title = t("<b>{round}</b>", round=edition.definition.words)
    if phase is not None:
        now = t("Now: {phase}.", phase=PHASE_LABELS[phase.key])
        return lines(title, now, t("Until {end}.", end=phase.last))
    if after is not None:
        then = t("Next: {phase}.", phase=PHASE_LABELS[after.key])
        return lines(title, then, t("From {start}.", start=after.start))
    return lines(title, t("This round is over."))
