"""Codes by post for the demo round, as ``buurtbot codes issue`` makes them."""

from sqlalchemy import select

from flows.stemcodes.issue import draw, place, put_in_use
from storage.models import CodeState, Stemcode
from tests.plans import PLANS, ROUND, define, on_ballot, the_round
from tests.town import Town


async def by_code(town: Town, voters: str = "stemcode") -> None:
    """A town that votes by code about three plans, before voting opens."""
    await define(town, voters=voters)
    await on_ballot(town, *PLANS)


async def issued(
    town: Town, count: int = 1, *, pot: str | None = None, test: bool = False
) -> list[str]:
    """New codes, as they stand on letters. Their serials go on from the last one."""
    slug = (await the_round(town)).definition.slug
    async with town.house.writing() as moment:
        edition, where = await place(moment, slug, pot)
        batch = await draw(moment, edition, where, count, test=test)
        await put_in_use(moment, batch)
    return [one.code for one in batch.codes]


async def states(town: Town) -> list[CodeState]:
    """Of all codes, by serial."""
    async with town.db.read() as tx:
        query = select(Stemcode.state).where(Stemcode.round_id == ROUND)
        return list(await tx.session.scalars(query.order_by(Stemcode.serial)))
