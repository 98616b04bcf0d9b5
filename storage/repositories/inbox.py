"""The inbox: what Telegram said, kept until it is handled and answered."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    Update,
    any_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    null,
    select,
    true,
    update,
)

from storage.models import InboxRow, InboxState
from storage.prepared import Prepared
from storage.repositories.base import Repository


class News(NamedTuple):
    """An update, by its number at Telegram. ``sender``: a Telegram id."""

    update_id: int
    sender: int | None
    payload: dict[str, Any]


FINISH = Prepared(
    update(InboxRow)
    .where(InboxRow.id == bindparam("ticket"), InboxRow.state == InboxState.RECEIVED)
    .values(state=bindparam("to"), payload=None)
    .returning(InboxRow.id)
)


def _closing(these: ColumnElement[bool]) -> Update:
    handled = InboxRow.state == InboxState.RECEIVED
    return (
        update(InboxRow)
        .where(these)
        .values(
            answered=True,
            state=case((handled, InboxState.DONE), else_=InboxRow.state),
            payload=case((handled, null()), else_=InboxRow.payload),
        )
    )


_LISTED = func.json_each(bindparam("tickets", type_=JSON)).table_valued("value")
CLOSE = {
    "sqlite": Prepared(_closing(InboxRow.id.in_(select(_LISTED.c.value)))),
    "postgresql": Prepared(
        _closing(InboxRow.id == any_(bindparam("tickets", type_=ARRAY(Integer))))
    ),
}


def _keeping(news: Select[Any]) -> Prepared:
    given = news.add_columns(
        literal(InboxState.RECEIVED, InboxRow.state.type),
        literal(value=False),
        literal(0),
        bindparam("now", type_=InboxRow.received_at.type),
    )
    columns = (*News._fields, "state", "answered", "attempts", "received_at")
    return Prepared(
        lambda insert: (
            insert(InboxRow)
            .from_select(columns, given)
            .on_conflict_do_nothing(index_elements=["update_id"])
            .returning(InboxRow.update_id, InboxRow.id)
        )
    )


# A payload travels as a text of its own: were it JSON within JSON, one that the database cannot
# read would keep all that came with it from being kept.
_TOLD = func.json_each(bindparam("news", type_=JSON)).table_valued("value")
_PARTS = [func.json_extract(_TOLD.c.value, f"$[{place}]") for place in range(len(News._fields))]
_LISTS = (
    func.unnest(
        bindparam("update_id", type_=ARRAY(BigInteger)),
        bindparam("sender", type_=ARRAY(BigInteger)),
        bindparam("payload", type_=ARRAY(Text)),
    )
    .table_valued(*News._fields)
    .render_derived()
)
KEEP = {
    "sqlite": _keeping(select(*_PARTS).where(true())),  # else its ON is read as that of a join
    "postgresql": _keeping(
        select(_LISTS.c.update_id, _LISTS.c.sender, cast(_LISTS.c.payload, JSON))
    ),
}


class Inbox(Repository):
    async def keep(self, news: Sequence[News], now: datetime) -> dict[int, int]:
        """Write updates down; answers ``{update_id: ticket}`` of those that were not there yet."""
        told = [(*one[:2], json.dumps(one.payload)) for one in news]
        number, sender, payload = map(list, zip(*told, strict=True))
        kept = await self._wire.ask(
            KEEP[self._wire.dialect],
            now=now,
            news=told,
            update_id=number,
            sender=sender,
            payload=payload,
        )
        return dict(kept)

    async def unfinished(self) -> Sequence[InboxRow]:
        query = select(InboxRow).where(InboxRow.state == InboxState.RECEIVED)
        return (await self._session.scalars(query.order_by(InboxRow.update_id))).all()

    async def finish(self, ticket: int, state: InboxState = InboxState.DONE) -> bool:
        """Mark a row as handled and erase what it held; ``False`` if it was handled before."""
        return await self._first(FINISH, ticket=ticket, to=state) is not None

    async def close(self, tickets: Collection[int]) -> None:
        """These rows are handled *and* answered; nothing is left to do after a crash."""
        await self._wire.ask(CLOSE[self._wire.dialect], tickets=list(tickets))

    async def failed(self, ticket: int) -> int:
        """Count a failure; answers how often it has failed now."""
        query = (
            update(InboxRow)
            .where(InboxRow.id == ticket)
            .values(attempts=InboxRow.attempts + 1)
            .returning(InboxRow.attempts)
        )
        return (await self._session.scalars(query)).one()

    async def bury(self, ticket: int) -> bool:
        """Keep it as a dead letter, payload and all, for whoever repairs the cause."""
        query = (
            update(InboxRow)
            .where(InboxRow.id == ticket, InboxRow.state == InboxState.RECEIVED)
            .values(state=InboxState.DEAD)
            .returning(InboxRow.id)
        )
        return await self._session.scalar(query) is not None

    async def unanswered(self) -> dict[int, Sequence[int]]:
        """Tickets whose effect stands but whose answer may not have left, per Telegram id."""
        query = select(InboxRow.sender, InboxRow.id).where(
            InboxRow.state == InboxState.DONE, InboxRow.answered.is_(False)
        )
        found: dict[int, list[int]] = {}
        for sender, ticket in await self._session.execute(query):
            if sender is not None:
                found.setdefault(sender, []).append(ticket)
        return dict(found)

    async def forget(self, sender: int) -> None:
        """Of who goes away only the numbers of their updates stay, so that none is done twice."""
        await self._session.execute(
            update(InboxRow)
            .where(InboxRow.sender == sender, InboxRow.state != InboxState.RECEIVED)
            .values(sender=None, payload=None)
        )

    async def tidy(self, before: datetime) -> None:
        """Delete what was handled and came in before this moment; dead letters stay."""
        await self._session.execute(
            delete(InboxRow).where(
                InboxRow.received_at < before,
                InboxRow.state.in_([InboxState.DONE, InboxState.IGNORED]),
            )
        )
