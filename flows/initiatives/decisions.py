"""A question to the initiator, or a no with its reason: a moderator types what they mean."""

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, pick, register
from flows.initiatives.card import REASONS, heading, title
from flows.initiatives.queue import BACK, decide, waiting
from flows.initiatives.takeup import ABOUT, take_up
from flows.kernel import Button, Ctx, Screen, action, number
from flows.reading import Said, words
from flows.text import Speech, lines, paragraphs, t
from storage.models import InitiativeState

ASK, REFUSE = "ask", "refuse"  # the names of the forms
MOST_TYPED = 400


async def read(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_TYPED, many_lines=True)


async def ask_question(ctx: Ctx, answers: Answers) -> Screen:
    return await _about(ctx, answers, ASK, t("What do you want to know? Type your question."))


async def review_question(ctx: Ctx, answers: Answers) -> Screen:
    return await _about(
        ctx,
        answers,
        ASK,
        paragraphs(t("“{text}”", text=answers["text"]), t("It is not sent yet.")),
        (
            (Button(t("Send"), "queue.asked"),),
            (edit(ASK, "text", t("Change the question")),),
            (Button(t("Throw it away"), "form.drop", ASK), *HOME_ROW),
        ),
    )


async def ask_reason(ctx: Ctx, answers: Answers) -> Screen:
    rows = tuple(
        (Button(reason.label, *pick(REFUSE, "reason", code)),) for code, reason in REASONS.items()
    )
    return await _about(ctx, answers, REFUSE, t("Why is this not possible?"), rows)


async def pick_reason(_ctx: Ctx, code: str) -> str:
    if code not in REASONS:
        raise Gone
    return code


async def ask_explanation(ctx: Ctx, answers: Answers) -> Screen:
    return await _about(
        ctx, answers, REFUSE, t("Explain it to the initiator. Use simple words. Type it here.")
    )


async def review_refusal(ctx: Ctx, answers: Answers) -> Screen:
    return await _about(
        ctx,
        answers,
        REFUSE,
        paragraphs(
            lines(
                t("Reason: {reason}", reason=REASONS[answers["reason"]].label),
                t("“{text}”", text=answers["text"]),
            ),
            t("It is not sent yet."),
        ),
        (
            (Button(t("Refuse it now"), "queue.refused"),),
            (
                edit(REFUSE, "reason", t("Change the reason")),
                edit(REFUSE, "text", t("Change the text")),
            ),
            (Button(t("Throw it away"), "form.drop", REFUSE), *HOME_ROW),
        ),
    )


QUESTION = register(
    Form(
        ASK,
        t("Go on with my question"),
        permissions.moderators,
        (Step("text", ask_question, read),),
        review_question,
    )
)
REFUSAL = register(
    Form(
        REFUSE,
        t("Go on with my refusal"),
        permissions.moderators,
        (Step("reason", ask_reason, pick=pick_reason), Step("text", ask_explanation, read)),
        review_refusal,
    )
)


@action("queue.ask", permission=permissions.moderators)
async def ask(ctx: Ctx, arg: str) -> Screen:
    return await take_up(ctx, QUESTION, await waiting(ctx, number(arg)))


@action("queue.refuse", permission=permissions.moderators)
async def refuse(ctx: Ctx, arg: str) -> Screen:
    return await take_up(ctx, REFUSAL, await waiting(ctx, number(arg)))


@action("queue.asked", permission=permissions.moderators)
async def asked(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, QUESTION)
    initiative = await waiting(ctx, answers[ABOUT])
    await decide(ctx, initiative, InitiativeState.NEEDS_INFO, reason=answers["text"])
    return Screen(
        paragraphs(
            t("Your question about “{title}” is sent.", title=title(initiative)),
            t("It comes back in the queue with the answer."),
        ),
        ((BACK,), HOME_ROW),
        fresh=True,
    )


@action("queue.refused", permission=permissions.moderators)
async def refused(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, REFUSAL)
    initiative = await waiting(ctx, answers[ABOUT])
    await decide(
        ctx,
        initiative,
        InitiativeState.REFUSED,
        code=answers["reason"],
        reason=answers["text"],
    )
    return Screen(
        t("Refused: “{title}”. The initiator gets your reason.", title=title(initiative)),
        ((BACK,), HOME_ROW),
        fresh=True,
    )


async def _about(
    ctx: Ctx,
    answers: Answers,
    form: str,
    text: Speech,
    rows: tuple[tuple[Button, ...], ...] = (),
) -> Screen:
    """The screen of a form about an initiative, as long as that waits for a decision.

    When a colleague was first the draft is of no use; what was typed is shown once more.
    """
    try:
        initiative = await waiting(ctx, answers[ABOUT])
    except Gone:
        await ctx.tx.drafts.discard(ctx.actor, form)
        typed = answers.get("text")
        return Screen(
            paragraphs(
                t("This initiative is decided already."),
                t("You wrote: “{text}”", text=typed) if typed else None,
            ),
            ((BACK,), HOME_ROW),
            fresh=True,
        )
    return Screen(paragraphs(heading(initiative), text), rows)
