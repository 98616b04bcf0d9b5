"""The text of a round as it was when voting opened, and the hash by which anybody knows it.

What the vote and the count read of plans, prices, limits and rule is this text. A later change
of the rows it was made from reaches neither.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from flows.canonical import canonical
from flows.rounds.definition import RoundDefinition
from storage.models import Initiative

FORMAT = 1  # of the text; another shape is another number
FIXED = ("number", "title", "cost", "theme", "area")  # of a plan; ``cost`` is in cents
SEEN = 16  # hexadecimal digits of a hash that people are shown, in groups of four


def frozen_text(
    definition: RoundDefinition, plans: Iterable[Initiative], seed: bytes | None
) -> dict[str, Any]:
    """``seed``: of the lot, if ties are decided by lot; the text holds only its hash."""
    return {
        "format": FORMAT,
        "round": definition.model_dump(mode="json", by_alias=True),
        "plans": [
            {"id": plan.id, **{name: getattr(plan, name) for name in FIXED}}
            for plan in in_published_order(plans)
        ],
        "lot": hashlib.sha256(seed).hexdigest() if seed else None,
    }


def digest_of(frozen: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(frozen)).hexdigest()


def as_seen(digest: str) -> str:
    """Its beginning, as people compare it: ``3f2a 91c0 …``."""
    return " ".join(digest[place : place + 4] for place in range(0, SEEN, 4))


def as_frozen(frozen: Mapping[str, Any] | None, plans: Iterable[Initiative]) -> list[Initiative]:
    """These plans as voters were told of them; one that came later is not among them.

    Before the freeze they are as they stand.
    """
    if frozen is None:
        return list(plans)
    fixed = {plan["id"]: plan for plan in frozen["plans"]}
    return [_fixed(plan, fixed[plan.id]) for plan in plans if plan.id in fixed]


def _fixed(plan: Initiative, frozen: Mapping[str, Any]) -> Initiative:
    """The row itself where nothing was changed, which is nearly always: a copy costs more."""
    changed = {name: frozen[name] for name in FIXED if getattr(plan, name) != frozen[name]}
    return plan.with_values(**changed) if changed else plan


class SeedLostError(Exception):
    """The seed that is here is not the one whose hash was published: the lot cannot be drawn."""


def checked_seed(seed: bytes, commitment: str) -> bytes:
    if hashlib.sha256(seed).hexdigest() != commitment:
        raise SeedLostError
    return seed


def in_published_order(plans: Iterable[Initiative]) -> list[Initiative]:
    """By number, 2027-999 before 2027-1000. It decides between equal votes and equal costs."""
    return sorted(plans, key=lambda plan: (len(plan.number), plan.number))


def in_lot_order(plans: Iterable[Initiative], seed: bytes) -> list[Initiative]:
    """By HMAC-SHA-256(seed, number of the plan), in hexadecimal: anybody can draw it again."""
    return sorted(plans, key=lambda plan: hmac.digest(seed, plan.number.encode(), "sha256"))
