"""Who proposed a plan hears what became of it, and what can come next."""

from flows.counting.explain import why
from flows.events import Payload, notice
from flows.initiatives.card import heading
from flows.kernel import Button, Moment, Screen
from flows.rounds.current import Edition, edition_of
from flows.rounds.definition import PhaseKey
from flows.text import Lines, just, lines, paragraphs, t
from flows.voting.count import outcome_of
from storage.models import ConsentKind


@notice("result.own", consent=ConsentKind.OWN, again=True)
async def own_result(moment: Moment, payload: Payload) -> Screen | None:
    plan = await moment.tx.initiatives.get(payload["initiative"])
    if plan is None:
        return None
    edition = await edition_of(moment, plan.round_id)
    pot = edition.definition.pot_of(plan.area) or edition.definition.pots[0]
    outcome = outcome_of(edition, pot)
    won = str(plan.id) in outcome.winners
    (frozen,) = edition.as_frozen([plan])
    return Screen(
        paragraphs(
            t("Your plan won.") if won else t("Your plan did not win."),
            lines(heading(frozen), why(outcome.step(str(plan.id)))),
            t("The amounts are from the pot {pot}.", pot=pot.words),
            _what_comes_next(edition) if won else _what_else(moment),
        ),
        (
            (Button(t("See the result"), "result.open", str(edition.row.id)),),
            (Button(t("Open my initiative"), "propose.open", str(plan.id)),),
            *(() if won else ((Button(t("Look at communities"), "communities.list"),),)),
        ),
        fresh=True,
    )


def _what_comes_next(edition: Edition) -> Lines:
    doing = edition.definition.phase_of(PhaseKey.DOING)
    return lines(
        t("What comes next: the city district makes an agreement with you."),
        t("The work begins on {start}.", start=doing.start) if doing else None,
    )


def _what_else(moment: Moment) -> Lines:
    """Other money of the town, people to do it with, and another time."""
    return lines(
        t("Thank you for your plan. This is what you can do now:"),
        t("• Do it with others: a community can help."),
        t("• Propose it again in the next round."),
        *(
            lines(t("• Try another pot: {pot}.", pot=pot.name), just(pot.about))
            for pot in moment.town.pots
            if pot.open
        ),
        t("Do you want to go on with it? {help}", help=moment.town.help),
    )
