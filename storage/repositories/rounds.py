"""Rounds. Their definitions are data that ``flows.rounds`` understands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    String,
    bindparam,
    func,
    literal,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.functions import Function

from storage.models import Initiative, Round
from storage.prepared import Prepared, Row
from storage.repositories.base import Repository
from storage.watch import made
from storage.wire import Wire

# The time of the statement, not of the transaction: that may have waited for a lock.
CLOCKS: dict[str, ColumnElement[Any]] = {
    "postgresql": Function[Any]("clock_timestamp", type_=DateTime(timezone=True)),
    "sqlite": Function[Any]("strftime", "%Y-%m-%dT%H:%M:%fZ", "now", type_=String()),
}


OF_PLAN = select(Initiative.round_id).where(Initiative.id == bindparam("plan")).scalar_subquery()


def _holding(clock: ColumnElement[Any], which: ColumnElement[Any]) -> Select[Any]:
    query: Select[Any] = select(Round).add_columns(clock).where(Round.id == which)
    return query.with_for_update(read=True, key_share=True, of=Round)


# PostgreSQL gives each state of a row a place and a number. SQLite has no such thing, and its
# rounds need no round trip.
STATE: ColumnElement[str] = literal_column("round.ctid::text || round.xmin::text", String)
STANDING: dict[str, ColumnElement[Any]] = {
    "postgresql": select(func.string_agg(STATE, aggregate_order_by(literal(" "), Round.id.desc())))
    .select_from(Round)
    .scalar_subquery(),
    "sqlite": null(),
}

NOW = {dialect: Prepared(select(clock)) for dialect, clock in CLOCKS.items()}
HOLD = {
    dialect: Prepared(_holding(clock, bindparam("round"))) for dialect, clock in CLOCKS.items()
}
HOLD_FOR = {dialect: Prepared(_holding(clock, OF_PLAN)) for dialect, clock in CLOCKS.items()}
BY_ID = Prepared(select(Round).where(Round.id == bindparam("round")))
ALL = Prepared(select(Round).order_by(Round.id.desc()))
ALL_WITH_STATE = Prepared(select(Round, STATE).order_by(Round.id.desc()))


@dataclass(slots=True)
class Kept:
    """The rounds as this process read them last: they are large, and hardly ever change."""

    standing: str | None = None
    rows: Sequence[Row] = ()


class Rounds(Repository):
    """``ahead``: how far a simulated clock, as that of the demo, is before the database's."""

    def __init__(self, wire: Wire, ahead: Callable[[], timedelta], kept: Kept) -> None:
        super().__init__(wire)
        self._ahead = ahead
        self._kept = kept
        self._standing: str | None = None
        self._all: Sequence[Round] | None = None
        self._read_before: dict[int, Round] = {}

    async def now(self) -> datetime:
        """The time of the database (aware UTC): that of this process may be wrong."""
        return self._read(await self._first(NOW[self._wire.dialect]))

    def _read(self, clock: datetime | str) -> datetime:
        moment = datetime.fromisoformat(clock) if isinstance(clock, str) else clock
        return moment.astimezone(UTC) + self._ahead()

    async def all(self) -> Sequence[Round]:
        """The newest first; asked for once in a transaction, however many want to know."""
        if self._all is None and self._standing is not None:
            self._all = [made(Round, row) for row in await self._as_kept(self._standing)]
        elif self._all is None:
            self._all = [self._wire.watched(row) for row in await self._each(Round, ALL)]
        return self._all

    def knows(self, standing: str | None) -> None:
        """In which state they are, as was asked at the door."""
        self._standing = standing

    async def _as_kept(self, standing: str) -> Sequence[Row]:
        """By now they may have changed again: what is kept goes by what came with it."""
        if self._kept.standing == standing:
            return self._kept.rows
        found = await self._wire.ask(ALL_WITH_STATE)
        rows = self._kept.rows = [row[:-1] for row in found]
        self._kept.standing = " ".join(state for *_, state in found)
        return rows

    async def get(self, round_id: int) -> Round | None:
        """As it was read first in this transaction, or held."""
        if round_id not in self._read_before:
            found = await self._one(Round, BY_ID, round=round_id)
            if found is None:
                return None
            self._read_before[round_id] = self._wire.watched(found)
        return self._read_before[round_id]

    async def named(self, slug: str) -> Round | None:
        return await self._session.scalar(select(Round).where(Round.slug == slug))

    async def hold(self, round_id: int) -> tuple[Round, datetime] | None:
        """Read a round afresh, with the time; nobody counts it before this transaction ends."""
        return self._held(await self._wire.ask(HOLD[self._wire.dialect], round=round_id))

    async def hold_for(self, plan_id: int) -> tuple[Round, datetime] | None:
        """The same for the round of a plan."""
        return self._held(await self._wire.ask(HOLD_FOR[self._wire.dialect], plan=plan_id))

    def _held(self, rows: Sequence[Row]) -> tuple[Round, datetime] | None:
        for *row, clock in rows:
            held = self._wire.watched(made(Round, tuple(row)))
            self._read_before[held.id] = held
            return held, self._read(clock)
        return None

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
