"""What we say of our own accord: written down with the change, sent by the scheduler."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.kernel import Moment, Screen
from flows.quiet import awake
from storage.models import ConsentKind, OutboxState

Payload = Mapping[str, Any]
Render = Callable[[Moment, Payload], Awaitable[Screen | None]]


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of push. ``screen`` is asked at the moment of sending; ``None``: no longer true.

    ``consent``: whom we may send it; ``None`` for the work of moderators and officers.
    ``again``: when nobody knows whether it arrived it is sent again, marked as a repeat.
    """

    screen: Render
    consent: ConsentKind | None
    again: bool


NOTICES: dict[str, Notice] = {}


def notice(
    name: str, *, consent: ConsentKind | None, again: bool = False
) -> Callable[[Render], Render]:
    """Register how a push looks. It reads fresh rows; the payload (JSON) says which.

    ``tell`` adds ``person`` to the payload: the id of who it is for.
    """

    def register(screen: Render) -> Render:
        NOTICES[name] = Notice(screen, consent, again)
        return screen

    return register


async def tell(  # noqa: PLR0913  what, to whom, which time, with what, from when, until when
    moment: Moment,
    name: str,
    to: Iterable[int],
    *,
    key: str,
    payload: Payload,
    at: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Write a push down for each person id in ``to``, once per ``key``, whatever happens.

    It goes out at ``at`` (default: now), or when the quiet hours that this falls in are over;
    after ``until`` it is of no use and is dropped.
    """
    await moment.tx.outbox.add(
        [
            {
                "dedupe_key": f"{name}:{key}:{person_id}",
                "person_id": person_id,
                "notice": name,
                "payload": {**payload, "person": person_id},
                "state": OutboxState.PENDING,
                "not_before": awake(at or moment.now),
                "expires_at": until,
                "attempts": 0,
                "repeat": False,
            }
            for person_id in to
        ]
    )
