"""``/help``, and what happens with words that answer no question."""

from flows import permissions
from flows.budget.officer import received
from flows.commands import shown_to
from flows.errors import Gone
from flows.forms import HOME_ROW, begin
from flows.initiatives.propose import FORM as PROPOSAL
from flows.initiatives.propose import known, start
from flows.initiatives.proposers import ask_age
from flows.initiatives.window import open_edition
from flows.kernel import Button, Ctx, Screen, action, number
from flows.reading import Kind, Said, clean_lines
from flows.rounds.current import edition_of
from flows.text import Code, Words, just, lines, paragraphs, t

LOOSE = "loose"  # the draft that keeps words which answer no question
MOST_LOOSE = 600


@action("help", permission=permissions.anyone, reads=True)
async def help_(ctx: Ctx, _arg: str) -> Screen:
    return Screen(
        paragraphs(
            t("<b>Help</b>"),
            lines(
                *(
                    t("{command}: {what}", command=Code(f"/{name}"), what=command.about)
                    for name, command in shown_to(ctx.roles).items()
                )
            ),
            t("A human being: {help}", help=ctx.town.help),
        ),
        ((Button(t("Find help near you"), "help.near"),), HOME_ROW),
    )


@action("help.near", permission=permissions.anyone, reads=True)
async def near(ctx: Ctx, arg: str) -> Screen:
    """Places in one's own neighbourhood, and a human; ``arg``: the round one is voting in."""
    said = (await edition_of(ctx, number(arg))).definition.texts.help if arg else None
    places = [
        t("• {name}, {place}", name=point.name, place=point.place)
        for point in ctx.town.help_near(ctx.actor.area)
    ]
    back = ((Button(t("Go back to the plans"), "vote.open"),),) if arg else ()
    return Screen(
        paragraphs(
            t("<b>Help near you</b>"),
            just(Words(said)) if said else None,
            lines(t("You can walk in here and ask:"), *places) if places else None,
            t("Nobody may choose for you, or see your vote."),
            t("A human being: {help}", help=ctx.town.help),
        ),
        (*back, HOME_ROW),
    )


async def loose(ctx: Ctx, said: Said) -> Screen:
    """Keep what was typed, and ask what it is for. A file of an officer is a budget file."""
    if said.document is not None and permissions.officers(ctx):
        return await received(ctx, said.document)
    if said.kind is not Kind.TEXT:
        return Screen(
            paragraphs(t("I can only read text and buttons."), t("Nothing is lost or changed.")),
            (HOME_ROW,),
        )
    text = clean_lines(said.text)
    if not text:
        return Screen(t("I see no words yet. Please use a few words."), (HOME_ROW,))
    await ctx.tx.drafts.save(ctx.actor, LOOSE, {"text": text[:MOST_LOOSE]}, None, ctx.now)
    await ctx.tx.drafts.close(ctx.actor)
    return Screen(
        paragraphs(
            t("You wrote: “{text}”", text=text[:80]),
            t("I kept it. What shall I do with it?"),
        ),
        (
            (Button(t("Propose it as initiative"), "loose.propose"),),
            (Button(t("Throw it away"), "form.drop", LOOSE),),
            HOME_ROW,
        ),
    )


@action("loose.propose", permission=permissions.anyone)
async def propose(ctx: Ctx, arg: str) -> Screen:
    """The kept words become the "what and why" of an initiative.

    There is one proposal at a time: with an unfinished one the words stay where they are.
    """
    draft = await ctx.tx.drafts.get(ctx.actor, LOOSE)
    if draft is None:
        raise Gone
    if await ctx.tx.drafts.get(ctx.actor, PROPOSAL.name) is not None:
        return await start(ctx, "")
    edition = await open_edition(ctx, kept=True)
    if (asked := ask_age(edition, "loose.propose", arg)) is not None:
        return asked
    await ctx.tx.drafts.discard(ctx.actor, LOOSE)
    answers = {**known(edition.definition), "summary": draft.answers["text"]}
    return await begin(ctx, PROPOSAL, answers)
