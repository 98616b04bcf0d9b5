"""The bot as a process of its own, to be killed at any moment."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Self

from tests.town import TOKEN


class BotProcess:
    """``buurtbot run --only bot``, started again as often as one likes."""

    def __init__(self, database_url: str, folder: Path, telegram_url: str) -> None:
        self._environment = {
            **os.environ,
            "BUURTBOT_TOKEN": TOKEN,
            "BUURTBOT_DATABASE_URL": database_url,
            "BUURTBOT_KEYS_FOLDER": str(folder / "keys"),
            "BUURTBOT_TELEGRAM_URL": telegram_url,
            "BUURTBOT_PERSON_PER_SECOND": "1000",
        }
        self._log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--only", "bot",
                env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip

    async def kill(self) -> None:
        """``kill -9``: nothing is finished, flushed or said."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        """No process outlives its test, however that ends."""
        await self.kill()

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")
