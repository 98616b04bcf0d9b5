"""A plan leaves the ballot while people vote: an officer does it in public, with a reason.

Everybody with a card or a vote in that pot hears the same words, so that nothing that is kept
of it, a row of the outbox or a message, tells who had chosen the plan.
"""

from flows import permissions
from flows.acts.confirming import put_in_force
from flows.acts.ends import voting_now
from flows.errors import Gone, Refusal
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, go_on, pick, register
from flows.initiatives.card import heading, number
from flows.initiatives.notices import tell_author
from flows.kernel import Button, Ctx, Moment, Screen, action
from flows.kernel import number as read_number
from flows.reading import Said, words
from flows.rounds.current import Edition, edition_of
from flows.rounds.definition import PhaseKey, Pot
from flows.rounds.freezing import freeze
from flows.rounds.secrecy import key_of
from flows.text import Code, Text, just, paragraphs, t
from flows.voting.ballot import slot_of
from storage.models import ActKind, ConsentKind, Initiative, InitiativeState, RoundAct

NAME = "leave"
MOST_REASON = 300
WHY: dict[InitiativeState, Text] = {
    InitiativeState.WITHDRAWN: t("The initiator takes it back"),
    InitiativeState.REFUSED: t("It has become impossible"),
}


@action("leave.start", permission=permissions.officers)
async def start(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, read_number(arg))
    if voting_now(edition, ctx.now) is None:
        raise Gone
    return await go_on(ctx, FORM, {"round": edition.row.id})


async def _ask_plan(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        t("Which plan leaves? Type its number, for example {number}.", number=Code("2027-014"))
    )


async def _read_plan(ctx: Ctx, said: Said) -> int:
    typed = words(said, most=16, figures=True)
    draft = await ctx.tx.drafts.get(ctx.actor, NAME)
    for plan in await ctx.tx.initiatives.on_ballot(draft.answers["round"] if draft else 0):
        if plan.number == typed:
            return plan.id
    raise Refusal(t("There is no plan with this number on the ballot."))


async def _ask_why(ctx: Ctx, answers: Answers) -> Screen:
    plan = await _plan(ctx, answers)
    rows = tuple((Button(label, *pick(NAME, "why", state)),) for state, label in WHY.items())
    return Screen(paragraphs(heading(plan), t("Why does it leave the ballot?")), rows)


async def _pick_why(_ctx: Ctx, value: str) -> str:
    if value not in WHY:
        raise Gone
    return value


async def _ask_reason(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        paragraphs(t("Explain it in simple words. Type it here."), t("Everybody can read it."))
    )


async def _read_reason(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_REASON)


async def _plan(ctx: Ctx, answers: Answers) -> Initiative:
    plan = await ctx.tx.initiatives.get(answers["plan"])
    if plan is None or plan.state is not InitiativeState.ON_BALLOT:
        raise Gone
    return plan


async def _review(ctx: Ctx, answers: Answers) -> Screen:
    plan = await _plan(ctx, answers)
    return Screen(
        paragraphs(
            t("<b>Take this plan off the ballot?</b>"),
            heading(plan),
            number(plan),
            just(WHY[InitiativeState(answers["why"])]),
            t("The reason: “{reason}”", reason=answers["reason"]),
            t("You cannot undo this. Everybody who votes in this pot hears of it."),
        ),
        (
            (Button(t("Take it off the ballot"), "leave.send"),),
            (edit(NAME, "plan", t("Change the plan")), edit(NAME, "why", t("Change why"))),
            (edit(NAME, "reason", t("Change the reason")),),
            (Button(t("Throw it away"), "form.drop", NAME),),
            HOME_ROW,
        ),
    )


FORM = register(
    Form(
        NAME,
        t("Go on: take off a plan"),
        permissions.officers,
        (
            Step("plan", _ask_plan, _read_plan),
            Step("why", _ask_why, pick=_pick_why),
            Step("reason", _ask_reason, _read_reason),
        ),
        _review,
    )
)


@action("leave.send", permission=permissions.officers)
async def send(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    now = await ctx.tx.rounds.now()
    await ctx.tx.rounds.seize(answers["round"])
    edition = Edition.of(await freeze(ctx, answers["round"], now))
    if voting_now(edition, now) is None or edition.row.counted_at is not None:
        raise Refusal(t("Voting is closed. It cannot be changed any more."))
    plan = await _plan(ctx, answers)
    await _take_off(ctx, plan, answers)
    act = RoundAct(
        round_id=edition.row.id,
        kind=ActKind.LEFT,
        officer_id=ctx.actor.id,
        reason=answers["reason"],
        locale=ctx.actor.locale,
        initiative_id=plan.id,
        at=now,
    )
    await put_in_force(ctx, edition, await ctx.tx.acts.add(act), now)
    await _tell_voters(ctx, edition, plan, act)
    return Screen(
        paragraphs(t("This plan has left the ballot:"), heading(plan)), (HOME_ROW,), fresh=True
    )


async def _take_off(ctx: Ctx, plan: Initiative, answers: Answers) -> None:
    step = await ctx.tx.initiatives.set_state(
        plan.id,
        InitiativeState(answers["why"]),
        only_from=(InitiativeState.ON_BALLOT,),
        at=ctx.now,
        actor=ctx.actor,
        reason=answers["reason"],
    )
    if step is None:
        raise Gone
    await tell_author(ctx, plan, step)


async def _tell_voters(ctx: Ctx, edition: Edition, plan: Initiative, act: RoundAct) -> None:
    """Whoever has a card or a vote in the pot of this plan, whatever stands on it."""
    pot, voting = edition.definition.pot_of(plan.area), voting_now(edition, act.at)
    if pot is None or voting is None:
        return
    await tell(
        ctx,
        "vote.left",
        await _in_the_booth(ctx, edition, pot),
        key=str(act.id),
        payload={"act": act.id},
        until=voting.end,
    )


async def _in_the_booth(ctx: Ctx, edition: Edition, pot: Pot) -> list[int]:
    slots = await ctx.tx.ballots.slots(edition.row.id, pot.key)
    key = key_of(ctx, edition.row)
    people = await ctx.tx.people.reachable(ConsentKind.OWN)
    return [person for person in people if slot_of(key, person) in slots]


@notice("vote.left", consent=ConsentKind.OWN, again=True)
async def left(moment: Moment, payload: Payload) -> Screen | None:
    act = await moment.tx.acts.get(payload["act"])
    if act is None or act.initiative_id is None:
        return None
    plan = await moment.tx.initiatives.get(act.initiative_id)
    if plan is None:
        return None
    edition = await edition_of(moment, act.round_id)
    if not edition.is_in(moment.now, PhaseKey.VOTING):
        return None
    return Screen(
        paragraphs(
            t("A plan has left the ballot."),
            heading(plan),
            t("The reason: “{reason}”", reason=act.reason),
            t("Did you choose it? Look at your vote. You can choose again."),
        ),
        ((Button(t("Look at my vote"), "vote.review", str(act.round_id)),),),
    )
