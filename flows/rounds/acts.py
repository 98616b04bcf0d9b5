"""What was decided in public while people voted: beside the frozen text, never in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from flows.rounds.definition import Phase, PhaseKey, RoundDefinition
from storage.models import ActKind, Round


@dataclass(frozen=True, slots=True)
class Act:
    """``at``: in force from then, by the database's time. ``reason``: as typed in ``locale``.

    ``until``: the new close of an extended vote, or the end of a pause (aware).
    """

    kind: ActKind
    at: datetime
    reason: str
    locale: str
    until: datetime | None = None
    plan: int | None = None  # the initiative that left


ACTS = TypeAdapter(list[Act])


def acts_of(row: Round) -> Sequence[Act]:
    """The oldest first."""
    return ACTS.validate_python(row.acts) if row.acts else ()


def as_kept(act: Act, row: Round) -> list[object]:
    """The acts of a round with one more at the end: none is ever changed or taken away."""
    added: list[object] = ACTS.dump_python([act], mode="json")
    return [*(row.acts or []), *added]


def in_force(definition: RoundDefinition, acts: Sequence[Act]) -> RoundDefinition:
    """A round with the close of its vote as it was last extended to.

    What would begin before that close comes later by as much as the vote takes longer.
    """
    ends = [act.until for act in acts if act.kind is ActKind.EXTENSION and act.until]
    voting = definition.phase_of(PhaseKey.VOTING) if ends else None
    if voting is None or ends[-1] <= voting.end:
        return definition
    later = [phase for phase in definition.phase if phase.start >= voting.end]
    collides = any(phase.start < ends[-1] for phase in later)
    more = ends[-1] - voting.end

    def moved(phase: Phase) -> Phase:
        if phase.key is PhaseKey.VOTING:
            return phase.model_copy(update={"end": ends[-1]})
        if phase.start < voting.end or not collides:
            return phase
        return phase.model_copy(update={"start": phase.start + more, "end": phase.end + more})

    return definition.model_copy(update={"phase": tuple(map(moved, definition.phase))})
