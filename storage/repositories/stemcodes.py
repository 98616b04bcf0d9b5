"""Codes by post: each is used once, by one person, whoever asks at the same moment."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from storage.models import CodeState, CodeTries, Stemcode
from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository

OF_PERSON = Prepared(
    select(Stemcode).where(Stemcode.round_id == bindparam("round"), Stemcode.person_id == PERSON)
)


class Stemcodes(Repository):
    async def issue(self, rows: Sequence[dict[str, Any]]) -> None:
        """Each row is a code without person; raises ``IntegrityError`` when a serial is taken."""
        await self._session.execute(insert(Stemcode), rows)

    async def last_serial(self, round_id: int) -> int:
        query = select(func.max(Stemcode.serial)).where(Stemcode.round_id == round_id)
        return await self._session.scalar(query) or 0

    async def put_in_use(self, round_id: int, first: int, last: int) -> None:
        await self._session.execute(
            update(Stemcode)
            .where(Stemcode.round_id == round_id, Stemcode.serial.between(first, last))
            .where(Stemcode.state == CodeState.PRINTED)
            .values(state=CodeState.ISSUED)
        )

    async def redeem(self, round_id: int, digest: bytes, person_id: int) -> Stemcode | None:
        """Use up a code, in one statement; ``None`` if it cannot be, or if they have one.

        The unique index on round and person stands behind the second condition.
        """
        other = aliased(Stemcode)
        has_one = exists().where(other.round_id == round_id, other.person_id == person_id)
        query = (
            update(Stemcode)
            .where(Stemcode.round_id == round_id, Stemcode.digest == digest)
            .where(Stemcode.state == CodeState.ISSUED, ~has_one)
            .values(state=CodeState.REDEEMED, person_id=person_id)
            .returning(Stemcode)
        )
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def of_person(self, round_id: int, person_id: int) -> Stemcode | None:
        """The code that somebody used in this round."""
        return await self._one(Stemcode, OF_PERSON, round=round_id, person=person_id)

    async def has_one(self, person_id: int) -> bool:
        """In any round."""
        query = select(Stemcode.id).where(Stemcode.person_id == person_id)
        return await self._session.scalar(query.limit(1)) is not None

    async def known(self, round_id: int, digest: bytes) -> Stemcode | None:
        query = select(Stemcode).where(Stemcode.round_id == round_id, Stemcode.digest == digest)
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def get(self, code_id: int) -> Stemcode | None:
        return await self._session.get(Stemcode, code_id, populate_existing=True)

    async def hold(self, code_id: int) -> Stemcode:
        """Read a code afresh, and let nobody use it before this transaction ends."""
        query = select(Stemcode).where(Stemcode.id == code_id).with_for_update()
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.scalars(fresh)).one()

    async def by_serial(self, round_id: int, serial: int) -> Stemcode | None:
        query = select(Stemcode).where(Stemcode.round_id == round_id, Stemcode.serial == serial)
        return await self._session.scalar(query)

    async def move(
        self, code_id: int, state: CodeState, *, only_from: Collection[CodeState]
    ) -> bool:
        """Change the state in one statement; ``False`` if it is not one of ``only_from`` now.

        Whoever used the code has it no longer, and can use another one.
        """
        query = (
            update(Stemcode)
            .where(Stemcode.id == code_id, Stemcode.state.in_(only_from))
            .values(state=state, person_id=None)
            .returning(Stemcode.id)
        )
        return await self._session.scalar(query) is not None

    async def release(self, round_id: int, person_id: int) -> None:
        """Make the code of somebody who goes away, vote and all, a code that can be used."""
        await self._session.execute(
            update(Stemcode)
            .where(Stemcode.round_id == round_id, Stemcode.person_id == person_id)
            .values(state=CodeState.ISSUED, person_id=None)
        )

    async def holders(self, round_id: int) -> Sequence[int]:
        """Ids of the people who used a code that counts."""
        query = select(Stemcode.person_id).where(
            Stemcode.round_id == round_id, Stemcode.person_id.is_not(None), ~Stemcode.test
        )
        return [person for person in await self._session.scalars(query) if person is not None]

    async def counts(self, round_id: int) -> Sequence[tuple[str, bool, CodeState, int]]:
        """Pot, whether it is for tests, state, and how many codes."""
        groups = (Stemcode.pot, Stemcode.test, Stemcode.state)
        query = select(*groups, func.count()).where(Stemcode.round_id == round_id)
        rows = await self._session.execute(query.group_by(*groups).order_by(*groups))
        return [(pot, test, state, many) for pot, test, state, many in rows]

    async def tries(self, person_id: int, hour: datetime) -> tuple[int, int]:
        """How many codes somebody typed in vain in this hour, and how many everybody did."""
        own = func.sum(CodeTries.tries).filter(CodeTries.person_id == person_id)
        query = select(own, func.sum(CodeTries.tries)).where(CodeTries.hour == hour)
        mine, all_ = (await self._session.execute(query)).one()
        return mine or 0, all_ or 0

    async def tried(self, person_id: int, hour: datetime) -> None:
        """Count one more; what was counted in earlier hours is thrown away."""
        added = self._insert(CodeTries).values(hour=hour, person_id=person_id, tries=1)
        await self._session.execute(
            added.on_conflict_do_update(
                index_elements=["hour", "person_id"], set_={"tries": CodeTries.tries + 1}
            )
        )
        await self._session.execute(delete(CodeTries).where(CodeTries.hour < hour))
