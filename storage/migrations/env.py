"""Alembic's entry point; the connection is handed over by ``storage.migrate``."""

from typing import Any, Literal

from alembic import context

from storage.models import Base, UtcDateTime


def render_item(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Freeze our own types: a migration must not import today's models."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot ALTER much: Alembic copies the table instead
    render_item=render_item,
    transactional_ddl=False,  # the transaction is ours, see storage.migrate
)
context.run_migrations()
