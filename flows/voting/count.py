"""The count: once, after the close; told from the hour that the round has set for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from flows.counting.model import Ballots, Outcome, Parameters, Plan
from flows.counting.rules import RULES
from flows.events import tell
from flows.kernel import Moment, sweep
from flows.rounds.current import Edition, editions
from flows.rounds.definition import PhaseKey, Pot, definition_of
from storage.models import Basis, ConsentKind, Initiative, InitiativeState

OUTCOMES = TypeAdapter(dict[str, Outcome])
APART = TypeAdapter(dict[str, dict[Basis, Outcome]])


@sweep("vote.count")
async def count_closed(moment: Moment) -> None:
    """On its own, because it waits until nobody holds the round: see ``Rounds.seize``."""
    for edition in await editions(moment):
        close = _closed(edition, moment.now)
        if close is not None and edition.row.counted_at is None:
            await _count_once(moment, edition, close)


@sweep("vote.publish")
async def publish_counted(moment: Moment) -> None:
    for edition in await editions(moment):
        close = _closed(edition, moment.now)
        if (
            close is not None
            and edition.row.counted_at is not None
            and edition.row.published_at is None
        ):
            await _publish_once(moment, edition, close)


def outcomes_of(edition: Edition) -> dict[str, Outcome]:
    """By the key of their pot. Raises ``pydantic.ValidationError`` before the count."""
    return OUTCOMES.validate_python(edition.row.outcome)


def outcome_of(edition: Edition, pot: Pot) -> Outcome:
    return outcomes_of(edition)[pot.key]


def apart_of(edition: Edition, pot: Pot) -> Mapping[Basis, Outcome]:
    """What each kind of voters alone would have given; nothing where there is one kind."""
    return APART.validate_python(edition.row.apart or {}).get(pot.key, {})


def _closed(edition: Edition, now: datetime) -> datetime | None:
    """When the vote closed, if it did."""
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return voting.end if voting is not None and voting.end <= now else None


async def _count_once(moment: Moment, edition: Edition, close: datetime) -> None:
    slug, occurrence = edition.definition.slug, close.isoformat()
    if await moment.tx.occurrences.first("count", slug, occurrence, moment.now):
        row = await moment.tx.rounds.seize(edition.row.id)
        edition = Edition(row, definition_of(row))
        row.outcome, row.apart = await _counted(moment, edition)
        row.counted_at = moment.now


async def _counted(moment: Moment, edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    """All votes of each pot together; where both kinds of voters take part, also apart."""
    kinds = tuple(Basis) if edition.definition.voters == "both" else ()
    plans = in_published_order(await moment.tx.initiatives.on_ballot(edition.row.id))
    together, apart = dict[str, Outcome](), dict[str, dict[Basis, Outcome]]()
    for pot in edition.definition.pots:
        own = [plan for plan in plans if plan.area in pot.areas]
        together[pot.key] = await _count(moment, edition, pot, own)
        apart[pot.key] = {kind: await _count(moment, edition, pot, own, kind) for kind in kinds}
    return (
        OUTCOMES.dump_python(together, mode="json"),
        APART.dump_python(apart if kinds else {}, mode="json"),
    )


async def _count(
    moment: Moment,
    edition: Edition,
    pot: Pot,
    plans: Sequence[Initiative],
    kind: Basis | None = None,
) -> Outcome:
    groups = await moment.tx.ballots.grouped(edition.row.id, pot.key, kind)
    return RULES[edition.definition.rule](
        [Plan(str(plan.id), plan.cost, plan.theme) for plan in plans],
        Ballots({tuple(map(str, chosen)): many for chosen, many in groups.items()}),
        pot.cents,
        Parameters(pot.caps, **edition.definition.parameters.model_dump()),
        [str(plan.id) for plan in plans],
    )


def in_published_order(plans: Sequence[Initiative]) -> list[Initiative]:
    """By number, 2027-999 before 2027-1000. It decides between equal votes and equal costs."""
    return sorted(plans, key=lambda plan: (len(plan.number), plan.number))


async def _publish_once(moment: Moment, edition: Edition, close: datetime) -> None:
    result = edition.definition.phase_of(PhaseKey.RESULT)
    if result is not None and moment.now < result.start:
        return
    slug, occurrence = edition.definition.slug, close.isoformat()
    if await moment.tx.occurrences.first("publish", slug, occurrence, moment.now):
        edition.row.published_at = moment.now
        await _decide(moment, edition)
        await _tell_everyone(moment, edition)


async def _decide(moment: Moment, edition: Edition) -> None:
    """Each plan won or did not, and its initiator hears why."""
    outcomes = outcomes_of(edition).values()
    winners = {plan for outcome in outcomes for plan in outcome.winners}
    counted = [int(step.plan) for outcome in outcomes for step in outcome.steps]
    for plan in (await moment.tx.initiatives.among(counted)).values():
        won = str(plan.id) in winners
        step = await moment.tx.initiatives.set_state(
            plan.id,
            InitiativeState.WON if won else InitiativeState.NOT_WON,
            only_from=[InitiativeState.ON_BALLOT],
            at=moment.now,
        )
        if step is not None and plan.author_id is not None:
            await tell(
                moment,
                "result.own",
                [plan.author_id],
                key=str(plan.id),
                payload={"initiative": plan.id},
            )


async def _tell_everyone(moment: Moment, edition: Edition) -> None:
    await tell(
        moment,
        "result",
        await moment.tx.people.reachable(ConsentKind.PHASES, edition.definition.areas),
        key=edition.definition.slug,
        payload={"round": edition.row.id},
    )
