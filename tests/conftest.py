"""What every scene starts from: a town with its demo round, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, opened

pytest_plugins = ["tests.databases"]


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(database_url, tmp_path) as town:
        yield town
