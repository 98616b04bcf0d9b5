"""Which round concerns somebody now, and how its phase is called."""

from dataclasses import dataclass
from datetime import datetime

from flows.errors import Gone
from flows.kernel import Ctx, Moment
from flows.rounds.definition import Phase, PhaseKey, RoundDefinition, definition_of
from flows.text import Text, t
from storage.models import Round

PHASE_LABELS: dict[PhaseKey, Text] = {
    PhaseKey.THEMES: t("Choosing themes"),
    PhaseKey.IDEAS: t("Sharing ideas"),
    PhaseKey.PLANS: t("Making plans"),
    PhaseKey.CHECK: t("Checking what is possible"),
    PhaseKey.VOTING: t("Voting"),
    PhaseKey.RESULT: t("Result"),
    PhaseKey.DOING: t("Doing the work"),
}
PROPOSING = (PhaseKey.THEMES, PhaseKey.IDEAS, PhaseKey.PLANS)


@dataclass(frozen=True, slots=True)
class Edition:
    """A round as it stands in the database, with its definition read."""

    row: Round
    definition: RoundDefinition

    def phase(self, now: datetime) -> Phase | None:
        return self.definition.at(now)

    def is_in(self, now: datetime, *keys: PhaseKey) -> bool:
        phase = self.phase(now)
        return phase is not None and phase.key in keys


async def editions(moment: Moment) -> list[Edition]:
    """All rounds, the newest first."""
    return [Edition(row, definition_of(row)) for row in await moment.tx.rounds.all()]


async def current(ctx: Ctx) -> Edition | None:
    """The newest round for the area of the actor, else the newest of all.

    Who lives elsewhere can read along; voting checks the area by itself.
    """
    found = await editions(ctx)
    here = (edition for edition in found if ctx.actor.area in edition.definition.areas)
    return next(here, found[0] if found else None)


async def edition_of(moment: Moment, round_id: int) -> Edition:
    """Raises ``Gone`` when there is no such round."""
    row = await moment.tx.rounds.get(round_id)
    if row is None:
        raise Gone
    return Edition(row, definition_of(row))
