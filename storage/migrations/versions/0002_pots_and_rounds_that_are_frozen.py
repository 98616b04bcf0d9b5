"""Pots, and rounds that are frozen."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ONE_POT = "pot"
BASES = sa.Enum("self", "code", name="basis", native_enum=False, length=24)
ROUND = sa.table("round", sa.column("id", sa.Integer), sa.column("outcome", sa.JSON))


def upgrade() -> None:
    # Not in a batch: that would copy the table of ballots, and give it row ids.
    op.add_column(
        "ballot", sa.Column("pot", sa.String(length=9), server_default=ONE_POT, nullable=False)
    )
    op.add_column("ballot", sa.Column("basis", BASES, server_default="self", nullable=False))
    op.add_column("round", sa.Column("frozen", sa.JSON(), nullable=True))
    op.add_column("round", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("round", sa.Column("frozen_at", sa.DateTime(), nullable=True))
    op.add_column("round", sa.Column("apart", sa.JSON(), nullable=True))
    _rewrite_outcomes(lambda outcome: {ONE_POT: outcome} if "steps" in outcome else outcome)


def downgrade() -> None:
    """Of a round with several pots there is no single outcome: it is counted again."""
    _rewrite_outcomes(lambda outcomes: outcomes.get(ONE_POT, {}))
    for column in ("apart", "frozen_at", "digest", "frozen"):
        op.drop_column("round", column)
    for column in ("basis", "pot"):
        op.drop_column("ballot", column)


def _rewrite_outcomes(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(ROUND)).all():
        if row.outcome is not None:
            changed = sa.update(ROUND).where(ROUND.c.id == row.id)
            connection.execute(changed.values(outcome=change(row.outcome)))
