"""The plans on the ballot: a list, a card for each, and choosing."""

from flows import permissions
from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW
from flows.home import todo
from flows.initiatives.card import card, picture, title
from flows.kernel import Button, Ctx, Screen, action, number
from flows.paging import PAGE, turns
from flows.rounds.definition import Pot, Theme
from flows.stemcodes.standing import stay_outside
from flows.text import Money, Speech, just, lines, paragraphs, t
from flows.voting import ballot, booth
from flows.voting.booth import Booth
from storage.models import Initiative

ALL = 0  # no theme; else the place of a theme in the definition, from 1


@todo(10)
async def vote_now(ctx: Ctx) -> Button | None:
    edition = await booth.open_for(ctx)
    if edition is None:
        return None
    choice = await booth.choice_in(ctx, edition)
    if not choice.is_touched:
        return Button(t("Vote now"), "vote.open")
    if choice.is_sent:
        return Button(t("See or change your vote"), "vote.open")
    return Button(t("Send your vote"), "vote.review", str(edition.row.id))


@action("vote.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, _arg: str) -> Screen:
    edition = await booth.here(ctx)
    if not await booth.takes_part(ctx, edition):
        return stay_outside(ctx, edition)
    return _list(await booth.enter(ctx, edition, ctx.now), ALL, 0)


@action("vote.list", permission=permissions.anyone, reads=True)
async def list_(ctx: Ctx, arg: str) -> Screen:
    round_id, theme, page = _numbers(arg)
    return _list(await booth.look_in(ctx, round_id), theme, page)


@action("vote.themes", permission=permissions.anyone, reads=True)
async def themes(ctx: Ctx, arg: str) -> Screen:
    inside = await booth.look_in(ctx, number(arg))
    rows = [
        (Button(just(theme.words), "vote.list", f"{inside.round_id}.{place}.0"),)
        for place, theme in enumerate(inside.pot.theme, start=1)
    ]
    every = (Button(t("Show all plans"), "vote.list", f"{inside.round_id}.{ALL}.0"),)
    return Screen(t("Which theme do you want to see?"), (*rows, every))


@action("vote.plan", permission=permissions.anyone, reads=True)
async def plan_(ctx: Ctx, arg: str) -> Screen:
    plan_id, theme, page = _numbers(arg)
    inside = await booth.look_in(ctx, await _round_of(ctx, plan_id))
    return await _card(ctx, inside, _on_ballot(inside, plan_id), (theme, page))


@action("vote.yes", permission=permissions.anyone)
async def choose(ctx: Ctx, arg: str) -> Screen:
    return await _put(ctx, arg, on=True)


@action("vote.no", permission=permissions.anyone)
async def take_off(ctx: Ctx, arg: str) -> Screen:
    return await _put(ctx, arg, on=False)


async def _put(ctx: Ctx, arg: str, *, on: bool) -> Screen:
    """Set whether a plan is on the card; twice the same is once."""
    plan_id, theme, page = _numbers(arg)
    inside = await booth.step_in(ctx, await _round_of(ctx, plan_id))
    plan = _on_ballot(inside, plan_id)
    chosen = {*inside.choice.chosen, plan_id} if on else {*inside.choice.chosen} - {plan_id}
    if on:
        ballot.check_fits(inside.pot.ballot, sorted(chosen))
    await ctx.tx.ballots.choose(inside.round_id, inside.slot, sorted(chosen), pot=inside.pot.key)
    return await _card(ctx, await booth.look_again(ctx, inside), plan, (theme, page))


def _numbers(arg: str) -> tuple[int, int, int]:
    parts = arg.split(".")
    if len(parts) != 3:  # noqa: PLR2004  what, theme, page
        raise Gone
    return number(parts[0]), number(parts[1]), number(parts[2])


async def _round_of(ctx: Ctx, plan_id: int) -> int:
    plan = await ctx.tx.initiatives.get(plan_id)
    if plan is None:
        raise Gone
    return plan.round_id


def _on_ballot(inside: Booth, plan_id: int) -> Initiative:
    if plan_id not in inside.plans:
        raise Refusal(
            paragraphs(
                t("This plan is not on the ballot any more."),
                t("Your other choices are kept. To see them: /vote."),
            )
        )
    return inside.plans[plan_id]


def _theme(pot: Pot, place: int) -> Theme | None:
    if place > len(pot.theme):
        raise Gone
    return pot.theme[place - 1] if place else None


def _list(inside: Booth, place: int, page: int) -> Screen:
    definition = inside.edition.definition
    theme = _theme(inside.pot, place)
    found = [plan for plan in inside.plans.values() if theme is None or plan.theme == theme.key]
    first = page * PAGE
    shown = list(enumerate(found, start=1))[first : first + PAGE]
    if not shown:
        return _empty(inside, place)
    back = f"{place}.{page}"
    return Screen(
        paragraphs(
            t("<b>Vote in {pot}</b>", pot=definition.words),
            inside.header,
            t("Theme: {theme}", theme=theme.words) if theme else None,
            lines(*(_line(inside, place, plan) for place, plan in shown)),
        ),
        (
            *((_open(place, plan, back),) for place, plan in shown),
            *turns(
                "vote.list",
                page,
                more=len(found) > first + PAGE,
                within=f"{inside.round_id}.{place}.",
            ),
            (Button(t("Choose a theme"), "vote.themes", str(inside.round_id)),),
            (inside.review,),
            HOME_ROW,
        ),
    )


def _empty(inside: Booth, place: int) -> Screen:
    if not inside.plans:
        return Screen(t("There are no plans on the ballot."), (HOME_ROW,))
    if place == ALL:
        raise Gone
    every = Button(t("Show all plans"), "vote.list", f"{inside.round_id}.{ALL}.0")
    return Screen(t("There are no plans with this theme."), ((every,), HOME_ROW))


def _line(inside: Booth, place: int, plan: Initiative) -> Speech:
    line = t("{number}. {plan}, {cost}.", number=place, plan=title(plan), cost=Money(plan.cost))
    if plan.id in inside.choice.chosen:
        return t("{line} <b>Chosen.</b>", line=line)
    return line


def _open(place: int, plan: Initiative, back: str) -> Button:
    label = t("{number}. {plan}", number=place, plan=title(plan))
    return Button(label, "vote.plan", f"{plan.id}.{back}")


async def _card(ctx: Ctx, inside: Booth, plan: Initiative, came_from: tuple[int, int]) -> Screen:
    theme, page = came_from
    back = f"{plan.id}.{theme}.{page}"
    if plan.id in inside.choice.chosen:
        state, verb = t("You chose this plan."), Button(t("Take off"), "vote.no", back)
    else:
        state, verb = t("You did not choose this plan."), Button(t("Choose"), "vote.yes", back)
    return Screen(
        paragraphs(
            await card(ctx, plan, ctx.actor.locale), await _who(ctx, plan), state, inside.header
        ),
        (
            (verb,),
            (inside.review,),
            (Button(t("Go back to the list"), "vote.list", f"{inside.round_id}.{theme}.{page}"),),
        ),
        picture(plan),
    )


async def _who(ctx: Ctx, plan: Initiative) -> Speech:
    author = await ctx.tx.people.get(plan.author_id) if plan.author_id else None
    return t("Proposed by {name}.", name=author.name) if author else t("Proposed by residents.")
