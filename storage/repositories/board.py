"""The public board. Nothing here changes what a statement says."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from storage.models import BoardEntry, BoardKind, Round
from storage.repositories.base import Repository


class Board(Repository):
    async def newest(self) -> dict[int, BoardKind]:
        """What kind of statement came last, by round; rounds without any are not in it."""
        last = select(BoardEntry.round_id, func.max(BoardEntry.number).label("number"))
        found = last.group_by(BoardEntry.round_id).subquery()
        query = select(BoardEntry.round_id, BoardEntry.kind).join(
            found,
            (found.c.round_id == BoardEntry.round_id) & (found.c.number == BoardEntry.number),
        )
        return {row.round_id: row.kind for row in await self._session.execute(query)}

    async def last(self, round_id: int) -> BoardEntry | None:
        query = select(BoardEntry).where(BoardEntry.round_id == round_id)
        return await self._session.scalar(query.order_by(BoardEntry.number.desc()).limit(1))

    async def add(self, entry: BoardEntry) -> None:
        """Raises ``IntegrityError`` when another process was first with this number."""
        self._session.add(entry)
        await self._session.flush()

    async def unposted(self) -> Sequence[tuple[BoardEntry, Round]]:
        """In the order in which they must be posted."""
        query = select(BoardEntry, Round).join(Round, Round.id == BoardEntry.round_id)
        query = query.where(BoardEntry.posted_at.is_(None))
        found = await self._session.execute(query.order_by(Round.id, BoardEntry.number))
        return [(entry, row) for entry, row in found]

    async def posted(self, entry: BoardEntry, at: datetime) -> None:
        query = update(BoardEntry).where(
            BoardEntry.round_id == entry.round_id, BoardEntry.number == entry.number
        )
        await self._session.execute(query.values(posted_at=at))
