"""What people and bots write is text, whatever it looks like."""

from playwright.async_api import expect

from bot.playground.app import Playground
from tests.browser.conftest import SANNE
from tests.browser.window import RawBot, Window

ATTACK = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'


async def test_markup_of_a_person_stays_text(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    playground.add_person(6666, ATTACK, "nl", note=ATTACK)
    await window.open(SANNE, 6666)
    await window.writes(6666, ATTACK)
    await expect(window.text(6666)).to_have_text(ATTACK)
    heard = await bot.hears()

    keys = {"inline_keyboard": [[{"text": ATTACK, "callback_data": "x"}]]}
    await bot.call("sendMessage", chat_id=6666, text=ATTACK, reply_markup=keys)
    key = window.chat(6666).get_by_role("button", name="<script>")
    await key.click()
    tap = await bot.hears("callback_query")
    answer = {"callback_query_id": tap["id"], "text": ATTACK, "show_alert": True}
    await bot.call("answerCallbackQuery", **answer)
    await expect(window.page.get_by_role("dialog")).to_contain_text(ATTACK)

    assert heard["from"]["first_name"] == ATTACK
    assert await window.page.evaluate("window.hit") is None
    assert await window.page.locator("img[src=x]").count() == 0


async def test_a_link_that_would_run_a_script_is_no_link(
    window: Window, playground: Playground
) -> None:
    """Telegram refuses such an address; the page does not count on it."""
    chat = playground.world.private(playground.world.bot(), SANNE)
    entity = {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:window.hit=1"}
    key = {"text": "Open", "url": "javascript:window.hit=1"}
    content = {"text": "klik hier", "entities": [entity]}
    playground.world.bot_writes(
        playground.world.bot(), chat, content, {"inline_keyboard": [[key]]}
    )
    await window.open(SANNE)
    await expect(window.text(SANNE)).to_have_text("klik hier")
    await expect(window.messages(SANNE).get_by_role("link")).to_have_count(0)


async def test_the_policy_stops_foreign_scripts(window: Window) -> None:
    await window.open(SANNE)
    blocked = await window.page.evaluate(
        """() => new Promise((resolve) => {
             document.addEventListener("securitypolicyviolation", (event) =>
               resolve(event.effectiveDirective));
             const script = document.createElement("script");
             script.textContent = "window.hit = 1";
             document.body.append(script);
           })"""
    )
    assert blocked == "script-src-elem"
    assert await window.page.evaluate("window.hit") is None
    window.troubles.clear()  # the breach was on purpose
