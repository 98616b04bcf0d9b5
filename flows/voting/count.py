"""The count: once, after the close. It is told when two officers say so: see ``publishing``."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from flows.counting.model import Ballots, Outcome, Parameters, Plan
from flows.counting.rules import RULES
from flows.kernel import Moment, sweep
from flows.rounds.current import Edition, editions
from flows.rounds.definition import PhaseKey, Pot
from flows.rounds.freezing import freeze
from flows.rounds.frozen import checked_seed, in_lot_order, in_published_order
from flows.voting.asking import ask_officers
from storage.models import COUNTED, Basis, Initiative, Round

OUTCOMES = TypeAdapter(dict[str, Outcome])
APART = TypeAdapter(dict[str, dict[Basis, Outcome]])


@sweep("vote.count")
async def count_closed(moment: Moment) -> None:
    """On its own, because it waits until nobody holds the round: see ``Rounds.seize``."""
    uncounted = [found for found in await editions(moment) if found.row.counted_at is None]
    now = await moment.tx.rounds.now() if uncounted else moment.now
    for edition in uncounted:
        if is_closed(edition, now):
            await _count_once(moment, edition, now)


def outcomes_of(edition: Edition) -> dict[str, Outcome]:
    """By the key of their pot. Raises ``pydantic.ValidationError`` before the count."""
    return OUTCOMES.validate_python(edition.row.outcome)


def outcome_of(edition: Edition, pot: Pot) -> Outcome:
    return outcomes_of(edition)[pot.key]


def apart_of(edition: Edition, pot: Pot) -> Mapping[Basis, Outcome]:
    """What each kind of voters alone would have given; nothing where there is one kind."""
    return APART.validate_python(edition.row.apart or {}).get(pot.key, {})


def is_closed(edition: Edition, now: datetime) -> bool:
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return voting is not None and voting.end <= now


async def _count_once(moment: Moment, edition: Edition, now: datetime) -> None:
    """It may have been extended while we waited for those who held it: then it is not closed."""
    await moment.tx.rounds.seize(edition.row.id)
    row = await freeze(moment, edition.row.id, now)
    if row.counted_at is None and is_closed(Edition.of(row), now):
        row.outcome, row.apart = await _counted(moment, Edition.of(row))
        row.counted_at = moment.now
        row.lot = seed.hex() if (seed := _seed(moment, row)) else None
        await ask_officers(moment, row.id, "counted")


async def _counted(moment: Moment, edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    """All votes of each pot together; where both kinds of voters take part, also apart."""
    kinds = COUNTED if edition.definition.voters == "both" else ()
    plans = in_tie_order(moment, edition, await moment.tx.initiatives.on_ballot(edition.row.id))
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
    known = {plan.id for plan in plans}  # the others have left the ballot
    return RULES[edition.definition.rule](
        [Plan(str(plan.id), plan.cost, plan.theme) for plan in plans],
        ballots_of(groups, known),
        pot.cents,
        parameters_of(edition, pot),
        [str(plan.id) for plan in plans],
    )


def parameters_of(edition: Edition, pot: Pot) -> Parameters:
    return Parameters(pot.caps, **edition.definition.parameters.model_dump())


def ballots_of(groups: Mapping[tuple[int, ...], int], known: Collection[int]) -> Ballots:
    """Ballots that are the same without the plans that left are one group."""
    counted = Counter[tuple[str, ...]]()
    for chosen, many in groups.items():
        counted[tuple(str(plan) for plan in chosen if plan in known)] += many
    return Ballots(counted)


def in_tie_order(
    moment: Moment, edition: Edition, plans: Sequence[Initiative]
) -> list[Initiative]:
    """As they were frozen. Raises ``SeedLostError``, and nothing is counted."""
    frozen, seed = edition.as_frozen(plans), _seed(moment, edition.row)
    return in_lot_order(frozen, seed) if seed else in_published_order(frozen)


def _seed(moment: Moment, row: Round) -> bytes | None:
    """The seed of the lot, if this round draws lots. After the count everybody knows it."""
    if row.lot is not None:
        return bytes.fromhex(row.lot)
    promised = row.frozen["lot"] if row.frozen else None
    return checked_seed(moment.keys.lot_of(row.slug), promised) if promised else None
