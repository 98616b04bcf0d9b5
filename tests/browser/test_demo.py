"""The whole demo in a browser: propose, check and vote by clicking, in Dutch and in Arabic."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.demo.run import demo
from flows.i18n import FSI, PDI, RLM, Translator
from flows.text import t, tn
from tests.browser.window import PHONE, WIDE, Window, window_of

JOKE, YUSUF, SAMIRA, PIETER, NOOR = 1001, 1004, 1005, 1006, 1007
TRANSLATOR = Translator()
MARKS = f"[{RLM}{FSI}{PDI}]*"
PATIENCE = 30_000  # milliseconds: a push waits for its tick, the first picture for its fonts


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with demo(tmp_path, "127.0.0.1", 0) as address:
        yield address


@dataclass
class Somebody:
    """One person at the page, who reads and clicks in their own language."""

    window: Window
    id: int
    locale: str

    def own(self, msgid: str) -> str:
        return TRANSLATOR.reader(self.locale).plain(t(msgid)).strip(RLM)

    async def clicks(self, msgid: str) -> None:
        await self.clicks_label(self.own(msgid))

    async def clicks_label(self, label: str) -> None:
        """The newest button that says just this; invisible marks around names do not count."""
        exactly = re.compile(f"^{MARKS}{re.escape(label)}{MARKS}$")
        keys = self.window.chat(self.id).locator(".key")
        await keys.filter(has_text=exactly).last.click(timeout=PATIENCE)

    async def writes(self, *texts: str) -> None:
        for text in texts:
            asked = await self.window.messages(self.id).count()
            await self.window.writes(self.id, text)
            await expect(self.window.messages(self.id)).not_to_have_count(asked + 1)

    async def sees(self, text: str) -> None:
        chat = self.window.chat(self.id)
        await expect(chat).to_contain_text(text, timeout=PATIENCE)

    async def introduces(self, language: str) -> None:
        start = self.window.chat(self.id).get_by_role("button", name="Start", exact=True)
        await start.click()
        await self.clicks_label(language)
        await self.clicks("Go on")
        await self.clicks_label("Indische Buurt, Oostelijk Havengebied")
        await self.clicks_label("Indische Buurt-West")
        await self.clicks("Send me everything")

    async def proposes(self) -> None:
        await self.clicks("Propose an initiative")
        await self.writes("Bankjes op het Javaplein", "Ouderen kunnen daar uitrusten.")
        await self.clicks_label("Samen en zorg")
        await self.clicks_label("Indische Buurt-West")
        await self.clicks("Residents themselves")
        await self.writes("Javaplein", "7.500")
        await self.clicks("Skip this")
        await self.clicks("Send")
        await self.sees("2027-014")

    async def votes(self) -> None:
        await self.clicks("Vote now")
        await self.sees(self.own("<b>Not sent yet.</b>"))
        await self.window.messages(self.id).last.locator(".key").first.click()
        await self.clicks("Choose")
        await self.clicks("Look at my vote")
        await self.clicks("Send my vote")
        await self.sees(self.own("See or change your vote"))


async def to_the_next_phase(page: Page, times: int = 1) -> None:
    for _ in range(times):
        before = await page.locator("#clock").inner_text()
        await page.get_by_role("button", name="To the next phase").click()
        await expect(page.locator("#clock")).not_to_have_text(before)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
async def test_a_round_is_lived_through_by_clicking(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    async with window_of(browser, address, size) as window:
        joke, yusuf = Somebody(window, JOKE, "nl"), Somebody(window, YUSUF, "ar")
        samira = Somebody(window, SAMIRA, "nl")
        await window.open(JOKE)
        await joke.introduces("Nederlands")
        await joke.proposes()

        await window.open(SAMIRA)
        await samira.writes("/start")
        reader = TRANSLATOR.reader("nl")
        many = tn("Check {n} initiative", "Check {n} initiatives", 3)
        await samira.clicks_label(reader.plain(many))
        await samira.clicks_label("Bankjes op het Javaplein")
        await samira.clicks("Accept")

        await window.open(YUSUF)
        await yusuf.introduces("العربية")
        assert await window.chat(YUSUF).evaluate("c => getComputedStyle(c).direction") == "rtl"

        await to_the_next_phase(window.page, 3)
        await yusuf.votes()
        await window.keep(f"demo-vote-ar-{size['width']}x{size['height']}")
        await window.open(JOKE)
        await joke.votes()

        await to_the_next_phase(window.page)
        for id_, verb in ((PIETER, "Propose the first moment"), (NOOR, "Confirm this moment")):
            officer = Somebody(window, id_, "nl")
            await window.open(id_)
            await officer.writes("/start")
            await officer.clicks("Publish the result")
            await officer.clicks(verb)
        for somebody in (joke, yusuf):
            await window.open(somebody.id)
            picture = window.chat(somebody.id).get_by_role("img").last
            await expect(picture).to_be_visible(timeout=PATIENCE)
            await window.keep(f"demo-result-{somebody.locale}-{size['width']}x{size['height']}")
