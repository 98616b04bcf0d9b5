"""How many scenes in a minute? ``python -m tests.bench.scenes``, 90 seconds on two cores.

Every scene of the suite that plays in the fixture ``town`` is played once on each database, by
two processes; what they need to start is part of the time. Given names of files, only those.
The seconds of processor tell more than the clock does where others use the machine as well; those
of the PostgreSQL server are not among them.
"""

import re
import resource
import subprocess
import sys
from time import perf_counter

import pytest

DATABASES = ("sqlite", "postgresql")
PYTEST = (sys.executable, "-m", "pytest", "-n2", "-p", __spec__.name, "-p", "no:cacheprovider")
PASSED = re.compile(r"(\d+) passed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """This file is the plugin of its own runs as well."""
    scenes = [item for item in items if "town" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in scenes])
    items[:] = scenes


def measure(database: str, files: list[str]) -> None:
    start, before = perf_counter(), processor()
    run = subprocess.run(  # noqa: S603  our own tests
        (*PYTEST, "-k", database, *files), capture_output=True, text=True, check=False
    )
    took, used = perf_counter() - start, processor() - before
    passed = PASSED.search(run.stdout)
    if run.returncode or passed is None:
        sys.exit(run.stdout + run.stderr)
    scenes = int(passed[1])
    print(  # noqa: T201  a command line speaks
        f"{database}: {scenes} scenes in {took:.0f} s, {scenes / took * 60:.0f} a minute, "
        f"{used / scenes:.2f} s of processor each"
    )


def processor() -> float:
    """Seconds of all that this process has started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for name in DATABASES:
        measure(name, sys.argv[1:])
