"""The result goes out: at the minute that two officers have set, to everybody at once."""

from datetime import datetime, timedelta

from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW
from flows.kernel import Moment, Screen, sweep
from flows.quiet import awake
from flows.rounds.current import Edition, edition_of, editions
from flows.rounds.definition import PhaseKey
from flows.text import Speech, paragraphs, t
from flows.voting.count import outcomes_of
from storage.models import ConsentKind, InitiativeState

GRACE = timedelta(hours=1)  # that officers may be late before residents hear that they are


@sweep("vote.publish")
async def publish_counted(moment: Moment) -> None:
    for edition in await editions(moment):
        if edition.row.counted_at is None or edition.row.published_at is not None:
            continue
        minute = await set_minute(moment, edition)
        if minute is not None and minute <= moment.now:
            await _publish(moment, edition.row.id)
        elif minute is None and _is_late(edition, moment.now):
            await _say_later(moment, edition)


async def set_minute(moment: Moment, edition: Edition) -> datetime | None:
    """When the result will be told, if two officers have said so."""
    row = await moment.tx.publications.of(edition.row.id)
    return row.minute if row is not None and row.confirmed_at is not None else None


async def _publish(moment: Moment, round_id: int) -> None:
    """Read once more behind the lock: an officer may just have taken it back."""
    edition = Edition.of(await moment.tx.rounds.change(round_id))
    minute = await set_minute(moment, edition)
    if edition.row.published_at is None and minute is not None and minute <= moment.now:
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


def _is_late(edition: Edition, now: datetime) -> bool:
    result = edition.definition.phase_of(PhaseKey.RESULT)
    return result is not None and awake(result.start) + GRACE <= now


async def _say_later(moment: Moment, edition: Edition) -> None:
    """Once: silence would look like something to hide."""
    slug = edition.definition.slug
    if await moment.tx.occurrences.first("later", slug, "result", moment.now):
        await tell(
            moment,
            "result.later",
            await moment.tx.people.reachable(ConsentKind.PHASES, edition.definition.areas),
            key=slug,
            payload={"round": edition.row.id},
        )


@notice("result.later", consent=ConsentKind.PHASES)
async def later(moment: Moment, payload: Payload) -> Screen | None:
    edition = await edition_of(moment, payload["round"])
    if edition.row.published_at is not None:
        return None
    title = t("<b>{round}</b>", round=edition.definition.words)
    return Screen(paragraphs(title, await when_told(moment, edition)), (HOME_ROW,))


async def when_told(moment: Moment, edition: Edition) -> Speech:
    """What somebody hears who asks for a result that is not published."""
    minute = await set_minute(moment, edition)
    result = edition.definition.phase_of(PhaseKey.RESULT)
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    if minute is not None and minute > moment.now:
        return t("The result comes on {start}.", start=minute)
    if result is not None and result.start > moment.now:
        return t("The result comes on {start}.", start=result.start)
    if voting is not None and voting.end > moment.now:
        return t("It comes after voting closes on {end}.", end=voting.last)
    return t("The result comes later. You will hear it here.")
