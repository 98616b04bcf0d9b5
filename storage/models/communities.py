"""Communities, their meetings and their polls."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class CommunityState(enum.StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    REFUSED = "refused"


class Community(Base):
    __tablename__ = "community"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    about: Mapped[dict[str, str]]  # {locale: text}
    locale: Mapped[str] = mapped_column(String(8))  # the language it was written in
    area: Mapped[str] = mapped_column(String(8))
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    state: Mapped[CommunityState] = mapped_column(default=CommunityState.PROPOSED)
    reason: Mapped[str | None] = mapped_column(String(300))  # why it was refused


class Membership(Base):
    __tablename__ = "membership"

    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    joined_at: Mapped[datetime]


class Meeting(Base):
    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)  # rises with each change: remind again
    cancelled_at: Mapped[datetime | None]


class RsvpAnswer(enum.StrEnum):
    YES = "yes"
    NO = "no"


class Rsvp(Base):
    __tablename__ = "rsvp"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    answer: Mapped[RsvpAnswer]


class Poll(Base):
    __tablename__ = "poll"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[str]]
    closes_at: Mapped[datetime] = mapped_column(index=True)


class PollAnswer(Base):
    __tablename__ = "poll_answer"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    option: Mapped[int]  # its place in Poll.options, from 0
