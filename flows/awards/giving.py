"""An officer records what the council decided about a plan: how much, and why."""

from flows import permissions
from flows.awards.confirming import ask_second
from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, go_on, register
from flows.initiatives.card import heading
from flows.initiatives.card import number as number_of
from flows.kernel import Button, Ctx, Screen, action, number
from flows.reading import Said, whole_euros, words
from flows.rounds.current import Edition, edition_of
from flows.text import Code, Money, paragraphs, t
from flows.voting.count import outcomes_of
from storage.models import Award, Initiative

NAME = "award"
MOST_REASON = 300


@action("award.start", permission=permissions.officers)
async def start(ctx: Ctx, arg: str) -> Screen:
    edition = await _counted(ctx, number(arg))
    return await go_on(ctx, FORM, {"round": edition.row.id})


async def _counted(ctx: Ctx, round_id: int) -> Edition:
    edition = await edition_of(ctx, round_id)
    if edition.row.counted_at is None:
        raise Refusal(t("The votes are counted after the vote. Nobody sees them before."))
    return edition


async def _ask_plan(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        t("Which plan is it? Type its number, for example {number}.", number=Code("2027-014"))
    )


async def _read_plan(ctx: Ctx, said: Said) -> int:
    typed = words(said, most=16, figures=True)
    draft = await ctx.tx.drafts.get(ctx.actor, NAME)
    edition = await _counted(ctx, draft.answers["round"] if draft else 0)
    counted = [int(it.plan) for one in outcomes_of(edition).values() for it in one.steps]
    for plan in (await ctx.tx.initiatives.among(counted)).values():
        if plan.number == typed:
            return plan.id
    raise Refusal(t("There is no plan with this number in the count."))


async def _ask_amount(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("How much does this plan get? Type whole euros."))


async def _read_amount(_ctx: Ctx, said: Said) -> int:
    return whole_euros(said)


async def _ask_reason(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        paragraphs(
            t("Who pays it, and why? Type it in simple words."), t("Everybody can read it.")
        )
    )


async def _read_reason(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_REASON)


async def _plan(ctx: Ctx, answers: Answers) -> Initiative:
    plan = await ctx.tx.initiatives.get(answers["plan"])
    if plan is None:
        raise Gone
    return plan


async def _review(ctx: Ctx, answers: Answers) -> Screen:
    plan = await _plan(ctx, answers)
    return Screen(
        paragraphs(
            t("<b>Look at it once more</b>"),
            heading(plan),
            number_of(plan),
            t("The council decided: this plan gets {amount}.", amount=Money(answers["amount"])),
            t("The reason: “{reason}”", reason=answers["reason"]),
            t("The count stays as it is. This stands beside it."),
        ),
        (
            (Button(t("Ask a second officer"), "award.ask"),),
            (
                edit(NAME, "plan", t("Change the plan")),
                edit(NAME, "amount", t("Change the amount")),
            ),
            (edit(NAME, "reason", t("Change the reason")),),
            (Button(t("Throw it away"), "form.drop", NAME),),
            HOME_ROW,
        ),
    )


FORM = register(
    Form(
        NAME,
        t("Go on: a council decision"),
        permissions.officers,
        (
            Step("plan", _ask_plan, _read_plan),
            Step("amount", _ask_amount, _read_amount),
            Step("reason", _ask_reason, _read_reason),
        ),
        _review,
    )
)


@action("award.ask", permission=permissions.officers)
async def ask(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    plan = await _plan(ctx, answers)
    award = Award(
        round_id=answers["round"],
        initiative_id=plan.id,
        cents=answers["amount"],
        reason=answers["reason"],
        proposer_id=ctx.actor.id,
        proposed_at=ctx.now,
    )
    return await ask_second(ctx, await ctx.tx.awards.add(award))
