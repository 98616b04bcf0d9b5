"""A moderator asks a community a question."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flows import permissions
from flows.communities.listing import back, community_of
from flows.errors import Gone, Refusal
from flows.events import tell
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, go_on, pick, register
from flows.kernel import Button, Ctx, Screen, action, number
from flows.reading import Said, words
from flows.text import Speech, Text, just, lines, paragraphs, t
from flows.when import at, today

FORM_NAME = "poll"
MOST_QUESTION, MOST_OPTION = 300, 100
LEAST_OPTIONS, MOST_OPTIONS = 2, 8
CLOSES = time(20)  # on the clocks of Amsterdam: before the quiet hours
CLOSINGS: dict[str, Text] = {
    "1": t("Close tomorrow at 20:00"),
    "3": t("Close in 3 days"),
    "7": t("Close in a week"),
}


async def ask_question(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("What do you want to ask? Type the question."))


async def read_question(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_QUESTION)


async def ask_options(_ctx: Ctx, answers: Answers) -> Screen:
    options = _typed(answers)
    if not options:
        return Screen(
            lines(
                t("Which answers can people choose? Type 2 to 8 answers."),
                t("Type one answer, or each answer on its own line."),
            )
        )
    return Screen(
        paragraphs(
            lines(t("These are the answers now:"), numbered(options)), t("Type one more answer.")
        ),
        (
            *(
                ((Button(t("Keep these answers"), *pick(FORM_NAME, "options", "keep")),),)
                if len(options) >= LEAST_OPTIONS
                else ()
            ),
            (Button(t("Start the answers again"), *pick(FORM_NAME, "options", "none")),),
        ),
    )


def _typed(answers: Answers) -> list[str]:
    kept: dict[str, Any] = answers.get("options") or {}
    return list(kept.get("typed", ()))


def numbered(options: list[str]) -> Speech:
    return lines(
        *(t("{number}. {answer}", number=i, answer=text) for i, text in enumerate(options, 1))
    )


async def read_options(ctx: Ctx, said: Said) -> dict[str, Any]:
    """What is typed is added to what was typed before; several lines at once are all of them."""
    draft = await ctx.tx.drafts.get(ctx.actor, FORM_NAME)
    before = _typed(draft.answers) if draft else []
    added = [line for line in said.text.splitlines() if line.strip()] or [""]
    new = [words(Said(said.kind, line), most=MOST_OPTION, figures=True) for line in added]
    typed = [*before, *new]
    if len(typed) > MOST_OPTIONS:
        raise Refusal(t("These are too many answers. At most 8 fit."))
    if len({option.casefold() for option in typed}) < len(typed):
        raise Refusal(t("This answer is there twice. Type different answers."))
    return {"typed": typed, "done": len(new) >= LEAST_OPTIONS or len(typed) == MOST_OPTIONS}


async def pick_options(ctx: Ctx, value: str) -> dict[str, Any]:
    draft = await ctx.tx.drafts.get(ctx.actor, FORM_NAME)
    typed = _typed(draft.answers) if draft else []
    if value == "none":
        return {"typed": [], "done": False}
    if value != "keep" or len(typed) < LEAST_OPTIONS:
        raise Gone
    return {"typed": typed, "done": True}


def enough_options(value: dict[str, Any]) -> bool:
    return bool(value["done"])


async def ask_closing(_ctx: Ctx, _answers: Answers) -> Screen:
    rows = ((Button(label, *pick(FORM_NAME, "closes", d)),) for d, label in CLOSINGS.items())
    return Screen(t("Until when can people answer?"), tuple(rows))


async def pick_closing(ctx: Ctx, value: str) -> str:
    if value not in CLOSINGS:
        raise Gone
    return (today(ctx.now) + timedelta(days=int(value))).isoformat()


def _closes_at(answers: Answers, now: datetime) -> datetime:
    return at(date.fromisoformat(answers["closes"]), CLOSES, now)


async def review(ctx: Ctx, answers: Answers) -> Screen:
    changes = (
        (edit(FORM_NAME, "question", t("Change the question")),),
        (edit(FORM_NAME, "options", t("Change the answers")),),
        (edit(FORM_NAME, "closes", t("Change the end")),),
        (Button(t("Throw it away"), "form.drop", FORM_NAME), *HOME_ROW),
    )
    try:
        closes = _closes_at(answers, ctx.now)
    except Refusal as refusal:
        return Screen(refusal.text, changes)
    return Screen(
        paragraphs(
            t("Is this right? Nobody is asked yet."),
            lines(t("<b>{question}</b>", question=answers["question"]), numbered(_typed(answers))),
            t("People can answer until {end}.", end=closes),
        ),
        ((Button(t("Ask all members"), "polls.send"),), *changes),
    )


FORM = register(
    Form(
        FORM_NAME,
        t("Go on with the poll"),
        permissions.moderators,
        (
            Step("question", ask_question, read=read_question),
            Step(
                "options", ask_options, read=read_options, pick=pick_options, enough=enough_options
            ),
            Step("closes", ask_closing, pick=pick_closing),
        ),
        review,
    )
)


@action("polls.ask", permission=permissions.moderators)
async def ask(ctx: Ctx, arg: str) -> Screen:
    """An unfinished question to the same community is gone on with."""
    community = await community_of(ctx, number(arg))
    return await go_on(ctx, FORM, {"community": community.id})


@action("polls.send", permission=permissions.moderators)
async def send(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    community = await community_of(ctx, answers["community"])
    closes = _closes_at(answers, ctx.now)
    poll = await ctx.tx.polls.add(community.id, answers["question"], _typed(answers), closes)
    await tell(
        ctx,
        "poll.opened",
        await ctx.tx.communities.members(community.id),
        key=str(poll.id),
        payload={"poll": poll.id},
        until=poll.closes_at,
    )
    return Screen(
        paragraphs(
            t("<b>The poll is sent to the members.</b>"),
            just(poll.question),
            t("They see the result after {end}.", end=poll.closes_at),
        ),
        ((Button(t("Look at the poll"), "polls.open", str(poll.id)),), back(community)),
        fresh=True,
    )
