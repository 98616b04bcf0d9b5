"""What was put on the public board: rows are added, never changed or taken away."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class BoardKind(enum.StrEnum):
    DAILY = "daily"  # which votes have come in
    FINAL = "final"  # which votes are counted
    RESULT = "result"  # the totals, and the seed of the lot
    DESTROYED = "destroyed"  # the key of the round is gone


class BoardEntry(Base):
    """One statement. ``leaves``: of the votes on its list, 32 bytes each, in order.

    ``head`` is the hash of the statement, which holds the head of the one before.
    """

    __tablename__ = "board_entry"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # from 1
    kind: Mapped[BoardKind]
    statement: Mapped[dict[str, Any]]
    leaves: Mapped[bytes] = mapped_column(LargeBinary)
    head: Mapped[str] = mapped_column(String(64))
    posted_at: Mapped[datetime | None]  # in the folder and in the channel
