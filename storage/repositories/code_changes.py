"""Codes that shall not work any more: one person asks for it, another one decides."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from storage.models import ChangeState, CodeChange
from storage.repositories.base import Repository


class CodeChanges(Repository):
    async def add(
        self,
        code_id: int,
        new_id: int | None,
        reason: str,
        proposer_id: int | None,
        now: datetime,
    ) -> CodeChange:
        row = CodeChange(
            code_id=code_id,
            new_id=new_id,
            reason=reason,
            state=ChangeState.WAITING,
            proposer_id=proposer_id,
            proposed_at=now,
        )
        self._session.add(row)
        await self._session.flush()
        return row

    async def get(self, change_id: int) -> CodeChange | None:
        return await self._session.get(CodeChange, change_id, populate_existing=True)

    async def waiting(self) -> Sequence[CodeChange]:
        """The oldest first."""
        query = select(CodeChange).where(CodeChange.state == ChangeState.WAITING)
        return (await self._session.scalars(query.order_by(CodeChange.id))).all()

    async def waits_for(self, code_id: int) -> bool:
        query = select(CodeChange.id).where(
            CodeChange.code_id == code_id, CodeChange.state == ChangeState.WAITING
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def decide(
        self, change_id: int, decider_id: int, state: ChangeState, now: datetime
    ) -> bool:
        """``False`` if it was decided already, or if who decides asked for it."""
        query = (
            update(CodeChange)
            .where(CodeChange.id == change_id, CodeChange.state == ChangeState.WAITING)
            .where(or_(CodeChange.proposer_id.is_(None), CodeChange.proposer_id != decider_id))
            .values(state=state, decider_id=decider_id, decided_at=now)
            .returning(CodeChange.id)
        )
        return await self._session.scalar(query) is not None
