"""What came in and what goes out: nothing is lost, nothing is done twice."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class InboxState(enum.StrEnum):
    RECEIVED = "received"
    DONE = "done"
    IGNORED = "ignored"  # on purpose: an edited message, a kind of update we do not know
    DEAD = "dead"  # five failures


class InboxRow(Base):
    """One update of Telegram. Its payload is erased when its effect is committed."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_open", "state", "answered"),
        {"sqlite_autoincrement": True},  # the number of a deleted row is never given out again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    sender: Mapped[int | None] = mapped_column(BigInteger)  # a Telegram id
    payload: Mapped[dict[str, Any] | None]
    state: Mapped[InboxState] = mapped_column(default=InboxState.RECEIVED)
    answered: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime] = mapped_column(index=True)


class OutboxState(enum.StrEnum):
    PENDING = "pending"
    SENDING = "sending"  # committed before the HTTP call
    SENT = "sent"
    FAILED = "failed"  # Telegram refused it for good
    UNKNOWN = "unknown"  # the call went out and no answer came
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # no longer true, no longer wanted, or unreachable


class OutboxRow(Base):
    """One message that we send of our own accord, to one person, once."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(96), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    notice: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.PENDING)
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    repeat: Mapped[bool] = mapped_column(default=False)  # may have arrived already: say so


class Occurrence(Base):
    """A scheduled thing that was done: the opening of a phase, the closing of a poll."""

    __tablename__ = "occurrence"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(48), primary_key=True)
    occurrence: Mapped[str] = mapped_column(String(48), primary_key=True)
    done_at: Mapped[datetime]
