"""Meetings, who comes, and which reminders are still to be sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    update,
)

from storage.models import Meeting, Membership, Occurrence, Rsvp, RsvpAnswer
from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository


def coming_for(person: ColumnElement[int] = PERSON) -> Select[Meeting]:
    """The first after ``now`` that ``person`` comes to, or was asked to and has not answered."""
    mine = and_(Rsvp.meeting_id == Meeting.id, Rsvp.person_id == person)
    member = exists().where(
        Membership.community_id == Meeting.community_id, Membership.person_id == person
    )
    return (
        select(Meeting)
        .outerjoin(Rsvp, mine)
        .where(Meeting.starts_at > bindparam("now"), Meeting.cancelled_at.is_(None))
        .where(or_(Rsvp.answer == RsvpAnswer.YES, and_(Rsvp.answer.is_(None), member)))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )


NEXT = Prepared(coming_for().where(Meeting.starts_at <= bindparam("until")))


class Meetings(Repository):
    async def get(self, meeting_id: int) -> Meeting | None:
        return await self._session.get(Meeting, meeting_id)

    async def hold(self, meeting_id: int) -> Meeting | None:
        """A meeting that nobody can change or cancel until this transaction ends."""
        query = select(Meeting).where(Meeting.id == meeting_id).with_for_update(read=True)
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def add(self, community_id: int, title: str, place: str, starts_at: datetime) -> Meeting:
        meeting = Meeting(
            community_id=community_id, title=title, place=place, starts_at=starts_at, version=1
        )
        self._session.add(meeting)
        await self._session.flush()
        return meeting

    async def upcoming(
        self, community_id: int, now: datetime, offset: int, limit: int
    ) -> Sequence[Meeting]:
        query = select(Meeting).where(_to_come(now), Meeting.community_id == community_id)
        query = query.order_by(Meeting.starts_at, Meeting.id).offset(offset).limit(limit)
        return (await self._session.scalars(query)).all()

    async def move(
        self, meeting_id: int, version: int, *, starts_at: datetime, place: str, now: datetime
    ) -> Meeting | None:
        """Give a meeting a new time and place.

        ``None`` if it began, was cancelled, or was changed since ``version``.
        """
        query = update(Meeting).where(Meeting.version == version)
        return await self._change(
            query, meeting_id, now, starts_at=starts_at, place=place, version=version + 1
        )

    async def cancel(self, meeting_id: int, now: datetime) -> Meeting | None:
        """``None`` if it began or was cancelled before."""
        return await self._change(update(Meeting), meeting_id, now, cancelled_at=now)

    async def _change(
        self, query: Any, meeting_id: int, now: datetime, **values: Any
    ) -> Meeting | None:
        query = query.where(Meeting.id == meeting_id, _to_come(now)).values(**values)
        found: Meeting | None = await self._session.scalar(
            query.returning(Meeting).execution_options(populate_existing=True)
        )
        return found

    async def answer(self, meeting_id: int, person_id: int, answer: RsvpAnswer) -> None:
        await self._upsert(
            Rsvp, {"meeting_id": meeting_id, "person_id": person_id}, {"answer": answer}
        )

    async def answer_of(self, meeting_id: int, person_id: int) -> RsvpAnswer | None:
        query = select(Rsvp.answer).where(
            Rsvp.meeting_id == meeting_id, Rsvp.person_id == person_id
        )
        return await self._session.scalar(query)

    async def counts(self, meeting_id: int) -> dict[RsvpAnswer, int]:
        query = select(Rsvp.answer, func.count()).where(Rsvp.meeting_id == meeting_id)
        return dict((await self._session.execute(query.group_by(Rsvp.answer))).all())

    async def who_said(self, meeting_id: int, answer: RsvpAnswer) -> Sequence[int]:
        query = select(Rsvp.person_id).where(Rsvp.meeting_id == meeting_id, Rsvp.answer == answer)
        return (await self._session.scalars(query.order_by(Rsvp.person_id))).all()

    async def next_for(self, person_id: int, now: datetime, until: datetime) -> Meeting | None:
        """The next meeting that somebody comes to, or was asked to and has not answered."""
        return await self._one(Meeting, NEXT, person=person_id, now=now, until=until)

    async def unreminded(
        self, kind: str, now: datetime, after: datetime, until: datetime
    ) -> Sequence[Meeting]:
        """Meetings to come between two moments for which ``kind`` did not occur yet."""
        occurred = exists().where(
            Occurrence.kind == kind,
            Occurrence.key == cast(Meeting.id, String),
            Occurrence.occurrence == cast(Meeting.version, String),
        )
        query = select(Meeting).where(_to_come(now), Meeting.starts_at > after, ~occurred)
        query = query.where(Meeting.starts_at <= until).order_by(Meeting.starts_at)
        return (await self._session.scalars(query)).all()


def _to_come(now: datetime) -> ColumnElement[bool]:
    return and_(Meeting.starts_at > now, Meeting.cancelled_at.is_(None))
