"""Taking old rows off the disk, as far as a program can: a deleted row stays in its file."""

from typing import Any

from sqlalchemy import text

from storage.db import Database

SQLITE = ("PRAGMA secure_delete=ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
POSTGRESQL = ("VACUUM FULL ballot", "VACUUM FULL roll", "CHECKPOINT")


async def scrub(db: Database) -> None:
    """Write the files of box and roll anew, without what was deleted from them.

    What is left: copies and backups, PostgreSQL's write-ahead log until it is recycled, and what
    a disk keeps of blocks that are free. While it runs, nobody can vote.
    """
    async with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            driver: Any = (await connection.get_raw_connection()).driver_connection
            for statement in SQLITE:  # past SQLAlchemy, which would begin a transaction
                await (await driver.execute(statement)).close()
            return
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in POSTGRESQL:
            await outside.execute(text(statement))
