"""What axe finds wrong, in light and in dark."""

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from bot.playground.app import Playground
from tests.browser.conftest import SANNE, TOM, YOUSSEF
from tests.browser.window import PHONE, WIDE, RawBot, Window, window_of

KEYS = [[("Kies mijn buurt", "a"), ("Bekijk alles", "b")]]

HEARD = """window.heard = [];
new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    if (target.closest?.(".log")?.ariaLive !== "polite") continue;
    const words = [...addedNodes].map((node) => node.querySelector(".text") ?? node);
    heard.push(...words.map((node) => node.textContent));
  }
}).observe(document, { subtree: true, childList: true });"""


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


async def test_a_history_is_not_read_aloud(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    """A log is a live region: what is put into it is spoken."""
    for number in range(30):
        await playground.send(SANNE, f"Bericht {number}")
    await window.page.add_init_script(HEARD)
    await window.open(SANNE)
    await expect(window.messages(SANNE)).to_have_count(30)
    log = window.chat(SANNE).get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await bot.says(SANNE, "Nieuws")
    gone = await bot.says(SANNE, "Weg")
    await expect(window.messages(SANNE)).to_have_count(32)
    await bot.call("deleteMessage", chat_id=SANNE, message_id=gone)
    await expect(window.messages(SANNE)).to_have_count(31)
    assert await window.page.evaluate("heard") == ["Nieuws", "Weg"]


async def test_letters_are_as_large_as_the_reader_set_them(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Dag Sanne")
    await expect(window.text(SANNE)).to_have_css("font-size", "16px")
    driver = await window.page.context.new_cdp_session(window.page)
    await driver.send("Page.setFontSizes", {"fontSizes": {"standard": 24}})
    await expect(window.text(SANNE)).to_have_css("font-size", "24px")


async def test_buttons_have_edges_in_colours_of_the_readers_own(
    browser: Browser, bot: RawBot
) -> None:
    async with window_of(browser, bot.home, WIDE, forced_colors="active") as window:
        await window.open(SANNE)
        await bot.says(SANNE, "Dag Sanne", KEYS)
        key = window.chat(SANNE).get_by_role("button", name="Kies mijn buurt")
        await expect(key).to_have_css("border-top-width", "1px")
