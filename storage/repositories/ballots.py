"""The box and the roll: what was chosen stands apart from who voted."""

import json
from collections.abc import Sequence

from sqlalchemy import String, cast, delete, func, select, update

from storage.models import COUNTED, ONE_POT, Ballot, Basis, RollEntry
from storage.repositories.base import Repository


class Ballots(Repository):
    async def get(self, round_id: int, slot: bytes) -> Ballot | None:
        query = select(Ballot).where(Ballot.round_id == round_id, Ballot.slot == slot)
        fresh = query.execution_options(populate_existing=True)
        return await self._session.scalar(fresh)

    async def choose(
        self,
        round_id: int,
        slot: bytes,
        chosen: Sequence[int],
        *,
        pot: str = ONE_POT,
        basis: Basis = Basis.SELF,
    ) -> None:
        """Put these initiatives on the card, one as often as it has points.

        It is no vote until it is sent.
        """
        await self._upsert(
            Ballot,
            {"round_id": round_id, "slot": slot},
            {"chosen": sorted(chosen), "pot": pot, "basis": basis},
        )

    async def send(  # noqa: PLR0913  as for ``choose``, and by whom
        self,
        round_id: int,
        person_id: int | None,
        slot: bytes,
        chosen: Sequence[int],
        tracker: str,
        *,
        pot: str = ONE_POT,
        basis: Basis = Basis.SELF,
    ) -> str:
        """Make these initiatives the vote; answers the tracker of the first time it was sent.

        Nobody is on the roll for a ballot on paper: its code is used.
        """
        if person_id is not None:
            await self._insert_once(RollEntry, round_id=round_id, person_id=person_id)
        await self.choose(round_id, slot, chosen, pot=pot, basis=basis)
        query = (
            update(Ballot)
            .where(Ballot.round_id == round_id, Ballot.slot == slot)
            .values(sent=Ballot.chosen, tracker=func.coalesce(Ballot.tracker, tracker))
            .returning(Ballot.tracker)
        )
        return str((await self._session.scalars(query)).one())

    async def withdraw(self, round_id: int, person_id: int | None, slot: bytes) -> None:
        """Take somebody off the roll and what they chose out of the box.

        A ballot on paper has nobody on the roll.
        """
        await self._session.execute(
            delete(RollEntry).where(
                RollEntry.round_id == round_id, RollEntry.person_id == person_id
            )
        )
        await self._session.execute(
            delete(Ballot).where(Ballot.round_id == round_id, Ballot.slot == slot)
        )

    async def restate(self, round_id: int, slot: bytes, pot: str, basis: Basis) -> bool:
        """Set the basis of a ballot about this pot; ``False`` if there is none."""
        query = (
            update(Ballot)
            .where(Ballot.round_id == round_id, Ballot.slot == slot, Ballot.pot == pot)
            .values(basis=basis)
            .returning(Ballot.slot)
        )
        return await self._session.scalar(query) is not None

    async def grouped(
        self, round_id: int, pot: str = ONE_POT, basis: Basis | None = None
    ) -> dict[tuple[int, ...], int]:
        """What was sent about a pot, and how many people sent exactly that."""
        content = cast(Ballot.sent, String)
        sent = [Ballot.round_id == round_id, Ballot.pot == pot, Ballot.tracker.is_not(None)]
        sent.append(Ballot.basis.in_(COUNTED if basis is None else [basis]))
        query = select(content, func.count()).where(*sent)
        rows = await self._session.execute(query.group_by(content))
        return {tuple(json.loads(sent)): many for sent, many in rows}

    async def slots(self, round_id: int, pot: str) -> frozenset[bytes]:
        """Where a card or a vote about this pot lies, whatever it says."""
        query = select(Ballot.slot).where(Ballot.round_id == round_id, Ballot.pot == pot)
        return frozenset(await self._session.scalars(query))

    async def voters(self, round_id: int) -> frozenset[int]:
        """Ids of the people on the roll."""
        query = select(RollEntry.person_id).where(RollEntry.round_id == round_id)
        return frozenset(await self._session.scalars(query))

    async def has_voted(self, round_id: int, person_id: int) -> bool:
        return await self._session.get(RollEntry, (round_id, person_id)) is not None
