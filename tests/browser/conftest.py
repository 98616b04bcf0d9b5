"""The system's Chromium, the playground alone with its page, and a bot without a library."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, async_playwright

from bot.clock import MovableClock
from bot.playground.app import Playground
from tests.browser.window import RawBot, Window, window_of

TOKEN = "42:PLAYGROUND_TEST"
SANNE, FATMA, YOUSSEF, TOM = 1001, 1002, 1003, 1004
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MAY = datetime(2027, 5, 10, 10, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        pytest.skip("there is no Chromium on this machine; on Debian: apt install chromium")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
def playground() -> Playground:
    """Three people who know the bot, and Tom, who does not yet."""
    playground = Playground(clock=MovableClock(MAY))
    bot = playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(SANNE, "Sanne", "nl", note="resident")
    playground.add_person(FATMA, "Fatma", "tr", note="moderator")
    playground.add_person(YOUSSEF, "Youssef", "ar", note="resident")
    playground.add_person(TOM, "Tom", "en", note="officer")
    for known in (SANNE, FATMA, YOUSSEF):
        playground.people.start(bot, playground.world.person(known))
    return playground


@pytest.fixture
async def address(playground: Playground) -> AsyncIterator[str]:
    async with playground.serving() as address:
        yield address


@pytest.fixture
async def bot(address: str) -> AsyncIterator[RawBot]:
    async with ClientSession() as session:
        yield RawBot(session, address, TOKEN)


@pytest.fixture
async def window(browser: Browser, address: str) -> AsyncIterator[Window]:
    async with window_of(browser, address) as window:
        yield window
