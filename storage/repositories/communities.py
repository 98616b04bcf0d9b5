"""Communities and who takes part in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, delete, exists, func, select, update

from storage.models import Community, CommunityState, Membership
from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository
from storage.watch import made

IS_MEMBER = exists().where(Membership.community_id == Community.id, Membership.person_id == PERSON)
OPEN = Prepared(
    select(Community, IS_MEMBER)
    .where(Community.state == CommunityState.OPEN)
    .order_by(
        case((Community.area == bindparam("area"), 0), else_=1), Community.name, Community.id
    )
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
JOINED = Prepared(select(Membership.community_id).where(Membership.person_id == PERSON))


class Communities(Repository):
    async def get(self, community_id: int) -> Community | None:
        return await self._session.get(Community, community_id)

    async def open(
        self, area: str | None, person_id: int, offset: int, limit: int
    ) -> Sequence[tuple[Community, bool]]:
        """Those of this wijk first, then the rest, by name; each with whether one takes part."""
        rows = await self._wire.ask(OPEN, area=area, person=person_id, offset=offset, limit=limit)
        return [(made(Community, row[:-1]), bool(row[-1])) for row in rows]

    async def proposed(self, offset: int, limit: int) -> Sequence[Community]:
        """The oldest first."""
        query = select(Community).where(Community.state == CommunityState.PROPOSED)
        query = query.order_by(Community.id).offset(offset).limit(limit)
        return (await self._session.scalars(query)).all()

    async def count(self, state: CommunityState) -> int:
        query = select(func.count()).select_from(Community).where(Community.state == state)
        return (await self._session.scalars(query)).one()

    async def propose(
        self, name: str, about: str, *, locale: str, area: str, founder_id: int | None
    ) -> Community:
        community = Community(
            name=name, about={locale: about}, locale=locale, area=area, founder_id=founder_id
        )
        self._session.add(community)
        await self._session.flush()
        return community

    async def decide(
        self, community_id: int, state: CommunityState, reason: str | None = None
    ) -> Community | None:
        """Open or refuse what was proposed; ``None`` if somebody decided before."""
        query = (
            update(Community)
            .where(Community.id == community_id, Community.state == CommunityState.PROPOSED)
            .values(state=state, reason=reason)
            .returning(Community)
            .execution_options(populate_existing=True)
        )
        return await self._session.scalar(query)

    async def join(self, community_id: int, person_id: int, now: datetime) -> None:
        await self._insert_once(
            Membership, community_id=community_id, person_id=person_id, joined_at=now
        )

    async def leave(self, community_id: int, person_id: int) -> None:
        await self._session.execute(
            delete(Membership).where(
                Membership.community_id == community_id, Membership.person_id == person_id
            )
        )

    async def joined(self, person_id: int) -> frozenset[int]:
        return frozenset(await self._column(JOINED, person=person_id))

    async def members(self, community_id: int) -> Sequence[int]:
        query = select(Membership.person_id).where(Membership.community_id == community_id)
        return (await self._session.scalars(query.order_by(Membership.person_id))).all()
