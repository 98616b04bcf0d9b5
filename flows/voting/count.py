"""The count: once, after the close; told from the hour that the round has set for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from flows.counting.model import Ballots, Outcome, Parameters, Plan
from flows.counting.rules import RULES
from flows.events import tell
from flows.kernel import Moment, sweep
from flows.reading import CENT
from flows.rounds.current import Edition, editions
from flows.rounds.definition import PhaseKey
from storage.models import ConsentKind, Initiative, InitiativeState

OUTCOME = TypeAdapter(Outcome)


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


def outcome_of(edition: Edition) -> Outcome:
    """Raises ``pydantic.ValidationError`` when the round is not counted."""
    return OUTCOME.validate_python(edition.row.outcome)


def _closed(edition: Edition, now: datetime) -> datetime | None:
    """When the vote closed, if it did."""
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return voting.end if voting is not None and voting.end <= now else None


async def _count_once(moment: Moment, edition: Edition, close: datetime) -> None:
    slug, occurrence = edition.definition.slug, close.isoformat()
    if await moment.tx.occurrences.first("count", slug, occurrence, moment.now):
        row = await moment.tx.rounds.seize(edition.row.id)
        row.outcome = await _counted(moment, edition)
        row.counted_at = moment.now


async def _counted(moment: Moment, edition: Edition) -> dict[str, Any]:
    definition = edition.definition
    plans = in_published_order(await moment.tx.initiatives.on_ballot(edition.row.id))
    groups = await moment.tx.ballots.grouped(edition.row.id)
    outcome = RULES[definition.rule](
        [Plan(str(plan.id), plan.cost, plan.theme) for plan in plans],
        Ballots({frozenset(map(str, chosen)): many for chosen, many in groups.items()}),
        definition.budget * CENT,
        Parameters({theme.key: theme.cap * CENT for theme in definition.theme if theme.cap}),
        [str(plan.id) for plan in plans],
    )
    counted: dict[str, Any] = OUTCOME.dump_python(outcome, mode="json")
    return counted


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
    outcome = outcome_of(edition)
    for plan in (await moment.tx.initiatives.among([int(s.plan) for s in outcome.steps])).values():
        won = str(plan.id) in outcome.winners
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
