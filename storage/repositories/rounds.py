"""Rounds. Their definitions are data that ``flows.rounds`` understands."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, String, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Round
from storage.repositories.base import Repository


class Rounds(Repository):
    """``ahead``: how far a simulated clock, as that of the demo, is before the database's."""

    def __init__(self, session: AsyncSession, ahead: Callable[[], timedelta]) -> None:
        super().__init__(session)
        self._ahead = ahead
        self._all: Sequence[Round] | None = None

    async def now(self) -> datetime:
        """The time of the database (aware UTC): that of this process may be wrong."""
        return self._read((await self._session.scalars(select(self._clock))).one())

    @property
    def _clock(self) -> ColumnElement[Any]:
        """Of this statement, not of the transaction: that may have waited for a lock."""
        if self._session.get_bind().dialect.name == "postgresql":
            return func.clock_timestamp(type_=DateTime(timezone=True))
        return func.strftime("%Y-%m-%dT%H:%M:%fZ", "now", type_=String())

    def _read(self, clock: datetime | str) -> datetime:
        moment = datetime.fromisoformat(clock) if isinstance(clock, str) else clock
        return moment.astimezone(UTC) + self._ahead()

    async def all(self) -> Sequence[Round]:
        """The newest first; asked for once in a transaction, however many want to know."""
        if self._all is None:
            rounds = await self._session.scalars(select(Round).order_by(Round.id.desc()))
            self._all = rounds.all()
        return self._all

    async def get(self, round_id: int) -> Round | None:
        return await self._session.get(Round, round_id)

    async def named(self, slug: str) -> Round | None:
        return await self._session.scalar(select(Round).where(Round.slug == slug))

    async def hold(self, round_id: int) -> tuple[Round, datetime] | None:
        """Read a round afresh, with the time; nobody counts it before this transaction ends."""
        query = select(Round, self._clock).where(Round.id == round_id)
        held = query.with_for_update(read=True, key_share=True, of=Round)
        fresh = await self._session.execute(held.execution_options(populate_existing=True))
        found = fresh.one_or_none()
        return found and (found[0], self._read(found[1]))

    async def seize(self, round_id: int) -> Round:
        """Read a round when nobody holds it any more, and keep others from holding it."""
        query = select(Round).where(Round.id == round_id).with_for_update()
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.scalars(fresh)).one()

    async def change(self, round_id: int) -> Round:
        """Read a round to change it, one at a time; whoever holds it need not let go."""
        query = select(Round).where(Round.id == round_id).with_for_update(key_share=True)
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
