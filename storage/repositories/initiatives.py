"""Initiatives and the steps of their lives."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update

from storage.models import Initiative, InitiativeState, Person, Transition
from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository

BALLOT = (InitiativeState.ON_BALLOT, InitiativeState.WON, InitiativeState.NOT_WON)
BY_ID = Prepared(select(Initiative).where(Initiative.id == bindparam("initiative")))
HAS_STATE = or_(*(Initiative.state == state for state in BALLOT))
OF_ROUND = Initiative.round_id == bindparam("round")
ON_BALLOT = Prepared(select(Initiative).where(OF_ROUND, HAS_STATE).order_by(Initiative.id))
IDS_ON_BALLOT = Prepared(select(Initiative.id).where(OF_ROUND, HAS_STATE))
WAITING = Initiative.state == InitiativeState.SUBMITTED


def asked_of(person: ColumnElement[int] = PERSON) -> Select[Any]:
    """The first initiative of ``person`` about which a moderator asked something."""
    query = select(Initiative).where(Initiative.author_id == person)
    query = query.where(Initiative.state == InitiativeState.NEEDS_INFO)
    return query.order_by(Initiative.id).limit(1)


ASKED = Prepared(asked_of())


class Initiatives(Repository):
    async def add(self, initiative: Initiative) -> Transition:
        """Keep a new initiative; answers the first step of its life."""
        self._session.add(initiative)
        await self._session.flush()
        return await self._step(
            Transition(
                initiative_id=initiative.id,
                actor_id=initiative.author_id,
                state=initiative.state,
                at=initiative.submitted_at,
            )
        )

    async def get(self, initiative_id: int) -> Initiative | None:
        found = await self._one(Initiative, BY_ID, initiative=initiative_id)
        return found and self._wire.watched(found)

    async def among(self, ids: Collection[int]) -> dict[int, Initiative]:
        found = await self._session.scalars(select(Initiative).where(Initiative.id.in_(ids)))
        return {initiative.id: initiative for initiative in found}

    async def on_ballot(self, round_id: int) -> Sequence[Initiative]:
        """The plans of a round, by id; also after the count has told which of them won."""
        return await self._each(Initiative, ON_BALLOT, round=round_id)

    async def ids_on_ballot(self, round_id: int) -> frozenset[int]:
        return frozenset(await self._column(IDS_ON_BALLOT, round=round_id))

    async def by(self, author: Person, offset: int, limit: int) -> Sequence[Initiative]:
        """The newest first."""
        query = select(Initiative).where(Initiative.author_id == author.id)
        page = query.order_by(Initiative.id.desc()).offset(offset).limit(limit)
        return (await self._session.scalars(page)).all()

    async def count_by(self, author: Person) -> int:
        return await self._count(Initiative.author_id == author.id)

    async def asked(self, author: Person) -> Initiative | None:
        """The oldest initiative of this person about which a moderator wants to know more."""
        return await self._one(Initiative, ASKED, person=author.id)

    async def waiting(self, offset: int, limit: int) -> Sequence[Initiative]:
        """The queue of the moderators, who waits longest first."""
        query = select(Initiative).where(WAITING).offset(offset).limit(limit)
        ordered = query.order_by(Initiative.submitted_at, Initiative.id)
        return (await self._session.scalars(ordered)).all()

    async def count_waiting(self) -> int:
        return await self._count(WAITING)

    async def set_state(  # noqa: PLR0913  which, to what, from what, and all a step tells
        self,
        initiative_id: int,
        state: InitiativeState,
        *,
        only_from: Collection[InitiativeState],
        at: datetime,
        actor: Person | None = None,
        code: str | None = None,
        reason: str | None = None,
    ) -> Transition | None:
        """Take a step; ``None`` if the initiative is not, or no longer, in ``only_from``.

        One statement decides, so of two people who press at once one gets ``None``.
        ``actor`` is ``None`` for what follows from the count; ``reason`` is in their language.
        """
        query = (
            update(Initiative)
            .where(Initiative.id == initiative_id, Initiative.state.in_(only_from))
            .values(state=state)
            .returning(Initiative.id)
        )
        if await self._session.scalar(query) is None:
            return None
        return await self._step(
            Transition(
                initiative_id=initiative_id,
                actor_id=actor and actor.id,
                state=state,
                code=code,
                reason=reason,
                locale=actor.locale if actor and reason else None,
                at=at,
            )
        )

    async def history(self, initiative_id: int) -> Sequence[Transition]:
        """The oldest first."""
        query = select(Transition).where(Transition.initiative_id == initiative_id)
        return (await self._session.scalars(query.order_by(Transition.id))).all()

    async def _step(self, step: Transition) -> Transition:
        self._session.add(step)
        await self._session.flush()
        return step

    async def _count(self, which: ColumnElement[bool]) -> int:
        return (await self._session.scalars(select(func.count(Initiative.id)).where(which))).one()
