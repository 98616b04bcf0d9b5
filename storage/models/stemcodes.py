"""Codes by post that let one person vote. No row knows a code, nor when it was used."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class CodeState(enum.StrEnum):
    PRINTED = "printed"  # does not work yet: see flows.stemcodes.issue
    ISSUED = "issued"
    REDEEMED = "redeemed"
    ASSISTED = "assisted"  # its ballot was on paper, or was given at a desk
    REVOKED = "revoked"
    REPLACED = "replaced"


class Stemcode(Base):
    """One code of a round. ``digest`` is HMAC(pepper of the round, code).

    The pepper lives outside the database. ``person_id``: who redeemed it; one code a person.
    """

    __tablename__ = "stemcode"
    __table_args__ = (
        UniqueConstraint("round_id", "serial"),
        UniqueConstraint("round_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    pot: Mapped[str] = mapped_column(String(9))
    serial: Mapped[int]  # stands on the letter, from 1
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    test: Mapped[bool]  # goes the whole way, and never counts
    state: Mapped[CodeState] = mapped_column(default=CodeState.ISSUED)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )


class CodeTries(Base):
    """How many codes somebody typed in an hour that were not theirs to use."""

    __tablename__ = "code_tries"

    hour: Mapped[datetime] = mapped_column(primary_key=True)  # its beginning
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    tries: Mapped[int]


class ChangeState(enum.StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class CodeChange(Base):
    """A code that shall not work any more, when a second person says so too."""

    __tablename__ = "code_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("stemcode.id"), index=True)
    new_id: Mapped[int | None] = mapped_column(ForeignKey("stemcode.id"))  # takes its place
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.WAITING)
    proposer_id: Mapped[int | None] = mapped_column(  # None: at the command line
        ForeignKey("person.id", ondelete="SET NULL")
    )
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class DeskEntry(Base):
    """Who entered the ballot that came with a code. What it says lies in the box."""

    __tablename__ = "desk_entry"
    __table_args__ = (UniqueConstraint("code_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("stemcode.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
