"""When a phase begins, those who want to hear of it are told what they can do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.events import Payload, notice, tell
from flows.kernel import Button, Moment, Screen, sweep
from flows.rounds.current import PHASE_LABELS, Edition, edition_of, editions
from flows.rounds.definition import Phase, PhaseKey
from flows.text import Text, paragraphs, t
from storage.models import ConsentKind


@dataclass(frozen=True, slots=True)
class Opening:
    """What one can do in a phase, and the button that does it."""

    text: Text
    button: Button


PROPOSE = Button(t("Propose an initiative"), "propose.start")
OPENINGS: Mapping[PhaseKey, Opening] = {
    PhaseKey.THEMES: Opening(t("Tell what your neighbourhood needs."), PROPOSE),
    PhaseKey.IDEAS: Opening(t("Do you have an idea? Propose it."), PROPOSE),
    PhaseKey.PLANS: Opening(
        t("Make your plan complete: what, where and the cost."),
        Button(t("See my initiatives"), "propose.mine"),
    ),
    PhaseKey.CHECK: Opening(
        t("We check which plans are possible. You need to do nothing."),
        Button(t("Go to the start"), "home"),
    ),
    PhaseKey.VOTING: Opening(
        t("Choose the plans you want. Then send your vote."), Button(t("Vote now"), "vote.open")
    ),
    PhaseKey.DOING: Opening(
        t("The plans that won begin. Come and help."),
        Button(t("See the result"), "result.open"),
    ),
}  # the result speaks for itself: flows.voting.result


@sweep("phases")
async def phases(moment: Moment) -> None:
    """Only the newest phase is told: what began and was missed is no news any more."""
    for edition in await editions(moment):
        phase = edition.definition.latest(moment.now)
        if phase is not None and await _is_new(moment, edition, phase):
            await _record_earlier(moment, edition, phase)
            await _tell(moment, edition, phase)


async def _is_new(moment: Moment, edition: Edition, phase: Phase) -> bool:
    slug = edition.definition.slug
    return await moment.tx.occurrences.first("phase", slug, phase.key, moment.now)


async def _record_earlier(moment: Moment, edition: Edition, newest: Phase) -> None:
    for phase in edition.definition.phase:
        if phase.start < newest.start:
            await _is_new(moment, edition, phase)


async def _tell(moment: Moment, edition: Edition, phase: Phase) -> None:
    if phase.key not in OPENINGS:
        return
    await tell(
        moment,
        "phase",
        await moment.tx.people.reachable(ConsentKind.PHASES, edition.definition.areas),
        key=f"{edition.definition.slug}:{phase.key}",
        payload={"round": edition.row.id, "phase": phase.key},
        until=phase.end,
    )


@notice("phase", consent=ConsentKind.PHASES)
async def opened(moment: Moment, payload: Payload) -> Screen | None:
    edition = await edition_of(moment, payload["round"])
    phase = edition.phase(moment.now)
    if phase is None or phase.key != payload["phase"]:
        return None
    if phase.key is PhaseKey.DOING and edition.row.counted_at and not edition.row.published_at:
        return None  # nobody knows yet what was won
    opening = OPENINGS[phase.key]
    return Screen(
        paragraphs(
            t("<b>{round}</b>", round=edition.definition.words),
            t("Now: {phase}.", phase=PHASE_LABELS[phase.key]),
            opening.text,
            t("Until {end}.", end=phase.last),
        ),
        ((opening.button,),),
    )


async def next_phase_start(moment: Moment) -> datetime | None:
    """The earliest moment at which a phase of any round is still to begin."""
    ahead = (edition.definition.after(moment.now) for edition in await editions(moment))
    return min((phase.start for phase in ahead if phase is not None), default=None)
