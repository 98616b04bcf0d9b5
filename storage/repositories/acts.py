"""Public acts about a round, and their confirmations: rows are added, none is ever changed."""

from datetime import datetime

from storage.models import Confirmation, RoundAct
from storage.repositories.base import Repository


class Acts(Repository):
    async def add(self, act: RoundAct) -> RoundAct:
        self._session.add(act)
        await self._session.flush()
        return act

    async def get(self, act_id: int) -> RoundAct | None:
        return await self._session.get(RoundAct, act_id)

    async def confirm(self, act_id: int, officer_id: int, at: datetime) -> bool:
        """``False`` when it was confirmed before: of two who press at once one is first."""
        return await self._insert_once(Confirmation, act_id=act_id, officer_id=officer_id, at=at)

    async def is_confirmed(self, act_id: int) -> bool:
        return await self._session.get(Confirmation, act_id) is not None
