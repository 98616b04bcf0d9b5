"""What somebody wrote is changed and passed on, in a group and in a chat, by keyboard alone."""

import pytest
from playwright.async_api import FilePayload, expect

from bot.playground.app import Playground
from tests.browser.conftest import FATMA, SANNE
from tests.browser.test_accessibility import findings
from tests.browser.test_media import picture
from tests.browser.window import RawBot, Window

BOT = 42


@pytest.fixture
def group(playground: Playground) -> int:
    """Sanne and Fatma, and the bot, which hears everything."""
    chat = playground.add_group("Javastraat", "supergroup")
    for user, status in ((SANNE, "creator"), (FATMA, "member"), (BOT, "administrator")):
        playground.set_member(chat.id, user, status, SANNE)
    return chat.id


async def chooses(window: Window, chat: int, nth: int, item: str) -> None:
    """Open the menu of the newest message but so many with the keys, and choose from it."""
    message = window.messages(chat).nth(-1 - nth)
    await message.focus()
    await window.page.keyboard.press("Enter")
    menu = window.page.get_by_role("menu")
    await expect(menu.get_by_role("menuitem").first).to_be_focused()
    assert await findings(window) == ""
    wanted = menu.get_by_role("menuitem", name=item)
    for _ in range(await menu.get_by_role("menuitem").count()):
        if await wanted.evaluate("item => item === document.activeElement"):
            break
        await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("Enter")
    await expect(menu).to_be_hidden()


async def test_a_typo_in_a_group_is_mended(window: Window, bot: RawBot, group: int) -> None:
    await window.open(group)
    await window.writes(group, "Zaterdag op het plien")
    await expect(window.text(group)).to_have_text("Zaterdag op het plien")
    await chooses(window, group, 0, "Edit")
    await expect(window.composer(group)).to_be_focused()
    await expect(window.composer(group)).to_have_value("Zaterdag op het plien")
    await window.writes(group, "Zaterdag op het plein")
    edited = await bot.awaits("edited_message")
    assert (edited["text"], edited["chat"]["id"]) == ("Zaterdag op het plein", group)
    await expect(window.text(group)).to_have_text("Zaterdag op het plein")
    await expect(window.messages(group).last).to_contain_text("edited")

    # What Sanne began to mend is not Fatma's to finish.
    await chooses(window, group, 0, "Edit")
    who = window.chat(group).get_by_role("combobox", name="Who speaks")
    await who.select_option("Fatma")
    await expect(window.composer(group)).to_have_value("")
    await expect(window.messages(group).last).to_contain_text("edited")
    await window.messages(group).last.focus()
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("menuitem", name="Forward to the bot")).to_be_visible()
    await expect(window.page.get_by_role("menuitem", name="Edit")).to_have_count(0)


async def test_an_edit_that_failed_is_tried_again(window: Window, bot: RawBot, group: int) -> None:
    await window.open(group)
    await window.writes(group, "Op het plien")
    await expect(window.text(group)).to_have_text("Op het plien")
    await chooses(window, group, 0, "Edit")
    await window.page.route("**/edit", lambda route: route.abort())
    await window.writes(group, "Op het plein")
    await expect(window.chat(group)).to_contain_text("does not answer")
    await expect(window.chat(group)).to_contain_text("Edit: Op het plien")
    await window.page.unroute("**/edit")
    await window.composer(group).press("Enter")
    assert (await bot.awaits("edited_message"))["text"] == "Op het plein"
    await expect(window.text(group)).to_have_text("Op het plein")
    await expect(window.composer(group)).to_have_value("")


async def test_a_caption_is_mended(window: Window, bot: RawBot, playground: Playground) -> None:
    await window.open(SANNE)
    attach = window.chat(SANNE).get_by_role("button", name="Send something else")
    await attach.click()
    async with window.page.expect_file_chooser() as chooser:
        await window.page.get_by_role("menuitem", name="Photo").click()
    file = FilePayload(name="plein.png", mimeType="image/png", buffer=picture(40, 30))
    await (await chooser.value).set_files(file)
    await window.writes(SANNE, "Mijn plien")
    await expect(window.text(SANNE)).to_have_text("Mijn plien")
    await chooses(window, SANNE, 0, "Edit")
    await window.writes(SANNE, "Mijn plein")
    edited = await bot.awaits("edited_message")
    assert edited["caption"] == "Mijn plein"
    assert edited["photo"]
    await expect(window.text(SANNE)).to_have_text("Mijn plein")


async def test_a_message_goes_from_chat_to_group_and_back(
    window: Window, bot: RawBot, group: int
) -> None:
    await window.open(SANNE, group)
    await window.writes(SANNE, "Bankjes op het plein")
    await expect(window.text(SANNE)).to_have_text("Bankjes op het plein")
    await chooses(window, SANNE, 0, "Forward to Javastraat")
    status = window.chat(SANNE).get_by_role("status").first
    await expect(status).to_have_text("Forwarded to Javastraat.")
    await expect(window.messages(SANNE)).to_have_count(1)
    await expect(window.messages(group).last).to_contain_text("Forwarded from Sanne")
    await expect(window.text(group)).to_have_text("Bankjes op het plein")

    await bot.says(group, "Tien bewoners zijn voor")
    await expect(window.text(group)).to_have_text("Tien bewoners zijn voor")
    await chooses(window, group, 0, "Forward to the bot")
    await expect(window.messages(SANNE).last).to_contain_text("Forwarded from Buurtbot")
    while (heard := await bot.awaits("message")).get("text") != "Tien bewoners zijn voor":
        pass
    assert heard["chat"]["id"] == SANNE
    assert heard["forward_origin"]["sender_user"]["id"] == BOT
