"""The result: a picture with its text, every plan with its why, and how it was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows import permissions
from flows.counting.drawing import voted
from flows.counting.explain import story, why
from flows.counting.model import Outcome, Step
from flows.errors import Gone, Refusal
from flows.events import Payload, notice
from flows.forms import HOME_ROW
from flows.home import todo
from flows.initiatives.card import heading, title
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.paging import PAGE, turns
from flows.rounds.current import Edition, current, edition_of, editions
from flows.rounds.definition import PhaseKey, Pot
from flows.rounds.rules import how_counted
from flows.rounds.told import fingerprint, told
from flows.text import Code, Lines, Money, Speech, just, lines, paragraphs, t, tn
from flows.voting import own
from flows.voting.apart import apart
from flows.voting.awarded import awards_of, decided
from flows.voting.count import outcome_of
from flows.voting.picture import result_picture
from flows.voting.publishing import when_told
from storage.models import Award, ConsentKind, Initiative


@todo(60)
async def published(ctx: Ctx) -> Button | None:
    edition = await current(ctx)
    if edition is None or edition.row.published_at is None:
        return None
    return Button(t("See the result"), "result.open", str(edition.row.id))


@action("result.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    """``arg``: nothing, a round, or a round and the place of a pot in it, as ``3.1``."""
    round_id, _, place = arg.partition(".")
    edition = await edition_of(ctx, number(round_id)) if arg else await _here(ctx)
    await _check(ctx, edition)
    pots = edition.definition.pots
    home = edition.definition.pot_of(ctx.actor.area) or pots[0]
    screen = await _result(ctx, edition, pot_at(edition, place) if place else home)
    own_vote = await own.asked_by(ctx, edition, ctx.actor.id)
    desk = award_row(edition) if permissions.officers(ctx) else ()
    rows = (*own_vote, *screen.rows, *others(edition, place, "result.open"), *desk, HOME_ROW)
    return Screen(screen.text, rows, screen.picture)


@action("result.plans", permission=permissions.anyone, reads=True)
async def plans(ctx: Ctx, arg: str) -> Screen:
    where, _, page = arg.rpartition(".")
    edition, pot = await _at(ctx, where)
    outcome = outcome_of(edition, pot)
    first = number(page) * PAGE
    steps = outcome.steps[first : first + PAGE]
    if first and not steps:
        raise Gone
    found, more = await counted_plans(ctx, edition, steps), len(outcome.steps) > first + PAGE
    awards = await awards_of(ctx, edition)
    return Screen(
        paragraphs(
            t("<b>All plans in {pot}</b>", pot=pot.words),
            *(
                lines(heading(found[step.plan]), why(step), _beside(awards, step))
                for step in steps
                if step.plan in found
            ),
        ),
        (
            *turns("result.plans", number(page), more=more, within=f"{where}."),
            (Button(t("Go back"), "result.open", where),),
        ),
    )


@action("result.how", permission=permissions.anyone, reads=True)
async def how(ctx: Ctx, arg: str) -> Screen:
    edition, pot = await _at(ctx, arg)
    return Screen(
        paragraphs(
            t("<b>How it was counted</b>"),
            how_counted(edition.definition),
            story(outcome_of(edition, pot)),
            await apart(ctx, edition, pot),
            *map(told, edition.acts),
            fingerprint(edition),
            _lot(edition),
        ),
        (
            (Button(t("See the rules"), "round.rules", str(edition.row.id)),),
            (Button(t("Go back"), "result.open", arg),),
        ),
    )


@notice("result", consent=ConsentKind.PHASES)
async def result(moment: Moment, payload: Payload) -> Screen:
    edition = await edition_of(moment, payload["round"])
    reader = await moment.tx.people.get(payload["person"])
    home = edition.definition.pot_of(reader.area if reader else None)
    screen = await _result(moment, edition, home or edition.definition.pots[0])
    own_vote = await own.asked_by(moment, edition, payload["person"])
    return replace(screen, rows=(*own_vote, *screen.rows))


async def _here(ctx: Ctx) -> Edition:
    """The newest round for the actor's area that has a result, else the one to wait for."""
    for edition in await editions(ctx):
        if edition.row.published_at and ctx.actor.area in edition.definition.areas:
            return edition
    newest = await current(ctx)
    if newest is None:
        raise Refusal(t("There is no round in your area now."))
    return newest


async def _check(moment: Moment, edition: Edition) -> None:
    """Until it is published nobody sees the result, nor anything of the votes."""
    if edition.row.published_at is not None:
        return
    if edition.definition.phase_of(PhaseKey.VOTING) is None:
        raise Refusal(t("This round has no vote."))
    when = await when_told(moment, edition)
    raise Refusal(paragraphs(t("There is no result yet."), when))


def _lot(edition: Edition) -> Speech | None:
    """The seed of the lot, told when it can no longer help anybody."""
    if edition.row.lot is None:
        return None
    return t("The seed of the lot: {seed}", seed=Code(edition.row.lot))


async def _at(ctx: Ctx, arg: str) -> tuple[Edition, Pot]:
    """A published round and one of its pots, as buttons write them: ``3.1``."""
    round_id, _, place = arg.partition(".")
    edition = await edition_of(ctx, number(round_id))
    await _check(ctx, edition)
    return edition, pot_at(edition, place)


def pot_at(edition: Edition, place: str) -> Pot:
    pots = edition.definition.pots
    if number(place) >= len(pots):
        raise Gone
    return pots[number(place)]


def others(edition: Edition, shown: str, action: str) -> list[tuple[Button, ...]]:
    """A button for each other pot of a round that has more than one."""
    pots = edition.definition.pots
    return [
        (Button(just(pot.words), action, f"{edition.row.id}.{place}"),)
        for place, pot in enumerate(pots)
        if len(pots) > 1 and str(place) != shown
    ]


async def _result(moment: Moment, edition: Edition, pot: Pot) -> Screen:
    outcome = outcome_of(edition, pot)
    found = await counted_plans(moment, edition, outcome.steps)
    awards = await awards_of(moment, edition)
    where = f"{edition.row.id}.{edition.definition.pots.index(pot)}"
    return Screen(
        paragraphs(
            in_words(edition, pot, outcome, found),
            *(lines(heading(found[it]), decided(awards[it])) for it in awards if it in found),
        ),
        (
            (Button(t("See all plans"), "result.plans", f"{where}.0"),),
            (Button(t("See how it was counted"), "result.how", where),),
        ),
        result_picture(edition, pot, outcome, found),
        fresh=True,
    )


def _beside(awards: Mapping[str, Award], step: Step) -> Lines | None:
    return decided(awards[step.plan]) if step.plan in awards else None


def award_row(edition: Edition) -> tuple[tuple[Button, ...], ...]:
    return ((Button(t("Record a council decision"), "award.start", str(edition.row.id)),),)


async def counted_plans(
    moment: Moment, edition: Edition, steps: Sequence[Step]
) -> dict[str, Initiative]:
    found = await moment.tx.initiatives.among([int(step.plan) for step in steps])
    return {str(plan.id): plan for plan in edition.as_frozen(found.values())}


def in_words(
    edition: Edition, pot: Pot, outcome: Outcome, found: Mapping[str, Initiative]
) -> Lines:
    winners = [found[plan] for plan in outcome.winners]
    return paragraphs(
        t("<b>The result of {pot}</b>", pot=pot.words),
        voted(outcome.voters),
        lines(
            tn("{n} plan won:", "{n} plans won:", len(winners)) if winners else t("No plan won."),
            *(
                t(
                    "• {plan}, {cost}",
                    plan=title(plan),
                    cost=Money(outcome.step(str(plan.id)).cost),
                )
                for plan in winners
            ),
        ),
        _money(edition, pot, outcome),
    )


def _money(edition: Edition, pot: Pot, outcome: Outcome) -> Speech:
    return lines(
        t("The pot has {budget} (budgeted).", budget=Money(pot.cents)),
        t("The winners get {total} together.", total=Money(pot.cents - outcome.unspent)),
        t("{unspent} is left over.", unspent=Money(outcome.unspent)),
        t("Counted on {date}.", date=edition.row.counted_at) if edition.row.counted_at else None,
    )
