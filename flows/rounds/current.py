"""Which round concerns somebody now, and how its phase is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.errors import Gone
from flows.kernel import Ctx, Moment
from flows.rounds.acts import Act, acts_of, in_force
from flows.rounds.definition import Phase, PhaseKey, RoundDefinition, definition_of
from flows.rounds.frozen import as_frozen
from flows.text import Text, t
from storage.models import ActKind, Initiative, Round

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
    """A round as it stands in the database, with its definition as it is in force now."""

    row: Round
    definition: RoundDefinition
    acts: Sequence[Act] = ()

    @classmethod
    def of(cls, row: Round) -> "Edition":
        acts = acts_of(row)
        return cls(row, in_force(definition_of(row), acts), acts)

    def pause(self, now: datetime) -> Act | None:
        """The pause that keeps everybody from voting now, if there is one."""
        pauses = (act for act in self.acts if act.kind is ActKind.PAUSE and act.until)
        return next((act for act in pauses if act.at <= now < (act.until or now)), None)

    def as_frozen(self, plans: Iterable[Initiative]) -> list[Initiative]:
        """Plans as the vote and the count know them: see ``flows.rounds.frozen``."""
        return as_frozen(self.row.frozen, plans)

    def phase(self, now: datetime) -> Phase | None:
        return self.definition.at(now)

    def is_in(self, now: datetime, *keys: PhaseKey) -> bool:
        """Whether one can do what belongs to one of these phases: not during a pause."""
        phase = self.phase(now)
        if phase is None or phase.key not in keys:
            return False
        return phase.key is not PhaseKey.VOTING or self.pause(now) is None


async def editions(moment: Moment) -> list[Edition]:
    """All rounds, the newest first."""
    return [Edition.of(row) for row in await moment.tx.rounds.all()]


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
    return Edition.of(row)
