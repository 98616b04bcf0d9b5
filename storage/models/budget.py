"""The money of a neighbourhood, and what the stadsdeel says about it."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class ImportState(enum.StrEnum):
    PREVIEW = "preview"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class BudgetImport(Base):
    """A file of budget lines. ``rows`` are the lines it would bring, see ``BudgetLine``."""

    __tablename__ = "budget_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[Any]]
    state: Mapped[ImportState] = mapped_column(default=ImportState.PREVIEW)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class BudgetLine(Base):
    """One line of one pot in one neighbourhood. Amounts are euros in integer cents."""

    __tablename__ = "budget_line"
    __table_args__ = (UniqueConstraint("area", "pot", "name", "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("budget_import.id"), index=True)
    area: Mapped[str] = mapped_column(String(8))
    pot: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(100))
    budgeted: Mapped[int] = mapped_column(BigInteger)
    committed: Mapped[int] = mapped_column(BigInteger)
    spent: Mapped[int] = mapped_column(BigInteger)
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class BroadcastState(enum.StrEnum):
    WAITING = "waiting"  # it goes to so many people that a second officer must look at it
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Broadcast(Base):
    """A budget status message of the stadsdeel."""

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    texts: Mapped[dict[str, str]]  # {locale: text}; Dutch is the source
    areas: Mapped[list[str]]  # codes of wijken; empty: everyone
    state: Mapped[BroadcastState]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    audience: Mapped[int]  # how many people it went to, or would go to while it waits
