"""Bring a database to a schema: to the newest, or step by step."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.db import make_engine

# Alembic changes a SQLite table by copying it and dropping the old one. With foreign keys on,
# that drop cascades to (or is refused for) the rows pointing at it.
PRAGMAS = ("foreign_keys=OFF",)


def config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings


async def run(url: str, step: Callable[[Config], None]) -> None:
    """Run a step in one transaction. Raises ``RuntimeError`` if it would orphan rows."""

    def migrate(connection: Connection) -> None:
        settings = config()
        settings.attributes["connection"] = connection
        step(settings)
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"the migration would break foreign keys: {broken}")

    if "sqlite" in url and (path := url.partition("///")[2]):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url, pragmas=PRAGMAS)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


async def upgrade(url: str) -> None:
    await run(url, lambda settings: command.upgrade(settings, "head"))
