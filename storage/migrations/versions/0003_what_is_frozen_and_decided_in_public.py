"""What freezes a round and what is decided about it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "round_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("extension", "pause", "left", name="actkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_round_act_initiative_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["person.id"],
            name=op.f("fk_round_act_officer_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_act_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_act")),
    )
    op.create_index(op.f("ix_round_act_round_id"), "round_act", ["round_id"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["round_act.id"], name=op.f("fk_confirmation_act_id")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["person.id"],
            name=op.f("fk_confirmation_officer_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_confirmation")),
    )
    op.add_column("round", sa.Column("acts", sa.JSON(), nullable=True))
    op.add_column("round", sa.Column("lot", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("round", "lot")
    op.drop_column("round", "acts")

    op.drop_table("confirmation")
    op.drop_index(op.f("ix_round_act_round_id"), table_name="round_act")
    op.drop_table("round_act")
