"""The box and the roll: what was chosen stands apart from who voted."""

import json
import secrets
from collections.abc import Callable, Sequence
from random import SystemRandom
from typing import Any

from sqlalchemy import String, bindparam, cast, delete, func, select, update

from storage.models import COUNTED, ONE_POT, Ballot, Basis, RollEntry
from storage.prepared import Prepared
from storage.repositories.base import Repository

KEY, CARD = ("round_id", "slot"), ("chosen", "pot", "basis")
IN_BOX = Prepared(
    select(Ballot).where(Ballot.round_id == bindparam("round"), Ballot.slot == bindparam("slot"))
)

PUT = Prepared(
    lambda insert: (
        insert(Ballot)
        .values({name: bindparam(f"new_{name}") for name in (*KEY, *CARD)})
        .on_conflict_do_update(
            index_elements=KEY, set_={name: bindparam(f"new_{name}") for name in CARD}
        )
    )
)


class Ballots(Repository):
    async def get(self, round_id: int, slot: bytes) -> Ballot | None:
        return await self._one(Ballot, IN_BOX, round=round_id, slot=slot)

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
        await self._wire.ask(
            PUT,
            new_round_id=round_id,
            new_slot=slot,
            new_chosen=sorted(chosen),
            new_pot=pot,
            new_basis=basis,
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

    async def trackers(self, round_id: int) -> Sequence[str]:
        """Of the votes that count."""
        query = select(Ballot.tracker).where(
            Ballot.round_id == round_id, Ballot.tracker.is_not(None), Ballot.basis.in_(COUNTED)
        )
        return [str(tracker) for tracker in await self._session.scalars(query)]

    async def stir(self, round_id: int) -> None:
        """Write box and roll anew, in an order drawn by lot, all rows in this one transaction.

        The database itself remembers more than its columns: in which order rows came, and on
        PostgreSQL which of them came in one transaction. The round must be seized.
        """
        await self._rewrite(Ballot, round_id)
        await self._rewrite(RollEntry, round_id)

    async def cut_loose(self, round_id: int, new_tracker: Callable[[], str]) -> None:
        """Give each vote another place and another tracker; what was never sent is thrown away.

        Nobody finds their own ballot by key, nor any ballot by the receipt in a chat.
        """
        await self._session.execute(
            delete(Ballot).where(Ballot.round_id == round_id, Ballot.tracker.is_(None))
        )

        def anew(row: dict[str, Any]) -> dict[str, Any]:
            return row | {
                "slot": secrets.token_bytes(32),
                "chosen": row["sent"],
                "tracker": new_tracker(),
            }

        await self._rewrite(Ballot, round_id, anew)
        await self._rewrite(RollEntry, round_id)

    async def _rewrite(
        self,
        table: type[Ballot | RollEntry],
        round_id: int,
        anew: Callable[[dict[str, Any]], dict[str, Any]] = dict,
    ) -> None:
        """Past the ORM: the session may hold objects of these rows."""
        columns, connection = table.__table__, await self._session.connection()
        gone = delete(table).where(table.round_id == round_id).returning(*columns.c)
        rows = [anew(dict(row)) for row in (await connection.execute(gone)).mappings()]
        SystemRandom().shuffle(rows)
        if rows:
            await connection.execute(self._insert(columns), rows)

    async def voters(self, round_id: int) -> frozenset[int]:
        """Ids of the people on the roll."""
        query = select(RollEntry.person_id).where(RollEntry.round_id == round_id)
        return frozenset(await self._session.scalars(query))

    async def has_voted(self, round_id: int, person_id: int) -> bool:
        return await self._session.get(RollEntry, (round_id, person_id)) is not None
