"""``python -m storage.migrations "What changes"``: write the next migration from the models."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from storage import migrate


def _write(settings: Config) -> None:
    """Bring an empty database to the newest schema, then compare it with the models."""
    command.upgrade(settings, "head")
    number = len(list((Path(__file__).parent / "versions").glob("*.py"))) + 1
    command.revision(settings, sys.argv[1], autogenerate=True, rev_id=f"{number:04}")


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(migrate.run(f"sqlite+aiosqlite:///{folder}/empty.db", _write))
