"""Who carries out a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("initiative", sa.Column("doer", sa.String(length=8), nullable=True))


def downgrade() -> None:
    op.drop_column("initiative", "doer")
