"""Who we talk with, what they allowed us, and what they may do."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Person(Base):
    """Somebody with a Telegram account. No phone number, username or birth date is kept."""

    __tablename__ = "person"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  nobody gets the id of one deleted

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(8))
    area: Mapped[str | None] = mapped_column(String(8))  # code of a wijk, such as MF
    welcomed_at: Mapped[datetime | None]  # when they had answered the first questions
    unreachable_at: Mapped[datetime | None]  # when Telegram said they had blocked us
    stopped_at: Mapped[datetime | None]  # when they sent /stop: no more pushes


class ConsentKind(enum.StrEnum):
    """The kinds of message somebody can say yes or no to."""

    PHASES = "phases"
    MONEY = "money"
    MEETINGS = "meetings"
    COMMUNITY = "community"
    OWN = "own"


class Consent(Base):
    """A yes. No row is a no."""

    __tablename__ = "consent"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[ConsentKind] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]


class Role(enum.StrEnum):
    MODERATOR = "moderator"
    OFFICER = "officer"


class RoleGrant(Base):
    __tablename__ = "role_grant"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Invite(Base):
    """A one-time link to a role. Only the hash of its token is kept."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Draft(Base):
    """The answers of a person to one form; survives a restart and a ``/cancel``."""

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    form: Mapped[str] = mapped_column(String(16), primary_key=True)
    answers: Mapped[dict[str, Any]]
    asking: Mapped[str | None] = mapped_column(String(16))  # the step whose answer we wait for
    open: Mapped[bool] = mapped_column(default=True)  # typed text belongs to the open form
    updated_at: Mapped[datetime]
