"""The result: a picture with its text, every plan with its why, and how it was counted."""

from collections.abc import Mapping, Sequence

from flows import permissions
from flows.counting.explain import story, why
from flows.counting.model import Outcome, Step
from flows.errors import Gone, Refusal
from flows.events import Payload, notice
from flows.forms import HOME_ROW
from flows.home import todo
from flows.initiatives.card import heading, title
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.paging import PAGE, turns
from flows.reading import CENT
from flows.rounds.current import Edition, current, edition_of, editions
from flows.rounds.definition import PhaseKey
from flows.text import Lines, Money, Speech, Text, lines, paragraphs, t, tn
from flows.voting.count import outcome_of
from flows.voting.picture import result_picture, voted
from storage.models import ConsentKind, Initiative

RULES_IN_WORDS: Mapping[str, tuple[Text, ...]] = {
    "greedy_stop": (
        t("The plan with the most votes goes first."),
        t("Then the next one, as long as there is money."),
        t("At the first plan that does not fit, the count stops."),
    ),
    "greedy_skip": (
        t("The plan with the most votes goes first."),
        t("Then the next one, as long as there is money."),
        t("A plan that does not fit is passed over."),
    ),
    "theme_caps_then_leftover": (
        t("Each theme has its own part of the pot."),
        t("In each theme the plan with the most votes goes first."),
        t("A plan that does not fit is passed over."),
        t("What is left over goes to all other plans, again by votes."),
    ),
}


@todo(60)
async def published(ctx: Ctx) -> Button | None:
    edition = await current(ctx)
    if edition is None or edition.row.published_at is None:
        return None
    return Button(t("See the result"), "result.open", str(edition.row.id))


@action("result.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg)) if arg else await _here(ctx)
    _check(edition)
    screen = await _result(ctx, edition)
    return Screen(screen.text, (*screen.rows, HOME_ROW), screen.picture)


@action("result.plans", permission=permissions.anyone, reads=True)
async def plans(ctx: Ctx, arg: str) -> Screen:
    round_id, _, page = arg.partition(".")
    edition = await edition_of(ctx, number(round_id))
    _check(edition)
    outcome = outcome_of(edition)
    first = number(page) * PAGE
    steps = outcome.steps[first : first + PAGE]
    if first and not steps:
        raise Gone
    found, more = await _plans(ctx, steps), len(outcome.steps) > first + PAGE
    return Screen(
        paragraphs(
            t("<b>All plans in {pot}</b>", pot=edition.definition.words),
            *(lines(heading(found[step.plan]), why(step)) for step in steps if step.plan in found),
        ),
        (
            *turns("result.plans", number(page), more=more, within=f"{round_id}."),
            (Button(t("Go back"), "result.open", round_id),),
        ),
    )


@action("result.how", permission=permissions.anyone, reads=True)
async def how(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    _check(edition)
    return Screen(
        paragraphs(
            t("<b>How it was counted</b>"),
            lines(*RULES_IN_WORDS[edition.definition.rule]),
            story(outcome_of(edition)),
        ),
        ((Button(t("Go back"), "result.open", arg),),),
    )


@notice("result", consent=ConsentKind.PHASES)
async def result(moment: Moment, payload: Payload) -> Screen:
    return await _result(moment, await edition_of(moment, payload["round"]))


@notice("result.own", consent=ConsentKind.OWN, again=True)
async def own_result(moment: Moment, payload: Payload) -> Screen | None:
    plan = await moment.tx.initiatives.get(payload["initiative"])
    if plan is None:
        return None
    edition = await edition_of(moment, plan.round_id)
    outcome = outcome_of(edition)
    won = str(plan.id) in outcome.winners
    return Screen(
        paragraphs(
            t("Your plan won.") if won else t("Your plan did not win."),
            lines(heading(plan), why(outcome.step(str(plan.id)))),
            t("The amounts are from the pot {pot}.", pot=edition.definition.words),
            None if won else t("Do you want to go on with it? {help}", help=moment.town.help),
        ),
        (
            (Button(t("See the result"), "result.open", str(edition.row.id)),),
            (Button(t("Open my initiative"), "propose.open", str(plan.id)),),
        ),
        fresh=True,
    )


async def _here(ctx: Ctx) -> Edition:
    """The newest round for the actor's area that has a result, else the one to wait for."""
    for edition in await editions(ctx):
        if edition.row.published_at and ctx.actor.area in edition.definition.areas:
            return edition
    newest = await current(ctx)
    if newest is None:
        raise Refusal(t("There is no round in your area now."))
    return newest


def _check(edition: Edition) -> None:
    """Until it is published nobody sees the result, nor anything of the votes."""
    if edition.row.published_at is not None:
        return
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    phase = edition.definition.phase_of(PhaseKey.RESULT)
    if phase is not None:
        when = t("The result comes on {start}.", start=phase.start)
    elif voting is not None:
        when = t("It comes after voting closes on {end}.", end=voting.last)
    else:
        raise Refusal(t("This round has no vote."))
    raise Refusal(paragraphs(t("There is no result yet."), when))


async def _result(moment: Moment, edition: Edition) -> Screen:
    outcome = outcome_of(edition)
    found = await _plans(moment, outcome.steps)
    where = str(edition.row.id)
    return Screen(
        _in_words(edition, outcome, found),
        (
            (Button(t("See all plans"), "result.plans", f"{where}.0"),),
            (Button(t("See how it was counted"), "result.how", where),),
        ),
        result_picture(edition, outcome, found),
        fresh=True,
    )


async def _plans(moment: Moment, steps: Sequence[Step]) -> dict[str, Initiative]:
    found = await moment.tx.initiatives.among([int(step.plan) for step in steps])
    return {str(plan_id): plan for plan_id, plan in found.items()}


def _in_words(edition: Edition, outcome: Outcome, found: Mapping[str, Initiative]) -> Lines:
    winners = [found[plan] for plan in outcome.winners]
    return paragraphs(
        t("<b>The result of {pot}</b>", pot=edition.definition.words),
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
        _money(edition, outcome),
    )


def _money(edition: Edition, outcome: Outcome) -> Speech:
    budget = edition.definition.budget * CENT
    return lines(
        t("The pot has {budget} (budgeted).", budget=Money(budget)),
        t("The winners get {total} together.", total=Money(budget - outcome.unspent)),
        t("{unspent} is left over.", unspent=Money(outcome.unspent)),
        t("Counted on {date}.", date=edition.row.counted_at) if edition.row.counted_at else None,
    )
