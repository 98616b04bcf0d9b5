"""What every scene starts from: a town with its demo round, on both databases."""

import logging
from collections.abc import AsyncIterator, Generator, Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot import log
from tests.town import Town, opened

pytest_plugins = ["tests.databases", "tests.benches"]


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(database_url, tmp_path) as town:
        yield town


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A scene that fails shows the whole conversation."""
    report = yield
    if call.when == "call" and report.failed:
        towns = [
            given for given in getattr(item, "funcargs", {}).values() if isinstance(given, Town)
        ]
        report.sections += [("Transcript", town.transcript) for town in towns]
    return report


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """All that is logged, written as in production."""
    root, written = logging.getLogger(), StringIO()
    before = (root.handlers, root.level)
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", written)
        log.set_up(as_json=False)
    yield written
    root.handlers, root.level = before
    structlog.reset_defaults()
