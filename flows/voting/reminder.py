"""Two days before the close: a word to those who did not vote, or chose and did not send."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.events import Payload, notice, tell
from flows.kernel import Button, Moment, Screen, sweep
from flows.rounds.current import Edition, edition_of, editions
from flows.rounds.definition import PhaseKey
from flows.rounds.secrecy import key_of
from flows.text import paragraphs, t
from flows.voting.ballot import slot_of
from storage.models import ConsentKind

BEFORE = timedelta(hours=48)


@sweep("vote.reminder")
async def remind(moment: Moment) -> None:
    for edition in await editions(moment):
        end = _due(edition, moment.now)
        slug = edition.definition.slug
        if end is None or not await moment.tx.occurrences.first(
            "reminder", slug, "before close", moment.now
        ):
            continue
        voters = await moment.tx.ballots.voters(edition.row.id)
        people = await _who_may_vote(moment, edition)
        await tell(
            moment,
            "vote.reminder",
            (person for person in people if person not in voters),
            key=slug,
            payload={"round": edition.row.id},
            until=end,
        )


async def _who_may_vote(moment: Moment, edition: Edition) -> Sequence[int]:
    """Who lives there, who used a code, or both: as the round says."""
    definition = edition.definition
    if definition.voters == "self_declared":
        return await moment.tx.people.reachable(ConsentKind.PHASES, definition.areas)
    able = set(await moment.tx.stemcodes.holders(edition.row.id))
    if definition.voters == "both":
        able.update(await moment.tx.people.reachable(ConsentKind.PHASES, definition.areas))
    everybody = await moment.tx.people.reachable(ConsentKind.PHASES)
    return [person for person in everybody if person in able]


def _due(edition: Edition, now: datetime) -> datetime | None:
    """The close of the vote, when it is near; a vote of less than two days needs no reminder."""
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    if voting is None or voting.end - BEFORE <= voting.start:
        return None
    return voting.end if voting.end - BEFORE <= now < voting.end else None


@notice("vote.reminder", consent=ConsentKind.PHASES)
async def reminder(moment: Moment, payload: Payload) -> Screen | None:
    """It asks who voted, and who chose and did not send, when it is sent; never what."""
    edition = await edition_of(moment, payload["round"])
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    voted = await moment.tx.ballots.has_voted(edition.row.id, payload["person"])
    if voting is None or voted or not edition.is_in(moment.now, PhaseKey.VOTING):
        return None
    until = t("You can vote in {pot} until {end}.", pot=edition.definition.words, end=voting.last)
    if await _chose(moment, edition, payload["person"]):
        review = Button(t("Look at my vote"), "vote.review", str(edition.row.id))
        return Screen(
            paragraphs(t("You chose plans, but did not send your vote."), until), ((review,),)
        )
    return Screen(
        paragraphs(t("You have not voted yet."), until), ((Button(t("Vote now"), "vote.open"),),)
    )


async def _chose(moment: Moment, edition: Edition, person_id: int) -> bool:
    slot = slot_of(key_of(moment, edition.row), person_id)
    ballot = await moment.tx.ballots.get(edition.row.id, slot)
    return ballot is not None and bool(ballot.chosen)
