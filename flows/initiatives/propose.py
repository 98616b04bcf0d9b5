"""``/propose``: a resident tells what should be done, and sends it to the moderators.

Who lives outside the round's neighbourhoods may propose too: they may work, pray or go to
school there. What counts is the place: it must be in a neighbourhood of the round.
"""

from typing import Any

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW, Answers, Form, begin, edit, finished, register
from flows.home import todo
from flows.initiatives.card import card, picture
from flows.initiatives.notices import tell_moderators
from flows.initiatives.proposers import ask_age
from flows.initiatives.questions import FORM_NAME, STEPS, still_valid
from flows.initiatives.window import edition_here, open_edition
from flows.kernel import Button, Ctx, Screen, action
from flows.rounds.current import PROPOSING, Edition, current
from flows.rounds.definition import PhaseKey, RoundDefinition
from flows.text import Code, Lines, lines, paragraphs, t, tn
from storage.models import Initiative, InitiativeState


async def review(ctx: Ctx, answers: Answers) -> Screen:
    edition = await edition_here(ctx)
    drafted = _written(ctx, edition, answers)
    theme = (edit(FORM_NAME, "kind", t("Change the theme")),) if edition.definition.themes else ()
    return Screen(
        paragraphs(
            t("Is this right? It is not sent yet."), await card(ctx, drafted, ctx.actor.locale)
        ),
        (
            (Button(t("Send"), "propose.send"),),
            (
                edit(FORM_NAME, "title", t("Change the title")),
                edit(FORM_NAME, "summary", t("Change the text")),
            ),
            (
                *theme,
                edit(FORM_NAME, "area", t("Change the neighbourhood")),
            ),
            (
                edit(FORM_NAME, "place", t("Change the place")),
                edit(FORM_NAME, "cost", t("Change the cost")),
            ),
            (
                edit(FORM_NAME, "doer", t("Change who does it")),
                edit(FORM_NAME, "photo", t("Change the photo")),
            ),
            (Button(t("Throw it away"), "propose.drop"), *HOME_ROW),
        ),
        picture(drafted),
    )


FORM = register(Form(FORM_NAME, t("Go on with my initiative"), permissions.anyone, STEPS, review))


@todo(20)
async def propose_now(ctx: Ctx) -> Button | None:
    """An unfinished proposal is on the home screen already, as a draft."""
    edition = await current(ctx)
    if edition is None or not edition.is_in(ctx.now, *PROPOSING):
        return None
    if await ctx.tx.drafts.get(ctx.actor, FORM_NAME) is not None:
        return None
    return Button(t("Propose an initiative"), "propose.start")


@action("propose.start", permission=permissions.anyone)
async def start(ctx: Ctx, arg: str) -> Screen:
    draft = await ctx.tx.drafts.get(ctx.actor, FORM_NAME)
    edition = await open_edition(ctx, kept=draft is not None)
    if draft is None:
        asked = ask_age(edition, "propose.start", arg)
        return asked or await begin(ctx, FORM, known(edition.definition))
    done = sum(step.name in draft.answers for step in FORM.steps)
    return Screen(
        paragraphs(
            t("<b>You have an unfinished initiative.</b>"),
            t("Title: {title}", title=draft.answers["title"])
            if "title" in draft.answers
            else None,
            tn(
                "{n} of {total} questions is answered.",
                "{n} of {total} questions are answered.",
                done,
                total=len(FORM.steps),
            ),
        ),
        (
            (Button(t("Go on with my initiative"), "form.open", FORM_NAME),),
            (Button(t("Throw it away"), "propose.drop"),),
            HOME_ROW,
        ),
    )


def known(definition: RoundDefinition) -> dict[str, Any]:
    """What need not be asked: the theme, where there is none."""
    return {} if definition.themes else {"kind": ""}


@action("propose.drop", permission=permissions.anyone, reads=True)
async def drop(ctx: Ctx, _arg: str) -> Screen:
    if await ctx.tx.drafts.get(ctx.actor, FORM_NAME) is None:
        raise Gone
    return Screen(
        t("Throw your unfinished initiative away? You cannot undo this."),
        (
            (Button(t("Throw it away now"), "form.drop", FORM_NAME),),
            (Button(t("Keep it"), "form.open", FORM_NAME),),
        ),
    )


@action("propose.send", permission=permissions.anyone)
async def send(ctx: Ctx, _arg: str) -> Screen:
    """A round can change between the first question and the last: then ask again."""
    answers = await finished(ctx, FORM)
    edition = await open_edition(ctx, kept=True)
    kept = still_valid(ctx, edition.definition, answers)
    if not FORM.complete(kept):
        question = await begin(ctx, FORM, kept)
        changed = t("The round has changed. Please answer this again.")
        return Screen(paragraphs(changed, question.text), question.rows)
    initiative = await _submit(ctx, edition, kept)
    return Screen(
        paragraphs(
            t("<b>Thank you. Your initiative is sent.</b>"),
            t("Its number is {number}.", number=Code(initiative.number)),
            _what_happens_next(edition),
        ),
        ((Button(t("See my initiatives"), "propose.mine"),), HOME_ROW),
        fresh=True,
    )


async def _submit(ctx: Ctx, edition: Edition, answers: Answers) -> Initiative:
    initiative = _written(ctx, edition, answers)
    nth = await ctx.tx.rounds.next_number(edition.row.id)
    initiative.number = f"{edition.definition.year}-{nth:03}"
    step = await ctx.tx.initiatives.add(initiative)
    await tell_moderators(ctx, step)
    return initiative


def _written(ctx: Ctx, edition: Edition, answers: Answers) -> Initiative:
    """An initiative in the language of its author, without a number yet."""
    text: dict[str, Any] = {
        name: {ctx.actor.locale: answers[name]} for name in ("title", "summary")
    }
    return Initiative(
        **text,
        round_id=edition.row.id,
        author_id=ctx.actor.id,
        locale=ctx.actor.locale,
        theme=answers["kind"],
        area=answers["area"],
        place=answers["place"],
        cost=answers["cost"],
        doer=answers["doer"],
        photo=answers["photo"],
        state=InitiativeState.SUBMITTED,
        submitted_at=ctx.now,
    )


def _what_happens_next(edition: Edition) -> Lines:
    check = edition.definition.phase_of(PhaseKey.CHECK)
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return lines(
        t("A moderator looks at it now. You get an answer, also when it is a no."),
        t("The checks are ready on {end}.", end=check.last) if check else None,
        t("Voting opens on {start}.", start=voting.start) if voting else None,
    )
