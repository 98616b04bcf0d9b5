"""What axe finds wrong in each state of the page, for a reader of Dutch and one of Arabic."""

from dataclasses import dataclass
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, expect

from bot.playground.app import Playground
from tests.browser.conftest import SANNE, YOUSSEF
from tests.browser.test_accessibility import findings
from tests.browser.test_media import picture
from tests.browser.window import WIDE, RawBot, Window, window_of

KEYS = [[("Kies mijn buurt", "a"), ("افتح خطتي", "b")]]
ASKS = {"keyboard": [[{"text": "Wie?", "request_users": {"request_id": 1}}], ["Ja", "نعم"]]}
POLL: dict[str, Any] = {"question": "Welke dag?", "options": ["Zaterdag", "الأحد"]}
WORDS = {"message_text": "Flevopark"}
PARK = {"type": "article", "id": "1", "title": "Flevopark", "input_message_content": WORDS}


@dataclass
class Reader:
    window: Window
    bot: RawBot
    id: int

    async def clean(self) -> None:
        found = await findings(self.window)
        assert not found, found

    async def menu(self, name: str) -> None:
        """Open a menu of the chat, look, and close it by the keyboard alone."""
        button = self.window.chat(self.id).get_by_role("button", name=name, exact=True)
        await button.press("Enter")
        await expect(self.window.page.get_by_role("menuitem").first).to_be_focused()
        await self.clean()
        await self.window.page.keyboard.press("Escape")
        await expect(button).to_be_focused()

    async def dialog(self, button: str) -> None:
        await self.window.page.get_by_role("button", name=button).press("Enter")
        await expect(self.window.page.get_by_role("dialog")).to_be_visible()
        await self.clean()
        await self.window.page.keyboard.press("Escape")
        await expect(self.window.page.get_by_role("dialog")).to_be_hidden()

    async def sees_menus_and_dialogs(self) -> None:
        for name in ("More about this chat", "Send something else", "Commands", "Wie?"):
            await self.menu(name)
        for name in ("Add a person", "Add a group", "Enlarge the picture"):
            await self.dialog(name)

    async def is_asked(self) -> None:
        here = {"chat_id": self.id}
        await self.bot.call("sendPoll", **here, **POLL, allows_multiple_answers=True)
        quiz = {"type": "quiz", "correct_option_ids": [0], "is_closed": True}
        await self.bot.call("sendPoll", **here, **POLL, **quiz)
        await self.bot.says(self.id, "Hoeveel?", reply_markup={"force_reply": True})
        await expect(self.window.chat(self.id)).to_contain_text("Reply to: Hoeveel?")
        await self.clean()
        await self.window.composer(self.id).press("Escape")

    async def asks_inline(self) -> None:
        await self.window.composer(self.id).fill("@buurtbot park")
        query = await self.bot.awaits("inline_query")
        await self.bot.call("answerInlineQuery", inline_query_id=query["id"], results=[PARK])
        answers = self.window.chat(self.id).get_by_role("group", name="Answers of the bot")
        await expect(answers.get_by_role("button", name="Flevopark")).to_be_visible()
        await self.clean()
        await self.window.composer(self.id).fill("")
        await expect(answers).to_be_hidden()

    async def is_told(self) -> None:
        """By a toast, then by an alert."""
        card = await self.bot.says(self.id, "Kaart", KEYS)
        key = self.window.chat(self.id).get_by_role("button", name="Kies mijn buurt")
        for alert in (False, True):
            await key.last.click()
            tap = await self.bot.awaits("callback_query")
            told = {"callback_query_id": tap["id"], "text": "Bewaard", "show_alert": alert}
            await self.bot.call("answerCallbackQuery", **told)
            place = self.window.page.get_by_role("dialog" if alert else "status")
            await expect(place.filter(has_text="Bewaard")).to_be_visible()
            await self.clean()
        await self.window.page.keyboard.press("Escape")
        await self.window.page.locator(f"#m-{self.id}-{card}").hover()
        await self.clean()

    async def looks_behind(self) -> None:
        await self.window.page.get_by_role("button", name="Behind the scenes").press("Enter")
        await self.window.page.locator("#calls summary").first.press("Enter")
        await self.clean()
        await self.window.page.get_by_role("button", name="Behind the scenes").press("Enter")

    async def blocks(self) -> None:
        await self.window.chat(self.id).get_by_role("button", name="More about").click()
        await self.window.page.get_by_role("menuitem", name="Block the bot").click()
        chat = self.window.chat(self.id)
        await expect(chat.get_by_role("button", name="Unblock")).to_be_visible()
        await self.clean()


@pytest.mark.parametrize(("person", "scheme"), [(SANNE, "light"), (YOUSSEF, "dark")])
async def test_every_state(
    browser: Browser,
    bot: RawBot,
    playground: Playground,
    person: int,
    scheme: Literal["light", "dark"],
) -> None:
    playground.add_group("Javastraat", "group", person)
    picked = {"commands": [{"command": "help", "description": "Hulp"}]}
    await bot.call("setMyCommands", **picked)
    await bot.uploads("sendPhoto", "photo", picture(80, 30), "a.png", chat_id=str(person))
    await bot.says(person, "Wie helpt?", reply_markup=ASKS)
    traits = {"color_scheme": scheme, "reduced_motion": "reduce"}  # nothing is half faded in
    async with window_of(browser, bot.home, WIDE, **traits) as window:
        await window.open(person)
        await expect(window.messages(person)).to_have_count(2)
        reader = Reader(window, bot, person)
        await reader.sees_menus_and_dialogs()
        await reader.is_asked()
        await reader.asks_inline()
        await reader.is_told()
        await reader.looks_behind()
        await reader.blocks()
