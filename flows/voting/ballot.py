"""One ballot as plain values: what is on it, its order of plans, and what keeps it secret."""

import hmac
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from flows.symbols import SYMBOLS
from storage.models import Ballot

HALF = 4  # of a tracker, shown as XXXX-XXXX
SEAL = 8  # hexadecimal digits: enough to notice that the choice has changed


@dataclass(frozen=True, slots=True)
class Choice:
    """Ids of the plans on the card, and of those in the vote (``None``: not sent yet).

    Where one gives points, an id stands there once for each point. ``dropped``: a chosen plan
    has left the ballot since; it is not among them any more.
    """

    chosen: tuple[int, ...] = ()
    sent: tuple[int, ...] | None = None
    dropped: bool = False

    @property
    def is_sent(self) -> bool:
        """What is on the card is what counts."""
        return self.sent == self.chosen

    @property
    def is_touched(self) -> bool:
        return bool(self.chosen) or self.sent is not None

    @property
    def plans(self) -> tuple[int, ...]:
        """What is on the card, each plan once."""
        return tuple(dict.fromkeys(self.chosen))

    def given(self, plan: int) -> int:
        """How many points the card gives a plan; 1 for a plan that is simply chosen."""
        return self.chosen.count(plan)

    def giving(self, plan: int, points: int) -> Self:
        """The same card with exactly so many points for this plan; 0 takes it off."""
        others = [other for other in self.chosen if other != plan]
        chosen = tuple(sorted([*others, *[plan] * points]))
        return replace(self, chosen=chosen, dropped=self.dropped and self.sent is not None)


def choice_of(ballot: Ballot | None, plans: Collection[int]) -> Choice:
    """What a ballot says about the plans that are on the ballot now."""
    if ballot is None:
        return Choice()
    chosen = tuple(plan for plan in ballot.chosen if plan in plans)
    voted = ballot.sent if ballot.tracker is not None else None
    sent = None if voted is None else tuple(plan for plan in voted if plan in plans)
    gone = len(chosen) < len(ballot.chosen) or len(sent or ()) < len(voted or ())
    return Choice(chosen, sent, dropped=gone)


def slot_of(key: bytes, person_id: int) -> bytes:
    """Where somebody's ballot lies in the box; without the key nobody can find it."""
    return hmac.digest(key, str(person_id).encode(), "sha256")


def in_own_order(key: bytes, person_id: int, plans: Iterable[int]) -> list[int]:
    """Shuffled for each person, so that no plan gains by standing first; always the same."""
    return sorted(
        plans, key=lambda plan: hmac.digest(key, f"order {person_id} {plan}".encode(), "sha256")
    )


def seal_of(key: bytes, person_id: int, chosen: Sequence[int]) -> str:
    """Goes into the button that sends, so that what one has read is what one sends."""
    content = f"seal {person_id} {sorted(chosen)}".encode()
    return hmac.digest(key, content, "sha256").hex()[:SEAL]


def new_tracker() -> str:
    """The number of a receipt: drawn at random, so that it tells nothing of the choice."""
    symbols = "".join(secrets.choice(SYMBOLS) for _ in range(2 * HALF))
    return f"{symbols[:HALF]}-{symbols[HALF:]}"
