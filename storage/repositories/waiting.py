"""What may wait for somebody, in one question: most of the time nothing does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Exists, select

from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository
from storage.repositories.initiatives import asked_of
from storage.repositories.meetings import coming_for
from storage.repositories.people import drafts_of
from storage.repositories.polls import unanswered_by
from storage.wire import Wire


def waits_for(person: ColumnElement[int] = PERSON) -> tuple[Exists, ...]:
    """The columns of ``Waits``, in their order."""
    queries = (drafts_of(person), asked_of(person), unanswered_by(person), coming_for(person))
    return tuple(query.exists() for query in queries)


WAITS = Prepared(select(*waits_for()))


class Waits(NamedTuple):
    draft: bool
    question: bool  # of a moderator, about an initiative
    poll: bool
    meeting: bool


class Waiting(Repository):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._known: dict[int, Waits] = {}

    def knows(self, person_id: int, found: Sequence[Any]) -> None:
        """What waits for somebody, as was asked at the door."""
        self._known[person_id] = Waits(*map(bool, found))

    async def of(self, person_id: int, now: datetime) -> Waits:
        if person_id in self._known:
            return self._known[person_id]
        (row,) = await self._wire.ask(WAITS, person=person_id, now=now)
        return Waits(*map(bool, row))
