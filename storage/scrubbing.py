"""Taking old rows off the disk, as far as a program can: a deleted row stays in its file."""

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
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        own = SQLITE if outside.dialect.name == "sqlite" else POSTGRESQL
        for statement in own:
            await outside.execute(text(statement))
