"""When results are told. Whoever writes here holds the round: see ``Rounds.change``."""

from datetime import datetime

from storage.models import Publication
from storage.repositories.base import Repository


class Publications(Repository):
    async def of(self, round_id: int) -> Publication | None:
        return await self._session.get(Publication, round_id, populate_existing=True)

    async def propose(self, round_id: int, minute: datetime, proposer_id: int) -> None:
        """In the place of what was proposed before; somebody else confirms it."""
        await self._upsert(
            Publication,
            {"round_id": round_id},
            {
                "minute": minute,
                "proposer_id": proposer_id,
                "confirmer_id": None,
                "confirmed_at": None,
            },
        )

    async def recall(self, row: Publication) -> None:
        await self._session.delete(row)
