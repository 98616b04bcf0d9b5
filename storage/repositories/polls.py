"""Polls and their answers: one a person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, exists, func, select

from storage.models import Membership, Occurrence, Poll, PollAnswer
from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository


def unanswered_by(person: ColumnElement[int] = PERSON) -> Select[Poll]:
    """The first to close of the open polls that wait for an answer of ``person``."""
    answered = exists().where(PollAnswer.poll_id == Poll.id, PollAnswer.person_id == person)
    member = and_(Membership.community_id == Poll.community_id, Membership.person_id == person)
    query = select(Poll).join(Membership, member).where(Poll.closes_at > bindparam("now"))
    return query.where(~answered).order_by(Poll.closes_at, Poll.id).limit(1)


UNANSWERED = Prepared(unanswered_by())


class Polls(Repository):
    async def get(self, poll_id: int) -> Poll | None:
        return await self._session.get(Poll, poll_id)

    async def add(
        self, community_id: int, question: str, options: list[str], closes_at: datetime
    ) -> Poll:
        poll = Poll(
            community_id=community_id, question=question, options=options, closes_at=closes_at
        )
        self._session.add(poll)
        await self._session.flush()
        return poll

    async def open_in(
        self, community_id: int, now: datetime, offset: int, limit: int
    ) -> Sequence[Poll]:
        """The first to close comes first."""
        query = select(Poll).where(Poll.community_id == community_id, Poll.closes_at > now)
        query = query.order_by(Poll.closes_at, Poll.id).offset(offset).limit(limit)
        return (await self._session.scalars(query)).all()

    async def unanswered(self, person_id: int, now: datetime) -> Poll | None:
        """The first to close of the open polls that wait for an answer of this member."""
        return await self._one(Poll, UNANSWERED, person=person_id, now=now)

    async def answer(self, poll_id: int, person_id: int, option: int) -> None:
        await self._upsert(
            PollAnswer, {"poll_id": poll_id, "person_id": person_id}, {"option": option}
        )

    async def answer_of(self, poll_id: int, person_id: int) -> int | None:
        query = select(PollAnswer.option).where(
            PollAnswer.poll_id == poll_id, PollAnswer.person_id == person_id
        )
        return await self._session.scalar(query)

    async def counts(self, poll_id: int) -> dict[int, int]:
        """How often each option was chosen; options that nobody chose are not there."""
        query = select(PollAnswer.option, func.count()).where(PollAnswer.poll_id == poll_id)
        return dict((await self._session.execute(query.group_by(PollAnswer.option))).all())

    async def closed_without(self, kind: str, now: datetime) -> Sequence[Poll]:
        """Polls that have closed and for which ``kind`` did not occur yet."""
        occurred = exists().where(Occurrence.kind == kind, Occurrence.key == cast(Poll.id, String))
        query = select(Poll).where(Poll.closes_at <= now, ~occurred).order_by(Poll.closes_at)
        return (await self._session.scalars(query)).all()
