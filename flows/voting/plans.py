"""The plans on the ballot, six at a time: all of them, or those one wants to see."""

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.home import todo
from flows.initiatives.card import title
from flows.kernel import Button, Ctx, Screen, action, number
from flows.paging import PAGE, turns
from flows.stemcodes.standing import stay_outside
from flows.text import Money, Speech, lines, paragraphs, t
from flows.voting import booth
from flows.voting.booth import Booth
from flows.voting.lens import Lens, all_plans, choices
from storage.models import Initiative


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
    return _list(ctx, await booth.enter(ctx, edition, ctx.now), Lens(), 0)


@action("vote.list", permission=permissions.anyone, reads=True)
async def list_(ctx: Ctx, arg: str) -> Screen:
    round_id, code, page = numbers(arg, 3)
    inside = await booth.look_in(ctx, round_id)
    return _list(ctx, inside, Lens.read(code, inside), page)


@action("vote.narrow", permission=permissions.anyone, reads=True)
async def narrow(ctx: Ctx, arg: str) -> Screen:
    """By theme, by neighbourhood, or by both: what one sets, the other one keeps."""
    round_id, code = numbers(arg, 2)
    inside = await booth.look_in(ctx, round_id)
    lens = Lens.read(code, inside)
    return Screen(
        paragraphs(t("Which plans do you want to see?"), lens.heading(ctx, inside)),
        choices(ctx, inside, lens),
    )


def numbers(arg: str, many: int) -> tuple[int, ...]:
    """What a button of the booth carries. Raises ``Gone`` when it is not so many numbers."""
    parts = arg.split(".")
    if len(parts) != many:
        raise Gone
    return tuple(map(number, parts))


def _list(ctx: Ctx, inside: Booth, lens: Lens, page: int) -> Screen:
    found = lens.found(inside)
    if lens.mine:  # what one takes off leaves this list, and maybe its last page
        page = min(page, max(0, len(found) - 1) // PAGE)
    first = page * PAGE
    shown = list(enumerate(found, start=1))[first : first + PAGE]
    if not shown:
        return _empty(inside, lens)
    here = f"{inside.round_id}.{lens.code}"
    return Screen(
        paragraphs(
            t("<b>Vote in {pot}</b>", pot=inside.pot.words),
            inside.header,
            inside.longer,
            lens.heading(ctx, inside),
            lines(*(_line(inside, place, plan) for place, plan in shown)),
        ),
        (
            *((_open(place, plan, f"{lens.code}.{page}"),) for place, plan in shown),
            *turns("vote.list", page, more=len(found) > first + PAGE, within=f"{here}."),
            (
                Button(t("Find plans"), "vote.narrow", here),
                Button(t("See the rules"), "round.rules", str(inside.round_id)),
            ),
            *inside.ways_on,
            HOME_ROW,
        ),
    )


def _empty(inside: Booth, lens: Lens) -> Screen:
    if not inside.plans:
        return Screen(t("There are no plans on the ballot."), (HOME_ROW,))
    if lens == Lens():
        raise Gone
    none = t("You chose no plan yet.") if lens.mine else t("There are no such plans.")
    return Screen(none, ((all_plans(inside),), HOME_ROW))


def _line(inside: Booth, place: int, plan: Initiative) -> Speech:
    line = t("{number}. {plan}, {cost}.", number=place, plan=title(plan), cost=Money(plan.cost))
    said = inside.says(plan)
    return line if said is None else t("{line} {state}", line=line, state=said)


def _open(place: int, plan: Initiative, back: str) -> Button:
    label = t("{number}. {plan}", number=place, plan=title(plan))
    return Button(label, "vote.plan", f"{plan.id}.{back}")
