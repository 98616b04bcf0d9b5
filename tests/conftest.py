"""What the tests play with, for the processes that play."""

import pytest

PLUGINS = ("tests.stage", "tests.databases", "tests.benches")


def pytest_configure(config: pytest.Config) -> None:
    """Who hands out the tests to other processes need not know the bot, which takes seconds."""
    if hasattr(config, "workerinput") or config.getoption("dist", "no") == "no":
        for name in PLUGINS:
            config.pluginmanager.import_plugin(name)
