"""What whoever runs the playground adds to the side panel, and the scene one takes away."""

import pytest
from playwright.async_api import Browser, expect

from bot.clock import MovableClock
from bot.playground.app import Playground
from tests.browser.conftest import MAY, SANNE, TOKEN
from tests.browser.test_accessibility import findings
from tests.browser.window import RawBot, Window, window_of

MARKED = "<b>Sanne</b>"
rows: list[tuple[str, ...]] = []


async def outbox() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    return ("State", "For"), rows


@pytest.fixture
def playground() -> Playground:
    rows.clear()
    playground = Playground(clock=MovableClock(MAY), panels={"Outbox": outbox})
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(SANNE, "Sanne", "nl", note="resident")
    return playground


async def test_a_table_follows_what_the_bot_does(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.writes(SANNE, "/start")
    await window.page.get_by_role("button", name="Behind the scenes").click()
    await window.page.get_by_role("tab", name="Traffic").press("ArrowRight")
    await expect(window.page.get_by_role("tab", name="Outbox")).to_be_focused()
    panel = window.page.get_by_role("tabpanel", name="Outbox")
    await expect(panel).to_have_text("Nothing here yet.")

    rows.append(("pending", MARKED))
    await bot.says(SANNE, "Dag")
    await expect(panel.get_by_role("row")).to_have_text(["StateFor", f"pending{MARKED}"])
    rows[0] = ("sent", MARKED)
    await bot.says(SANNE, "Nog eens dag")
    await expect(panel.get_by_role("cell").first).to_have_text("sent")
    assert await findings(window) == ""


async def test_what_was_done_is_copied_as_a_scene(browser: Browser, bot: RawBot) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    async with window_of(browser, bot.home, permissions=rights) as window:
        await window.open(SANNE)
        await window.writes(SANNE, "/start")
        await bot.says(SANNE, "Dag", [[("Stem nu", "vote")]])
        await window.chat(SANNE).get_by_role("button", name="Stem nu").click()
        await bot.awaits("callback_query")
        await window.page.get_by_role("button", name="Behind the scenes").click()
        await window.page.get_by_role("button", name="Copy as scene").click()
        await expect(window.page.locator("#notice")).to_contain_text("Copied")
        copied = await window.page.evaluate("navigator.clipboard.readText()")
    assert 'await sanne.sends("/start")' in copied
    assert 'await sanne.taps("Stem nu")' in copied
