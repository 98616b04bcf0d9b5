"""The card of a plan on the ballot, and choosing it, or giving it points."""

from flows import permissions
from flows.errors import Gone, Refusal
from flows.initiatives.card import card, picture
from flows.kernel import Button, Ctx, Screen, action
from flows.text import Speech, paragraphs, t, tn
from flows.voting import booth
from flows.voting.booth import Booth
from flows.voting.limits import check, excess
from flows.voting.plans import numbers
from storage.models import Initiative

Back = tuple[int, int]  # the code of a lens, and a page


@action("vote.plan", permission=permissions.anyone, reads=True)
async def plan_(ctx: Ctx, arg: str) -> Screen:
    plan_id, *back = numbers(arg, 3)
    known = await _known(ctx, plan_id)
    inside = await booth.look_in(ctx, known.round_id)
    return await _card(ctx, inside, await _on_ballot(ctx, inside, plan_id), (back[0], back[1]))


@action("vote.yes", permission=permissions.anyone)
async def choose(ctx: Ctx, arg: str) -> Screen:
    plan_id, *back = numbers(arg, 3)
    return await _put(ctx, plan_id, 1, (back[0], back[1]))


@action("vote.no", permission=permissions.anyone)
async def take_off(ctx: Ctx, arg: str) -> Screen:
    plan_id, *back = numbers(arg, 3)
    return await _put(ctx, plan_id, 0, (back[0], back[1]))


@action("vote.give", permission=permissions.anyone)
async def give(ctx: Ctx, arg: str) -> Screen:
    plan_id, points, *back = numbers(arg, 4)
    return await _put(ctx, plan_id, points, (back[0], back[1]))


async def _put(ctx: Ctx, plan_id: int, points: int, back: Back) -> Screen:
    """Set what the card says of one plan; twice the same is once."""
    inside = await booth.step_in_for(ctx, plan_id)
    plan = await _on_ballot(ctx, inside, plan_id)
    if points > (inside.pot.ballot.points + 1 if inside.points else 1):
        raise Gone  # no button of ours asks for so many
    choice = inside.choice.giving(plan_id, points)
    if points > inside.choice.given(plan_id):
        check(excess(inside.pot, inside.plans, choice.chosen))
    await ctx.tx.ballots.choose(
        inside.round_id,
        inside.slot,
        choice.chosen,
        pot=inside.pot.key,
        basis=inside.basis,
    )
    return await _card(ctx, inside.with_choice(choice), plan, back)


async def _known(ctx: Ctx, plan_id: int) -> Initiative:
    plan = await ctx.tx.initiatives.get(plan_id)
    if plan is None:
        raise Gone
    return plan


async def _on_ballot(ctx: Ctx, inside: Booth, plan_id: int) -> Initiative:
    """The plan as it is voted on.

    Raises a ``Refusal`` for a plan of another pot, and for one that has left the ballot.
    """
    if plan_id in inside.plans:
        return inside.plans[plan_id]
    known = await _known(ctx, plan_id)
    why = t("This plan is not on the ballot any more.")
    if known.area not in inside.pot.areas:
        why = t("This plan is for another neighbourhood. You vote in {pot}.", pot=inside.pot.words)
    raise Refusal(paragraphs(why, t("Your other choices are kept. To see them: /vote.")))


async def _card(ctx: Ctx, inside: Booth, plan: Initiative, back: Back) -> Screen:
    where = f"{inside.round_id}.{back[0]}.{back[1]}"
    return Screen(
        paragraphs(
            await card(ctx, plan, ctx.actor.locale),
            await _who(ctx, plan),
            _state(inside, plan),
            inside.header,
        ),
        (
            _verbs(inside, plan, f"{back[0]}.{back[1]}"),
            *inside.ways_on,
            (Button(t("Go back to the list"), "vote.list", where),),
        ),
        picture(plan),
    )


def _state(inside: Booth, plan: Initiative) -> Speech:
    given = inside.choice.given(plan.id)
    if inside.points:
        return tn("You gave this plan {n} point.", "You gave this plan {n} points.", given)
    return t("You chose this plan.") if given else t("You did not choose this plan.")


def _verbs(inside: Booth, plan: Initiative, back: str) -> tuple[Button, ...]:
    """What one can set now. A choice that does not fit explains itself when it is made."""
    given = inside.choice.given(plan.id)
    fewer = Button(t("Take off"), "vote.no", f"{plan.id}.{back}")
    if not inside.points:
        return (fewer if given else Button(t("Choose"), "vote.yes", f"{plan.id}.{back}"),)
    if given > 1:
        label = tn("− Give {n} point", "− Give {n} points", given - 1)
        fewer = Button(label, "vote.give", f"{plan.id}.{given - 1}.{back}")
    label = tn("+ Give {n} point", "+ Give {n} points", given + 1)
    more = Button(label, "vote.give", f"{plan.id}.{given + 1}.{back}")
    return (fewer, more) if given else (more,)


async def _who(ctx: Ctx, plan: Initiative) -> Speech:
    author = await ctx.tx.people.get(plan.author_id) if plan.author_id else None
    return t("Proposed by {name}.", name=author.name) if author else t("Proposed by residents.")
