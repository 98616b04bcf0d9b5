"""What axe finds wrong, in light and in dark."""

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from tests.browser.conftest import SANNE, TOM, YOUSSEF
from tests.browser.window import PHONE, WIDE, RawBot, Window, window_of

KEYS = [[("Kies mijn buurt", "a"), ("Bekijk alles", "b")]]


async def findings(window: Window) -> str:
    results = await Axe().run(window.page)
    return results.generate_report() if results.violations_count else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_at_a_desk(
    browser: Browser, bot: RawBot, scheme: Literal["light", "dark"]
) -> None:
    async with window_of(browser, bot.home, WIDE, color_scheme=scheme) as window:
        await window.open(SANNE, YOUSSEF, TOM)
        await window.writes(SANNE, "Dag /start")
        await bot.says(SANNE, "Dag <b>Sanne</b>, <code>2027-014</code> op amsterdam.nl", KEYS)
        await bot.says(YOUSSEF, "أهلاً <tg-spoiler>سر</tg-spoiler>", KEYS)
        await expect(window.messages(SANNE)).to_have_count(2)
        await expect(window.messages(YOUSSEF)).to_have_count(1)
        assert await findings(window) == ""

        await window.page.get_by_role("button", name="Behind the scenes").click()
        await window.chat(YOUSSEF).get_by_role("button", name="Send something else").click()
        assert await findings(window) == ""
        await window.page.keyboard.press("Escape")
        for tab in ("Clock", "Faults"):
            await window.page.get_by_role("tab", name=tab).click()
            assert await findings(window) == ""
        await window.page.get_by_role("button", name="Add a person").click()
        assert await findings(window) == ""


async def test_axe_finds_nothing_on_a_phone(browser: Browser, bot: RawBot) -> None:
    async with window_of(browser, bot.home, PHONE, is_mobile=True, has_touch=True) as phone:
        await phone.open()
        assert await findings(phone) == ""
        await phone.open(SANNE)
        await bot.says(SANNE, "Dag Sanne", KEYS)
        await expect(phone.messages(SANNE)).to_have_count(1)
        assert await findings(phone) == ""
