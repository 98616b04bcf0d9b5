"""Rounds. Their definitions are data that ``flows.rounds`` understands."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from storage.models import Round
from storage.repositories.base import Repository


class Rounds(Repository):
    _all: Sequence[Round] | None = None

    async def all(self) -> Sequence[Round]:
        """The newest first; asked for once in a transaction, however many want to know."""
        if self._all is None:
            rounds = await self._session.scalars(select(Round).order_by(Round.id.desc()))
            self._all = rounds.all()
        return self._all

    async def get(self, round_id: int) -> Round | None:
        return await self._session.get(Round, round_id)

    async def hold(self, round_id: int) -> Round | None:
        """Read a round afresh, and let nobody count it before this transaction ends."""
        query = select(Round).where(Round.id == round_id)
        held = query.with_for_update(read=True, key_share=True)
        return await self._session.scalar(held.execution_options(populate_existing=True))

    async def seize(self, round_id: int) -> Round:
        """Read a round when nobody holds it any more, and keep others from holding it."""
        query = select(Round).where(Round.id == round_id).with_for_update()
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.scalars(fresh)).one()

    async def add(self, slug: str, definition: dict[str, Any]) -> bool:
        """``False`` if there is a round with this slug; it is left as it was."""
        self._all = None
        return await self._insert_once(Round, slug=slug, definition=definition, last_number=0)

    async def next_number(self, round_id: int) -> int:
        """Give out the next receipt number, once, whoever asks at the same time."""
        query = (
            update(Round)
            .where(Round.id == round_id)
            .values(last_number=Round.last_number + 1)
            .returning(Round.last_number)
        )
        return (await self._session.scalars(query)).one()
