"""What every scene starts from: a town with its demo round."""

import logging
import ssl
from collections.abc import AsyncIterator, Generator, Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot import log, memory
from tests.town import OPENED, Town, opened

LONGEST = "test_year"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes share the work: none should begin the longest scene as its last."""
    items.sort(key=lambda item: item.path.stem != LONGEST)


def pytest_collection_finish() -> None:
    """As the bot does when it starts; what pytest loaded stays too."""
    memory.settle()
    log_plainly()


def log_plainly() -> None:
    """A traceback with all that its frames hold takes seconds to draw."""
    structlog.reset_defaults()
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Read once: each client reads those of the whole world, to talk to this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(database_url, tmp_path) as town:
        yield town


def pytest_runtest_logstart() -> None:
    """What an earlier scene opened is none of the next one's."""
    OPENED.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A scene that fails shows the whole conversation: of each town, wherever it was opened."""
    report = yield
    if report.failed:
        report.sections += [("Transcript", town.transcript) for town in OPENED]
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
    log_plainly()
