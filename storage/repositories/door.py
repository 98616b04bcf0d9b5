"""What is asked at the door, in one question: who comes in, and what most of them will want."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, select

from storage.models import Person, Role, RoleGrant
from storage.prepared import Prepared
from storage.repositories.base import Repository
from storage.repositories.people import ON_TELEGRAM
from storage.repositories.rounds import STANDING, Rounds
from storage.repositories.waiting import Waiting, waits_for
from storage.watch import made
from storage.wire import Wire


def _acting(standing: ColumnElement[Any]) -> Executable:
    actor = select(Person.id).where(ON_TELEGRAM).correlate(None).scalar_subquery()
    granted = and_(RoleGrant.person_id == Person.id, RoleGrant.expires_at > bindparam("now"))
    query = select(Person, RoleGrant.role, *waits_for(actor), standing)
    return query.outerjoin(RoleGrant, granted).where(ON_TELEGRAM)


ACTING = {dialect: Prepared(_acting(standing)) for dialect, standing in STANDING.items()}


class Door(Repository):
    def __init__(self, wire: Wire, rounds: Rounds, waiting: Waiting) -> None:
        super().__init__(wire)
        self._rounds = rounds
        self._waiting = waiting

    async def acting(
        self, telegram_id: int, now: datetime
    ) -> tuple[Person, frozenset[Role]] | None:
        """Who acts, in a transaction that changes nothing, and the roles they have now."""
        rows = await self._wire.ask(ACTING[self._wire.dialect], telegram=telegram_id, now=now)
        if not rows:
            return None
        *columns, _role, draft, question, poll, meeting, standing = rows[0]
        person = made(Person, tuple(columns))
        self._waiting.knows(person.id, (draft, question, poll, meeting))
        self._rounds.knows(standing)
        roles = (row[len(columns)] for row in rows)
        return person, frozenset(role for role in roles if role is not None)
