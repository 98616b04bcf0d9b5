"""Who entered the ballots that came on paper. What those say lies in the box."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from storage.models import CodeState, DeskEntry, Stemcode
from storage.repositories.base import Repository


class Desk(Repository):
    async def enter(self, code_id: int, person_id: int) -> None:
        """Once, however often somebody enters the same ballot."""
        await self._insert_once(DeskEntry, code_id=code_id, person_id=person_id)

    async def readers(self, code_id: int) -> Sequence[int]:
        """Ids of the people who entered it, the first one first."""
        query = select(DeskEntry.person_id).where(
            DeskEntry.code_id == code_id, DeskEntry.person_id.is_not(None)
        )
        found = await self._session.scalars(query.order_by(DeskEntry.id))
        return [person for person in found if person is not None]

    async def keep_only(self, code_id: int, people: Collection[int]) -> None:
        """The two whose reading was the same stay on record."""
        await self._session.execute(
            delete(DeskEntry).where(
                DeskEntry.code_id == code_id, DeskEntry.person_id.not_in(people)
            )
        )

    async def leave(self, code_id: int, person_id: int) -> None:
        await self._session.execute(
            delete(DeskEntry).where(DeskEntry.code_id == code_id, DeskEntry.person_id == person_id)
        )

    async def waiting(self, round_id: int) -> int:
        """How many ballots were entered, and do not count yet."""
        query = (
            select(func.count(DeskEntry.code_id.distinct()))
            .join(Stemcode, Stemcode.id == DeskEntry.code_id)
            .where(Stemcode.round_id == round_id, Stemcode.state == CodeState.ISSUED)
        )
        return (await self._session.scalars(query)).one()
