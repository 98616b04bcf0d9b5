"""The public board."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:

    op.create_table(
        "board_entry",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "daily",
                "final",
                "result",
                "destroyed",
                name="boardkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_board_entry_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_board_entry")),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key_destroyed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("key_destroyed_at")

    op.drop_table("board_entry")
