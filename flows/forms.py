"""Questions asked one by one. The answers live in the draft, so nothing typed is ever lost."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows import permissions
from flows.errors import Gone, NotAllowed, Refusal
from flows.kernel import Button, Ctx, Permission, Screen, action
from flows.reading import Said
from flows.text import Speech, paragraphs, t
from storage.models import Draft

Answers = Mapping[str, Any]


async def only_buttons(_ctx: Ctx, _said: Said) -> Any:
    raise Refusal(t("Tap one of the buttons."))


async def only_typed(_ctx: Ctx, _value: str) -> Any:
    raise Gone


@dataclass(frozen=True, slots=True)
class Step:
    """One question. ``read`` takes what was sent, ``pick`` the value of a button.

    Both answer a JSON value to keep; ``read`` raises ``Refusal`` and the question is asked
    again, ``pick`` raises ``Gone`` for a value nobody offers. Neither may change anything.
    An answer that is not ``enough`` yet is kept, and its question is asked once more.
    """

    name: str
    ask: Callable[[Ctx, Answers], Awaitable[Screen]]
    read: Callable[[Ctx, Said], Awaitable[Any]] = only_buttons
    pick: Callable[[Ctx, str], Awaitable[Any]] = only_typed
    optional: bool = False
    enough: Callable[[Any], bool] = lambda _value: True

    def answered(self, answers: Answers) -> bool:
        return self.name in answers and self.enough(answers[self.name])


@dataclass(frozen=True, slots=True)
class Form:
    """A name (≤ 8 characters, it goes into buttons), questions, and a review at the end.

    ``label`` is the button under which an unfinished draft is taken up again.
    """

    name: str
    label: Speech
    permission: Permission
    steps: tuple[Step, ...]
    review: Callable[[Ctx, Answers], Awaitable[Screen]]

    def step(self, name: str | None) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def complete(self, answers: Answers) -> bool:
        return all(step.answered(answers) for step in self.steps)


FORMS: dict[str, Form] = {}


def register(form: Form) -> Form:
    FORMS[form.name] = form
    return form


async def begin(ctx: Ctx, form: Form, answers: Answers | None = None) -> Screen:
    """Ask the first question that ``answers`` do not answer yet."""
    return await _advance(ctx, form, dict(answers or {}))


async def go_on(ctx: Ctx, form: Form, about: Answers | None = None) -> Screen:
    """Take up the draft of this form, if it is about the same; else begin."""
    about = about or {}
    draft = await ctx.tx.drafts.get(ctx.actor, form.name)
    if draft is not None and about.items() <= draft.answers.items():
        return await begin(ctx, form, draft.answers)
    return await begin(ctx, form, about)


async def finished(ctx: Ctx, form: Form) -> dict[str, Any]:
    """The complete answers of the actor, taken out of the draft; ``Gone`` if there are none.

    A second tap on the same button finds no draft any more, and is ``Gone``.
    """
    draft = await ctx.tx.drafts.get(ctx.actor, form.name)
    if draft is None or not form.complete(draft.answers):
        raise Gone
    await ctx.tx.drafts.discard(ctx.actor, form.name)
    return draft.answers


async def say(ctx: Ctx, said: Said) -> Screen | None:
    """Answer the open question; ``None`` if there is none."""
    draft = await ctx.tx.drafts.open_of(ctx.actor)
    form = FORMS.get(draft.form) if draft else None
    step = form.step(draft.asking) if form and draft else None
    if draft is None or form is None or step is None:
        return None
    _check(ctx, form)
    try:
        value = await step.read(ctx, said)
    except Refusal as refusal:
        question = await _question(ctx, form, step, draft.answers)
        return Screen(paragraphs(refusal.text, question.text), question.rows)
    return await _advance(ctx, form, {**draft.answers, step.name: value})


def pick(form: str, step: str, value: str) -> tuple[str, str]:
    """Action and argument of a button that answers a question."""
    return "form.pick", f"{form}.{step}.{value}"


def edit(form: str, step: str, label: Speech) -> Button:
    return Button(label, "form.edit", f"{form}.{step}")


@action("form.pick", permission=permissions.anyone)
async def pick_(ctx: Ctx, arg: str) -> Screen:
    name, _, value = arg.rpartition(".")
    draft, form, step = await _place(ctx, name)
    answer = await step.pick(ctx, value)
    return await _advance(ctx, form, {**draft.answers, step.name: answer})


@action("form.skip", permission=permissions.anyone)
async def skip(ctx: Ctx, arg: str) -> Screen:
    draft, form, step = await _place(ctx, arg)
    if not step.optional:
        raise Gone
    return await _advance(ctx, form, {**draft.answers, step.name: None})


@action("form.edit", permission=permissions.anyone)
async def edit_(ctx: Ctx, arg: str) -> Screen:
    draft, form, step = await _place(ctx, arg)
    await ctx.tx.drafts.save(ctx.actor, form.name, draft.answers, step.name, ctx.now)
    return await _question(ctx, form, step, draft.answers)


@action("form.open", permission=permissions.anyone)
async def open_(ctx: Ctx, arg: str) -> Screen:
    draft = await ctx.tx.drafts.get(ctx.actor, arg)
    if draft is None or arg not in FORMS:
        raise Gone
    _check(ctx, FORMS[arg])
    return await _advance(ctx, FORMS[arg], draft.answers)


@action("form.leave", permission=permissions.anyone)
async def leave(ctx: Ctx, _arg: str) -> Screen:
    """What ``/cancel`` does: the questions stop, the answers stay."""
    if not await ctx.tx.drafts.close(ctx.actor):
        return Screen(t("Nothing was open. All is as it was."), rows=(HOME_ROW,))
    return Screen(t("Stopped. Your answers are kept."), rows=(HOME_ROW,))


@action("form.drop", permission=permissions.anyone)
async def drop(ctx: Ctx, arg: str) -> Screen:
    await ctx.tx.drafts.discard(ctx.actor, arg)
    return Screen(t("Your draft is thrown away."), rows=(HOME_ROW,))


HOME_ROW = (Button(t("Go to the start"), "home"),)


async def _place(ctx: Ctx, arg: str) -> tuple[Draft, Form, Step]:
    name, _, step_name = arg.partition(".")
    form = FORMS.get(name)
    draft = await ctx.tx.drafts.get(ctx.actor, name)
    step = form.step(step_name) if form else None
    if draft is None or form is None or step is None:
        raise Gone
    _check(ctx, form)
    return draft, form, step


def _check(ctx: Ctx, form: Form) -> None:
    if not form.permission(ctx):
        raise NotAllowed


async def _advance(ctx: Ctx, form: Form, answers: dict[str, Any]) -> Screen:
    _check(ctx, form)
    step = next((step for step in form.steps if not step.answered(answers)), None)
    asking = step.name if step else None
    await ctx.tx.drafts.save(ctx.actor, form.name, answers, asking, ctx.now)
    if step is None:
        return await form.review(ctx, answers)
    return await _question(ctx, form, step, answers)


async def _question(ctx: Ctx, form: Form, step: Step, answers: Answers) -> Screen:
    screen = await step.ask(ctx, answers)
    place = t(
        "Question {number} of {total}",
        number=form.steps.index(step) + 1,
        total=len(form.steps),
    )
    last: tuple[Button, ...] = (Button(t("Stop for now"), "form.leave"),)
    if step.optional:
        last = (Button(t("Skip this"), "form.skip", f"{form.name}.{step.name}"), *last)
    return Screen(paragraphs(place, screen.text), (*screen.rows, last), screen.picture)
