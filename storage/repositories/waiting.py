"""What may wait for somebody, in one question: most of the time nothing does."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from storage.prepared import Prepared
from storage.repositories.base import Repository
from storage.repositories.initiatives import asked_of
from storage.repositories.meetings import coming_for
from storage.repositories.people import drafts_of
from storage.repositories.polls import unanswered_by

WAITS = Prepared(
    select(
        drafts_of().exists(),
        asked_of().exists(),
        unanswered_by().exists(),
        coming_for().exists(),
    )
)


class Waits(NamedTuple):
    """In the order in which they are asked for."""

    draft: bool
    question: bool  # of a moderator, about an initiative
    poll: bool
    meeting: bool


class Waiting(Repository):
    async def of(self, person_id: int, now: datetime) -> Waits:
        (row,) = await self._wire.ask(WAITS, person=person_id, now=now)
        return Waits(*map(bool, row))
