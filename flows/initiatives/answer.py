"""The initiator answers what a moderator asked; then it waits in the queue again."""

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, register
from flows.home import todo
from flows.initiatives.card import heading, said, title
from flows.initiatives.mine import own
from flows.initiatives.notices import tell_moderators
from flows.initiatives.takeup import ABOUT, take_up
from flows.kernel import Button, Ctx, Screen, action
from flows.reading import Said, words
from flows.text import lines, paragraphs, t
from storage.models import Initiative, InitiativeState

FORM_NAME = "answer"
MOST_ANSWER = 600


async def ask(ctx: Ctx, answers: Answers) -> Screen:
    initiative = await _asked(ctx, answers[ABOUT])
    if initiative is None:
        return await _no_longer_asked(ctx, None)
    history = await ctx.tx.initiatives.history(initiative.id)
    return Screen(
        paragraphs(
            lines(t("A moderator asks about:"), heading(initiative)),
            said(history[-1], ctx.actor.locale),
            t("Type your answer."),
        )
    )


async def read(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_ANSWER, many_lines=True)


async def review(ctx: Ctx, answers: Answers) -> Screen:
    initiative = await _asked(ctx, answers[ABOUT])
    if initiative is None:
        return await _no_longer_asked(ctx, answers["text"])
    return Screen(
        paragraphs(
            t("Your answer about “{title}”:", title=title(initiative)),
            t("“{text}”", text=answers["text"]),
            t("It is not sent yet."),
        ),
        (
            (Button(t("Send"), "propose.answered"),),
            (edit(FORM_NAME, "text", t("Change the answer")),),
            (Button(t("Throw it away"), "form.drop", FORM_NAME), *HOME_ROW),
        ),
    )


FORM = register(
    Form(
        FORM_NAME,
        t("Go on with my answer"),
        permissions.anyone,
        (Step("text", ask, read),),
        review,
    )
)


@todo(5, of="question")
async def answer_now(ctx: Ctx) -> Button | None:
    """A begun answer is on the home screen already, as a draft."""
    initiative = await ctx.tx.initiatives.asked(ctx.actor)
    if initiative is None or await ctx.tx.drafts.get(ctx.actor, FORM_NAME) is not None:
        return None
    return Button(t("Answer a moderator"), "propose.answer", str(initiative.id))


@action("propose.answer", permission=permissions.anyone)
async def answer(ctx: Ctx, arg: str) -> Screen:
    initiative = await own(ctx, arg)
    if initiative.state is not InitiativeState.NEEDS_INFO:
        raise Gone
    return await take_up(ctx, FORM, initiative)


@action("propose.answered", permission=permissions.anyone)
async def answered(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    step = await ctx.tx.initiatives.set_state(
        answers[ABOUT],
        InitiativeState.SUBMITTED,
        only_from=(InitiativeState.NEEDS_INFO,),
        at=ctx.now,
        actor=ctx.actor,
        reason=answers["text"],
    )
    if step is None:
        raise Gone
    await tell_moderators(ctx, step)
    return Screen(
        paragraphs(
            t("<b>Thank you. Your answer is sent.</b>"),
            t("A moderator looks at it now. You get an answer, also when it is a no."),
        ),
        ((Button(t("See my initiatives"), "propose.mine"),), HOME_ROW),
        fresh=True,
    )


async def _asked(ctx: Ctx, initiative_id: int) -> Initiative | None:
    initiative = await ctx.tx.initiatives.get(initiative_id)
    if initiative is None or initiative.state is not InitiativeState.NEEDS_INFO:
        return None
    return initiative


async def _no_longer_asked(ctx: Ctx, typed: str | None) -> Screen:
    """The draft is of no use any more; what was typed is shown once more, to copy."""
    await ctx.tx.drafts.discard(ctx.actor, FORM_NAME)
    return Screen(
        paragraphs(
            t("This question is closed. No answer is needed any more."),
            t("You wrote: “{text}”", text=typed) if typed else None,
        ),
        (HOME_ROW,),
        fresh=True,
    )
