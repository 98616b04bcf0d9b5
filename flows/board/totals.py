"""The totals as the board tells them: by pot, and by kind of voter where that is not too few."""

from collections.abc import Mapping
from typing import Any

from flows.cells import LEAST, without_small
from flows.counting.model import Outcome
from flows.rounds.current import Edition
from flows.rounds.definition import Pot
from flows.voting.count import apart_of, outcome_of
from storage.models import Basis


def totals(edition: Edition) -> dict[str, Any]:
    """``pots`` by key, amounts in cents, and the seed of the lot (``None`` without one)."""
    frozen = edition.row.frozen or {"plans": []}
    numbers = {str(plan["id"]): plan["number"] for plan in frozen["plans"]}
    pots = {pot.key: _pot(edition, pot, numbers) for pot in edition.definition.pots}
    return {"lot": edition.row.lot, "pots": pots}


def _pot(edition: Edition, pot: Pot, numbers: Mapping[str, str]) -> dict[str, Any]:
    outcome, apart = outcome_of(edition, pot), apart_of(edition, pot)
    return {
        "budget": pot.cents,
        "unspent": outcome.unspent,
        "voters": outcome.voters,
        "voters_apart": _voters(apart),
        "winners": [numbers[plan] for plan in outcome.winners],
        "plans": [
            {
                "number": numbers[step.plan],
                "cost": step.cost,
                "votes": step.votes,
                "votes_apart": _votes(apart, step.plan),
                "verdict": str(step.verdict),
            }
            for step in outcome.steps
        ],
    }


def _voters(apart: Mapping[Basis, Outcome]) -> dict[str, int | None]:
    return without_small({str(kind): outcome.voters for kind, outcome in apart.items()})


def _votes(apart: Mapping[Basis, Outcome], plan: str) -> dict[str, int | None]:
    """Of a kind with too few voters nothing is told, nor of the other: the total would tell."""
    if any(outcome.voters < LEAST for outcome in apart.values()):
        return dict.fromkeys(map(str, apart))
    return without_small({str(kind): it.step(plan).votes for kind, it in apart.items()})
