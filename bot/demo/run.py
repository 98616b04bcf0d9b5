"""``buurtbot demo``: a Telegram of our own, the bot, and a page to be everybody."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_house, running
from bot.clock import MovableClock
from bot.demo.seed import PEOPLE, seed
from bot.playground.app import Playground
from bot.playground.control import Row
from bot.playground.scene import Opening
from bot.settings import Settings
from flows.house import House
from flows.i18n import ZONE
from flows.quiet import awake
from flows.rounds.phases import next_phase_start
from storage import migrate

TOKEN = "42:PLAYGROUND_BUURTBOT"  # noqa: S105  opens nothing but the playground
COLUMNS = ("State", "Notice", "For", "Not before", "Tries")
SHOWN = 100
OPENING = Opening("tests.plans", "of_the_demo")  # a vote recorded here finds the same plans
START = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)  # a Tuesday in the phase of ideas


@asynccontextmanager
async def demo(folder: Path, host: str, port: int) -> AsyncGenerator[str, None]:
    """Everything in one process, kept in ``folder``; yields the address of the page."""
    clock, houses = MovableClock(START), list[House]()

    async def next_phase() -> datetime | None:
        """The next phase, but not in the quiet hours: then nobody would hear of it."""
        async with houses[0].reading() as moment:
            start = await next_phase_start(moment)
        return awake(start) if start else None

    async def outbox() -> tuple[Row, Sequence[Row]]:
        return COLUMNS, await outbox_rows(houses[0])

    playground = Playground(
        folder / "playground.json", clock, {"phase": next_phase}, {"Outbox": outbox}, OPENING
    )
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    for person in PEOPLE:
        playground.add_person(person.id, person.name, person.locale, note=person.note)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(playground.serving(host, port))
        settings = _settings(folder, url)
        await migrate.upgrade(settings.database_url)
        async with open_house(settings, clock) as house:
            await seed(house)
        houses.append(await stack.enter_async_context(running(settings, clock)))
        yield url


async def outbox_rows(house: House) -> list[Row]:
    """What is or was on its way, the newest first; of the messages only their kind."""
    async with house.reading() as moment:
        newest = await moment.tx.outbox.newest(SHOWN)
    return [
        (row.state, row.notice, name, when(row.not_before), str(row.attempts))
        for row, name in newest
    ]


def when(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%d-%m %H:%M}"


def _settings(folder: Path, url: str) -> Settings:
    return Settings(
        token=SecretStr(TOKEN),
        database_url=f"sqlite+aiosqlite:///{folder}/buurtbot.db",
        keys_folder=folder / "keys",
        board_folder=folder / "board",
        telegram_url=url,
        webhook_url=None,
    )
