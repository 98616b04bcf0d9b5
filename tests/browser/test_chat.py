"""A person at the page and a bot behind it, with the playground between them."""

from playwright.async_api import expect

from tests.browser.conftest import FATMA, SANNE, TOM
from tests.browser.window import RawBot, Window


async def test_people_stand_in_the_list_and_their_chats_side_by_side(
    window: Window, bot: RawBot
) -> None:
    await window.open(SANNE)
    people = window.page.get_by_role("navigation", name="People and groups")
    fatma = people.get_by_role("button", name="Fatma")
    await expect(fatma).to_contain_text("Turkish · moderator")

    await bot.says(FATMA, "Merhaba")
    await bot.says(FATMA, "Nasılsınız?")
    await expect(fatma).to_contain_text("2 unread")

    await fatma.click()
    await expect(fatma).not_to_contain_text("unread")
    await expect(window.text(FATMA)).to_have_text("Nasılsınız?")
    await expect(window.chat(SANNE)).to_be_visible()


async def test_a_person_writes_and_the_bot_answers(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.composer(SANNE).press_sequentially("Hallo")
    await window.composer(SANNE).press("Shift+Enter")
    await window.composer(SANNE).press_sequentially("buurt")
    await window.composer(SANNE).press("Enter")

    heard = await bot.hears()
    assert heard["text"] == "Hallo\nbuurt"
    assert heard["from"]["id"] == SANNE
    await expect(window.composer(SANNE)).to_have_value("")
    await bot.call("sendChatAction", chat_id=SANNE, action="typing")
    typing = window.chat(SANNE).get_by_text("Buurtbot is typing")
    await expect(typing).to_be_visible()

    await bot.says(SANNE, "Dag Sanne")
    await expect(window.text(SANNE)).to_have_text("Dag Sanne")
    await expect(typing).to_be_hidden()


async def test_a_newcomer_presses_start(window: Window, bot: RawBot) -> None:
    await window.open(TOM)
    start = window.chat(TOM).get_by_role("button", name="Start", exact=True)
    await start.click()
    assert (await bot.hears())["text"] == "/start"
    await expect(start).to_be_hidden()


async def test_a_tap_waits_for_its_answer_and_shows_it(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Uw keuze?", [[("Stem voor", "vote:1"), ("Stem niet", "vote:0")]])
    key = window.chat(SANNE).get_by_role("button", name="Stem voor")
    await key.click()
    await expect(key).to_have_attribute("aria-busy", "true")

    tap = await bot.hears("callback_query")
    assert tap["data"] == "vote:1"
    await bot.call("answerCallbackQuery", callback_query_id=tap["id"], text="Bewaard")
    await expect(window.chat(SANNE).get_by_role("status")).to_have_text("Bewaard")
    await expect(key).not_to_have_attribute("aria-busy", "true")

    await key.click()
    tap = await bot.hears("callback_query")
    await bot.call(
        "answerCallbackQuery",
        callback_query_id=tap["id"],
        text="De stemming is dicht.",
        show_alert=True,
    )
    dialog = window.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("De stemming is dicht.")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_be_hidden()


async def test_formatting_counts_in_utf16_and_commands_can_be_pressed(
    window: Window, bot: RawBot
) -> None:
    await window.open(SANNE)
    await bot.says(
        SANNE,
        "👍🏽🏘 <b>Groene <i>straat</i></b>! <tg-spoiler>geheim</tg-spoiler>\n"
        "<blockquote>Een vraag\nover geld</blockquote>\nTyp /help of lees "
        '<a href="https://amsterdam.nl/oost">meer</a>. <code>2027-014</code>',
    )
    words = window.text(SANNE)
    await expect(words.locator("strong")).to_have_text(["Groene ", "straat"])  # as Telegram cuts
    await expect(words.locator("strong em")).to_have_text("straat")
    await expect(words.locator("code")).to_have_text("2027-014")
    await expect(words.locator("blockquote")).to_have_text("Een vraag\nover geld")
    await expect(words.get_by_role("link", name="meer")).to_have_attribute(
        "href", "https://amsterdam.nl/oost"
    )
    await expect(words.get_by_text("geheim")).to_be_hidden()
    await words.get_by_role("button", name="Show hidden text").click()
    await expect(words.get_by_text("geheim")).to_be_visible()

    await words.get_by_role("button", name="/help").click()
    assert (await bot.hears())["text"] == "/help"


async def test_a_link_to_the_bot_starts_it_with_its_payload(window: Window, bot: RawBot) -> None:
    await window.open(FATMA)
    await window.writes(FATMA, "https://t.me/buurtbot?start=mod_7Qx")
    await bot.hears()
    await window.text(FATMA).get_by_role("link").click()
    assert (await bot.hears())["text"] == "/start mod_7Qx"
    assert len(window.page.context.pages) == 1
    for payload in ("a.b", "x" * 65):  # Telegram passes on no such thing
        await window.writes(FATMA, f"https://t.me/buurtbot?start={payload}")
        await bot.hears()
        await window.text(FATMA).get_by_role("link").click()
        assert (await bot.hears())["text"] == "/start"


async def test_edits_and_deletions_are_shown(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    card = await bot.says(SANNE, "Stap 1", [[("Volgende", "2")]])
    gone = await bot.says(SANNE, "Vergissing")
    await expect(window.messages(SANNE)).to_have_count(2)

    await bot.call("editMessageText", chat_id=SANNE, message_id=card, text="Stap 2")
    await bot.call("deleteMessage", chat_id=SANNE, message_id=gone)
    await expect(window.messages(SANNE)).to_have_count(1)
    await expect(window.text(SANNE)).to_have_text("Stap 2")
    await expect(window.messages(SANNE)).not_to_contain_text("edited")  # nor do Telegram's apps
    await expect(window.chat(SANNE).get_by_role("button", name="Volgende")).to_be_hidden()


async def test_a_reply_keyboard_and_a_forced_reply(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    keyboard = {"keyboard": [[{"text": "Ja"}, {"text": "Nee"}]], "one_time_keyboard": True}
    await bot.says(SANNE, "Komt u?", reply_markup=keyboard)
    await window.chat(SANNE).get_by_role("button", name="Ja").click()
    assert (await bot.hears())["text"] == "Ja"
    await expect(window.chat(SANNE).get_by_role("button", name="Nee")).to_be_hidden()

    forced = {"force_reply": True, "input_field_placeholder": "Bijvoorbeeld 12.500"}
    question = await bot.says(SANNE, "Hoeveel euro?", reply_markup=forced)
    await expect(window.composer(SANNE)).to_have_attribute("placeholder", "Bijvoorbeeld 12.500")
    await window.writes(SANNE, "500")
    assert (await bot.hears())["reply_to_message"]["message_id"] == question


async def test_the_commands_of_the_bot_are_one_press_away(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    commands = [{"command": "help", "description": "Lees de uitleg"}]
    await bot.call("setMyCommands", commands=commands)
    await window.chat(SANNE).get_by_role("button", name="Commands").click()
    await window.page.get_by_role("menuitem", name="/help Lees de uitleg").click()
    assert (await bot.hears())["text"] == "/help"


async def test_own_messages_are_edited_and_forwarded(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.writes(SANNE, "Meer bomem")
    await bot.hears()
    await window.messages(SANNE).last.hover()
    more = window.messages(SANNE).last.get_by_role("button", name="What to do with this message")
    await more.click()
    await window.page.get_by_role("menuitem", name="Edit").click()
    await window.writes(SANNE, "Meer bomen")
    assert (await bot.hears("edited_message"))["text"] == "Meer bomen"
    await expect(window.text(SANNE)).to_have_text("Meer bomen")

    await window.messages(SANNE).last.hover()
    await more.click()
    await window.page.get_by_role("menuitem", name="Forward to the bot").click()
    assert (await bot.hears())["forward_origin"]["sender_user"]["id"] == SANNE
    await expect(window.messages(SANNE).last).to_contain_text("Forwarded from Sanne")


async def test_a_person_blocks_the_bot_and_takes_it_back(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.chat(SANNE).get_by_role("button", name="More about this chat").click()
    await window.page.get_by_role("menuitem", name="Block the bot").click()
    assert (await bot.hears("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    await expect(window.composer(SANNE)).to_be_hidden()

    await window.chat(SANNE).get_by_role("button", name="Unblock").click()
    await expect(window.composer(SANNE)).to_be_visible()


async def test_half_a_sentence_survives_news_closing_and_a_failure(
    window: Window, bot: RawBot
) -> None:
    await window.open(SANNE)
    box = window.composer(SANNE)
    await box.press_sequentially("Mijn pl")
    await bot.says(SANNE, "Er is nieuws")
    await expect(window.text(SANNE)).to_have_text("Er is nieuws")
    await window.page.keyboard.type("an")
    await expect(box).to_have_value("Mijn plan")

    await window.chat(SANNE).get_by_role("button", name="Close this chat").click()
    await window.page.get_by_role("button", name="Sanne").click()
    await expect(box).to_have_value("Mijn plan")

    await window.page.route("**/send", lambda route: route.abort())
    await box.press("Enter")
    await expect(window.chat(SANNE).get_by_role("status")).to_contain_text("does not answer")
    await expect(box).to_have_value("Mijn plan")
