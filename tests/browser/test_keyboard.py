"""Without a mouse."""

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import SANNE, TOM
from tests.browser.window import RawBot, Window

MANY = 60


async def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    for _ in range(MANY):
        await page.keyboard.press(key)
        if await target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{key} never reaches {target}")


async def test_a_whole_talk_by_keyboard(window: Window, bot: RawBot) -> None:
    keyboard = window.page.keyboard
    await window.open()
    await tab_to(window.page, window.page.get_by_role("button", name="Sanne"))
    await keyboard.press("Enter")
    await expect(window.composer(SANNE)).to_be_focused()
    await keyboard.type("Hallo")
    await keyboard.press("Enter")
    assert (await bot.hears())["text"] == "Hallo"

    card = await bot.says(SANNE, "Uw buurt?", [[("Dapperbuurt", "d"), ("Weesp", "w")]])
    key = window.chat(SANNE).get_by_role("button", name="Weesp")
    await expect(key).to_be_visible()
    await tab_to(window.page, key, "Shift+Tab")
    await keyboard.press("Enter")
    assert (await bot.hears("callback_query"))["data"] == "w"

    # The card changes under the finger; the focus stays on it.
    changed = {"inline_keyboard": [[{"text": "Terug", "callback_data": "b"}]]}
    await bot.call(
        "editMessageText", chat_id=SANNE, message_id=card, text="Weesp", reply_markup=changed
    )
    await expect(window.text(SANNE)).to_have_text("Weesp")
    await expect(window.messages(SANNE).last).to_be_focused()


async def test_arrows_walk_through_messages_and_menus(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Eerste")
    await bot.says(SANNE, "Tweede")
    await expect(window.messages(SANNE)).to_have_count(2)
    await window.chat(SANNE).get_by_role("log").focus()
    keyboard = window.page.keyboard
    await keyboard.press("ArrowUp")
    await keyboard.press("ArrowUp")
    await expect(window.messages(SANNE).first).to_be_focused()
    await expect(window.messages(SANNE).first).to_have_accessible_name("Buurtbot: Eerste, 12:00")

    await keyboard.press("Enter")
    menu = window.page.get_by_role("menu")
    await expect(menu.get_by_role("menuitem").first).to_be_focused()
    await keyboard.press("ArrowDown")
    await expect(menu.get_by_role("menuitem", name="Forward")).to_be_focused()
    await keyboard.press("Escape")
    await expect(menu).to_be_hidden()

    await window.messages(SANNE).first.focus()
    await keyboard.press("Enter")
    await keyboard.press("Enter")
    await expect(window.chat(SANNE)).to_contain_text("Reply to: Eerste")
    await expect(window.composer(SANNE)).to_be_focused()


async def test_the_tabs_of_the_panel_follow_the_arrows(window: Window) -> None:
    await window.open(SANNE)
    panel = window.page.get_by_role("complementary")
    await window.page.get_by_role("button", name="Behind the scenes").press("Enter")
    await panel.get_by_role("tab", name="Traffic").press("ArrowRight")
    await expect(panel.get_by_role("tab", name="Clock")).to_be_focused()
    await expect(panel.get_by_role("tabpanel")).to_contain_text("In Amsterdam")


async def test_a_button_that_goes_hands_the_focus_on(window: Window, bot: RawBot) -> None:
    await window.open(TOM)
    await window.chat(TOM).get_by_role("button", name="Start", exact=True).press("Enter")
    await expect(window.messages(TOM)).to_have_count(1)
    await expect(window.composer(TOM)).to_be_focused()

    keys = {"keyboard": [[{"text": "Ja"}]], "one_time_keyboard": True}
    await bot.says(TOM, "Komt u?", reply_markup=keys)
    yes = window.chat(TOM).get_by_role("button", name="Ja")
    await yes.press("Enter")
    await expect(yes).to_be_hidden()
    await expect(window.composer(TOM)).to_be_focused()


async def test_a_reaction_leaves_the_focus_at_its_message(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Gelukt!")
    await window.messages(SANNE).last.focus()
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("menuitem", name="React with 👍").press("Enter")
    chip = window.messages(SANNE).last.get_by_role("button", name="👍 1")
    await expect(chip).to_be_visible()
    within = "message => message.contains(document.activeElement)"
    assert await window.messages(SANNE).last.evaluate(within)
    await chip.press("Enter")
    await expect(chip).to_be_hidden()
    await expect(window.messages(SANNE).last).to_be_focused()
