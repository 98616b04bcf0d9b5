"""What the council decided beside the count. Amounts are euros in integer cents."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.models import Award
from storage.repositories.base import Repository


class Awards(Repository):
    async def add(self, award: Award) -> Award:
        self._session.add(award)
        await self._session.flush()
        return award

    async def get(self, award_id: int) -> Award | None:
        return await self._session.get(Award, award_id, populate_existing=True)

    async def confirm(self, award_id: int, officer_id: int, at: datetime) -> bool:
        """``False`` when it was confirmed before: of two who press at once one is first."""
        query = (
            update(Award)
            .where(Award.id == award_id, Award.confirmed_at.is_(None))
            .values(confirmer_id=officer_id, confirmed_at=at)
            .returning(Award.id)
        )
        return await self._session.scalar(query) is not None

    async def in_force(self, round_id: int) -> Sequence[Award]:
        """The oldest first; of a plan only the last decision counts."""
        query = select(Award).where(Award.round_id == round_id, Award.confirmed_at.is_not(None))
        return (await self._session.scalars(query.order_by(Award.confirmed_at, Award.id))).all()
