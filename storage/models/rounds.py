"""Rounds, initiatives, and the vote. Amounts are euros in integer cents."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base

ONE_POT = "pot"  # the key of the pot of a round that has one


class Basis(enum.StrEnum):
    """On what word somebody could vote. The two kinds are counted together and apart."""

    SELF = "self"  # said where they live
    CODE = "code"  # typed a code that came by post
    TEST = "test"  # typed a code to try it all with; never counted


COUNTED = (Basis.SELF, Basis.CODE)


class Round(Base):
    """One edition. ``definition`` is data, read by ``flows.rounds.definition``."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(32), unique=True)
    definition: Mapped[dict[str, Any]]
    last_number: Mapped[int] = mapped_column(default=0)  # of the receipts: 2027-014 is 14
    frozen: Mapped[dict[str, Any] | None]  # from when voting opened: see flows.rounds.frozen
    digest: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of ``frozen``
    frozen_at: Mapped[datetime | None]
    acts: Mapped[list[Any] | None]  # extensions, pauses, plans that left: see flows.rounds.acts
    outcome: Mapped[dict[str, Any] | None]  # by pot, as counted, before it is published
    apart: Mapped[dict[str, Any] | None]  # by pot and basis, where a round has both kinds
    lot: Mapped[str | None] = mapped_column(String(64))  # its seed, once it is counted
    counted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    key_destroyed_at: Mapped[datetime | None]  # from then on nobody can find anybody's ballot


class ActKind(enum.StrEnum):
    """What can be decided in public about a round while people vote."""

    EXTENSION = "extension"
    PAUSE = "pause"
    LEFT = "left"  # a plan left the ballot


class RoundAct(Base):
    """What an officer wants to decide about a round, and why. Rows are never changed.

    An extension or a pause is in force once another officer has confirmed it.
    """

    __tablename__ = "round_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[ActKind]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(400))  # as it was typed
    locale: Mapped[str] = mapped_column(String(8))  # the language of ``reason``
    until: Mapped[datetime | None]  # the new close, or the end of the pause
    initiative_id: Mapped[int | None] = mapped_column(
        ForeignKey("initiative.id", ondelete="SET NULL")
    )  # the plan that left
    at: Mapped[datetime]


class Confirmation(Base):
    """The word of the second officer: once for an act, and never taken back."""

    __tablename__ = "confirmation"

    act_id: Mapped[int] = mapped_column(ForeignKey("round_act.id"), primary_key=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Publication(Base):
    """The minute at which a result is told, once a second officer has confirmed it."""

    __tablename__ = "publication"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    minute: Mapped[datetime]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    confirmer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    confirmed_at: Mapped[datetime | None]


class Award(Base):
    """What the council decided about a plan, beside the count: rows are never changed back.

    In force once another officer has confirmed it.
    """

    __tablename__ = "award"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(400))  # as it was typed
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime]
    confirmer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    confirmed_at: Mapped[datetime | None]


class InitiativeState(enum.StrEnum):
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    ON_BALLOT = "on_ballot"
    REFUSED = "not_feasible"
    WITHDRAWN = "withdrawn"
    WON = "won"
    NOT_WON = "not_won"


class Initiative(Base):
    """What residents want to do for their neighbourhood."""

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint("cost > 0", name="cost_is_positive"),
        UniqueConstraint("round_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    number: Mapped[str] = mapped_column(String(16))  # 2027-014
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    locale: Mapped[str] = mapped_column(String(8))  # the language it was written in
    title: Mapped[dict[str, str]]  # {locale: text}; the author's own language is always there
    summary: Mapped[dict[str, str]]
    theme: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(8))
    place: Mapped[str] = mapped_column(String(200))
    cost: Mapped[int] = mapped_column(BigInteger)
    doer: Mapped[str | None] = mapped_column(String(8))  # who carries it out, of a closed list
    photo: Mapped[str | None] = mapped_column(String(200))  # Telegram's file id
    state: Mapped[InitiativeState] = mapped_column(default=InitiativeState.SUBMITTED)
    submitted_at: Mapped[datetime]

    def with_values(self, **values: Any) -> "Initiative":
        """A copy that nobody saves, in which these are other than in the row."""
        own = {name: getattr(self, name) for name in self.__table__.columns.keys()}  # noqa: SIM118  a collection that is no mapping
        return Initiative(**{**own, **values})


class Transition(Base):
    """One step in the life of an initiative: who, when, why."""

    __tablename__ = "transition"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    state: Mapped[InitiativeState]
    code: Mapped[str | None] = mapped_column(String(16))  # of the closed list of refusals
    reason: Mapped[str | None]  # as it was typed
    locale: Mapped[str | None] = mapped_column(String(8))  # the language of ``reason``
    at: Mapped[datetime]


class RollEntry(Base):
    """Who voted. It does not know what: see ``Ballot``."""

    __tablename__ = "roll"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )


class Ballot(Base):
    """What was chosen. It does not know by whom, nor when.

    ``slot`` is HMAC(key of the round, person); the key lives outside the database. The table
    has no row id, so that the order of arrival is not kept either.
    """

    __tablename__ = "ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  the shape is SQLAlchemy's

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    pot: Mapped[str] = mapped_column(String(9), server_default=ONE_POT)
    basis: Mapped[Basis] = mapped_column(server_default=Basis.SELF)
    chosen: Mapped[list[Any]]  # ids of initiatives on the card, not yet a vote
    sent: Mapped[list[Any] | None]  # ids of initiatives in the vote; None: no vote yet
    tracker: Mapped[str | None] = mapped_column(String(16))
