"""How fast is the way of an update? ``python -m tests.bench.updates``: four minutes, Linux.

The bot has one core for itself; the stub of Telegram, the load and the database server have
another. Everything is measured in one run against a bare echo bot: on a busy or a slow machine
the figures change, the ratios hardly.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.bench.load import Load, Step, taps, writes
from tests.bench.prepared import prepare
from tests.bench.stub import TOKEN, Stub, serving
from tests.databases import created, postgres
from tests.town import WEBHOOK_SECRET, by_webhook

OURS = (sys.executable, "-m", "bot", "run", "--only", "bot")
ECHO = (sys.executable, "-m", "tests.bench.echo")
PACE = 50  # updates a second, for the times when nobody has to wait for others
WARM_UP = 1.5  # seconds
START_UP = 60  # seconds, at most
CORES = sorted(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figures:
    name: str
    per_second: float
    paced: tuple[float, float]  # p50 and p99 at ``PACE``, in seconds
    full: tuple[float, float]  # the same at saturation
    cpu: float  # seconds of one core for an update
    memory: float  # resident, MB
    calls: float  # of the Bot API, for an update
    stub: float  # how much of its own core the stub needed: near 1 it was the stub we measured

    def line(self, echo: float) -> str:
        p50, p99, full50, full99 = (1000 * at for at in (*self.paced, *self.full))
        return (
            f"| {self.name:46} | {self.per_second:5.0f} | {self.per_second / echo:5.2f} "
            f"| {p50:5.1f} / {p99:5.1f} | {full50:5.0f} / {full99:5.0f} "
            f"| {1000 * self.cpu:6.2f} | {self.memory:3.0f} | {self.calls:5.1f} "
            f"| {self.stub:4.0%} |"
        )


HEAD = (
    f"| {'':46} |   /s | ratio |  ms at {PACE}/s | ms, saturated | CPU ms |  MB | calls | stub |\n"
    f"|{'-' * 48}|------:|------:|--------------:|--------------:|-------:|----:|------:|-----:|"
)


async def measure(name: str, step: Step, stub: Stub, process: Process, seconds: float) -> Figures:
    load = Load(stub, step)
    await load.saturate(WARM_UP)
    cpu, own, calls = _cpu(process.pid), _cpu(os.getpid()), stub.calls
    per_second = await load.saturate(seconds)
    done, full = len(load.seconds), _p50_p99(load.seconds)
    used, stub_used = _cpu(process.pid) - cpu, _cpu(os.getpid()) - own
    calls = stub.calls - calls
    await load.pace(seconds, PACE)
    return Figures(
        name,
        per_second,
        _p50_p99(load.seconds),
        full,
        used / done,
        _memory(process.pid),
        calls / done,
        stub_used * per_second / done,
    )


@asynccontextmanager
async def bot(stub: Stub, command: Sequence[str], **variables: str) -> AsyncIterator[Process]:
    """A bot in a process of its own, on the last core; yields when it is up."""
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **variables}, stdout=DEVNULL, stderr=STDOUT
    )
    os.sched_setaffinity(process.pid, {CORES[-1]})
    try:
        async with asyncio.timeout(START_UP):
            await stub.up.wait()
        yield process
    finally:
        process.terminate()
        await process.wait()


async def echo(name: str, seconds: float, *options: str) -> Figures:
    stub = Stub()
    async with serving(stub) as url, bot(stub, (*ECHO, url, TOKEN, *options)) as process:
        return await measure(name, writes("Hello"), stub, process, seconds)


async def ours(
    database_url: str, name: str, seconds: float, *, webhook: bool
) -> AsyncIterator[Figures]:
    stub, more = Stub(), {}
    with tempfile.TemporaryDirectory() as folder:
        plan = await prepare(database_url, Path(folder))
        if webhook:
            told = by_webhook()
            more = {
                "BUURTBOT_WEBHOOK_URL": told["webhook_url"],
                "BUURTBOT_WEBHOOK_PORT": str(told["webhook_port"]),
                "BUURTBOT_WEBHOOK_SECRET": WEBHOOK_SECRET,
            }
        steps = {
            "home (read)": writes("/start"),
            "list of communities (read)": taps("communities.list"),
            "choice on the ballot (write)": taps(f"vote.yes:{plan}.0.0", f"vote.no:{plan}.0.0"),
        }
        async with AsyncExitStack() as stack:
            url = await stack.enter_async_context(serving(stub))
            settings = {
                "BUURTBOT_TOKEN": TOKEN,
                "BUURTBOT_TELEGRAM_URL": url,
                "BUURTBOT_DATABASE_URL": database_url,
                "BUURTBOT_KEYS_FOLDER": folder,
                **more,
            }
            process = await stack.enter_async_context(bot(stub, OURS, **settings))
            for what, step in steps.items():
                yield await measure(f"{name}: {what}", step, stub, process, seconds)


async def run(seconds: float, only: str) -> None:
    first = await echo("(a) echo, as the docs write it", seconds)
    _tell(HEAD)
    _tell(first.line(first.per_second))
    tuned = await echo("(b) echo, garbage collection tuned", seconds, "--tuned")
    _tell(tuned.line(first.per_second))
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for name in (
            "SQLite, polling",
            "SQLite, webhook",
            "PostgreSQL, polling",
            "PostgreSQL, webhook",
        ):
            kind, _, way = name.partition(", ")
            if only.lower() in name.lower():
                url = f"sqlite+aiosqlite:///{folder}/{way}.db"
                if kind == "PostgreSQL":
                    url = await created(server, f"buurtbot_bench_{way}")
                async for figures in ours(url, name, seconds, webhook=way == "webhook"):
                    _tell(figures.line(first.per_second))
    again = await echo("(a) again: how steady the machine is", seconds)
    _tell(again.line(first.per_second))


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _p50_p99(seconds: list[float]) -> tuple[float, float]:
    hundredths = quantiles(seconds, n=100)
    return hundredths[49], hundredths[98]


def _cpu(pid: int) -> float:
    """Seconds a process has worked."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> float:
    """Megabytes in memory now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=5, help="for each figure")
    options.add_argument("--only", default="", help="such as: sqlite, polling")
    given = options.parse_args()
    os.sched_setaffinity(0, {CORES[0]})
    asyncio.run(run(given.seconds, given.only))


if __name__ == "__main__":
    main()
