"""Codes by post."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "code_tries",
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_code_tries_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hour", "person_id", name=op.f("pk_code_tries")),
    )
    op.create_table(
        "stemcode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("pot", sa.String(length=9), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "printed",
                "issued",
                "redeemed",
                "assisted",
                "revoked",
                "replaced",
                name="codestate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stemcode_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_stemcode_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stemcode")),
        sa.UniqueConstraint("digest", name=op.f("uq_stemcode_digest")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_stemcode_round_id_person_id")),
        sa.UniqueConstraint("round_id", "serial", name=op.f("uq_stemcode_round_id_serial")),
    )
    with op.batch_alter_table("stemcode", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stemcode_person_id"), ["person_id"], unique=False)

    op.create_table(
        "code_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "confirmed", "dropped", name="changestate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["code_id"], ["stemcode.id"], name=op.f("fk_code_change_code_id")),
        sa.ForeignKeyConstraint(
            ["decider_id"],
            ["person.id"],
            name=op.f("fk_code_change_decider_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["new_id"], ["stemcode.id"], name=op.f("fk_code_change_new_id")),
        sa.ForeignKeyConstraint(
            ["proposer_id"],
            ["person.id"],
            name=op.f("fk_code_change_proposer_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_change")),
    )
    with op.batch_alter_table("code_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_change_code_id"), ["code_id"], unique=False)

    op.create_table(
        "desk_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["code_id"], ["stemcode.id"], name=op.f("fk_desk_entry_code_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_desk_entry_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_entry")),
        sa.UniqueConstraint("code_id", "person_id", name=op.f("uq_desk_entry_code_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table("desk_entry")
    with op.batch_alter_table("code_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_change_code_id"))

    op.drop_table("code_change")
    with op.batch_alter_table("stemcode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stemcode_person_id"))

    op.drop_table("stemcode")
    op.drop_table("code_tries")
