"""Several people and the bot in one column of the page."""

import asyncio

import pytest
from playwright.async_api import Browser, Locator, Route, ViewportSize, expect

from bot.playground.app import Playground
from tests.browser.conftest import FATMA, SANNE, TOM, YOUSSEF
from tests.browser.test_accessibility import findings
from tests.browser.window import PHONE, WIDE, RawBot, Window, window_of

BOT = 42


@pytest.fixture
def group(playground: Playground) -> int:
    """A supergroup with topics: Sanne made it, Fatma is in it, the bot runs it."""
    chat = playground.add_group("Javastraat", "supergroup", is_forum=True)
    for user, status in ((SANNE, "creator"), (FATMA, "member"), (BOT, "administrator")):
        playground.set_member(chat.id, user, status, SANNE)
    return chat.id


def speaks(window: Window, group: int) -> Locator:
    return window.chat(group).get_by_role("combobox", name="Who speaks")


async def test_a_group_is_made_and_spoken_in(window: Window, bot: RawBot) -> None:
    await window.open()
    await window.page.get_by_role("button", name="Add a group").click()
    dialog = window.page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="Title").fill("Javastraat")
    for name in ("Youssef", "Tom"):
        await dialog.get_by_role("checkbox", name=name).uncheck()
    await dialog.get_by_role("button", name="Add", exact=True).click()
    entry = window.page.locator("#groups").get_by_role("button", name="Javastraat")
    await expect(entry).to_contain_text("Group · 2 people")
    await expect(entry).to_have_attribute("aria-pressed", "true")

    joined = await bot.hears("my_chat_member")
    group = joined["chat"]["id"]
    await bot.hears()  # the line that says that the bot joined
    await bot.hears()  # and Fatma
    await expect(window.chat(group)).to_contain_text("Buurtbot joined.")

    await window.writes(group, "/help@buurtbot")
    heard = await bot.hears()
    assert (heard["chat"]["id"], heard["from"]["id"]) == (group, SANNE)
    await speaks(window, group).select_option("Fatma")
    await window.writes(group, "/budget@buurtbot")
    assert (await bot.hears())["from"]["id"] == FATMA


async def test_each_sees_who_wrote(window: Window, bot: RawBot, group: int) -> None:
    await window.open(group)
    await window.writes(group, "Wie komt er?")
    await bot.says(group, "Ik, met koffie")
    mine, theirs = window.messages(group).nth(-2), window.messages(group).last
    await expect(theirs.locator(".author")).to_have_text("Buurtbot")
    await expect(mine).to_have_class("message out")

    await speaks(window, group).select_option("Fatma")
    await expect(mine).to_have_class("message in")
    await expect(mine.locator(".author")).to_have_text("Sanne")
    await expect(window.composer(group)).to_have_attribute("aria-label", "Message as Fatma")


async def test_what_is_said_out_of_sight_is_counted(
    window: Window, bot: RawBot, group: int
) -> None:
    await window.open(SANNE)
    entry = window.page.locator(f"#groups [data-id='{group}']")
    await expect(entry).not_to_contain_text("unread")
    await bot.says(group, "Wie komt er?")
    await bot.says(group, "Zaterdag om tien uur")
    await expect(entry).to_contain_text("2 unread")
    await entry.click()
    await expect(entry).not_to_contain_text("unread")
    await bot.says(group, "Of om elf uur")
    await expect(window.text(group)).to_have_text("Of om elf uur")
    await expect(entry).not_to_contain_text("unread")


async def test_who_speaks_taps_and_is_answered(window: Window, bot: RawBot, group: int) -> None:
    await window.open(group)
    await bot.says(group, "Wie komt?", [[("Ik kom", "yes")]])
    await speaks(window, group).select_option("Fatma")
    await window.chat(group).get_by_role("button", name="Ik kom").click()
    tap = await bot.awaits("callback_query")
    assert (tap["from"]["id"], tap["message"]["chat"]["id"]) == (FATMA, group)
    await bot.call("answerCallbackQuery", callback_query_id=tap["id"], text="Genoteerd")
    await expect(window.chat(group).get_by_role("status").first).to_have_text("Genoteerd")


async def test_what_happens_to_a_group_is_told(
    window: Window, bot: RawBot, playground: Playground, group: int
) -> None:
    await window.open(group)
    chat = window.chat(group)
    topic = await bot.call("createForumTopic", chat_id=group, name="Bomen")
    await expect(chat).to_contain_text("The topic Bomen began.")
    await bot.says(group, "Linden?", message_thread_id=topic["message_thread_id"])
    await expect(window.messages(group).last).to_contain_text("Topic Bomen")

    playground.set_member(group, TOM, "member", SANNE)
    await expect(chat).to_contain_text("Tom joined.")
    await expect(chat).to_contain_text("Supergroup · 3 people")
    for user in (SANNE, TOM, FATMA):
        playground.set_member(group, user, "left", user)
    await expect(chat).to_contain_text("Fatma left.")
    await expect(window.composer(group)).to_be_hidden()


async def test_a_group_moves(window: Window, playground: Playground, bot: RawBot) -> None:
    chat = playground.add_group("Straat")
    playground.set_member(chat.id, SANNE, "creator", SANNE)
    await window.open(chat.id)
    new = playground.upgrade(chat.id)
    await expect(window.chat(chat.id)).to_contain_text("This group moved to a supergroup.")
    await expect(window.composer(chat.id)).to_be_hidden()
    await window.page.locator(f"#groups [data-id='{new.id}']").click()
    await expect(window.chat(new.id)).to_contain_text("This supergroup was a group before.")


async def test_reactions_quotes_and_origins(window: Window, bot: RawBot, group: int) -> None:
    await window.open(group, SANNE)
    await window.writes(SANNE, "Bankjes op het plein")
    said = await bot.awaits("message")
    while said["chat"]["id"] != SANNE:
        said = await bot.awaits("message")
    await bot.call(
        "setMessageReaction",
        chat_id=SANNE,
        message_id=said["message_id"],
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )
    chip = window.messages(SANNE).last.get_by_role("button", name="👍 1")
    await chip.click()
    both = window.messages(SANNE).last.get_by_role("button", name="👍 2")
    await expect(both).to_have_attribute("aria-pressed", "true")
    await both.click()
    await expect(chip).to_have_attribute("aria-pressed", "false")

    forwarded = {"from_chat_id": SANNE, "message_id": said["message_id"]}
    passed_on = await bot.call("forwardMessage", chat_id=group, **forwarded)
    reply = {"message_id": passed_on["message_id"]}
    await bot.says(group, "Wat vinden jullie?", reply_parameters=reply)
    await expect(window.messages(group).nth(-2)).to_contain_text("Forwarded from Sanne")
    quote = window.messages(group).last.get_by_role("button", name="Bankjes op het plein")
    await quote.click()
    await expect(window.messages(group).nth(-2)).to_be_focused()


async def test_a_late_answer_to_a_send_undoes_nothing(
    window: Window, bot: RawBot, group: int
) -> None:
    reacted = asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await reacted.wait()
        await route.fulfill(response=answer)

    await window.open(group, SANNE)
    await window.page.route("**/send", late)
    async with window.page.expect_response("**/send") as answered:
        await window.writes(SANNE, "Bankjes op het plein")
        said = await bot.awaits("message")
        while said["chat"]["id"] != SANNE:
            said = await bot.awaits("message")
        thumb = {"type": "emoji", "emoji": "👍"}
        where = {"chat_id": SANNE, "message_id": said["message_id"]}
        await bot.call("setMessageReaction", reaction=[thumb], **where)
        chip = window.messages(SANNE).last.get_by_role("button", name="👍 1")
        await expect(chip).to_be_visible()
        reacted.set()
    await (await answered.value).finished()
    await window.page.evaluate("new Promise((done) => setTimeout(done))")
    await expect(chip).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["390x844", "1440x900"])
async def test_axe_finds_nothing_in_a_group(
    browser: Browser, bot: RawBot, group: int, size: ViewportSize, playground: Playground
) -> None:
    await playground.send(SANNE, "Wie komt er zaterdag helpen met de bloembakken?", chat_id=group)
    await playground.send(FATMA, "Ik kom, met mijn buurvrouw", chat_id=group)
    topic = await bot.call("createForumTopic", chat_id=group, name="Bloembakken")
    card = await bot.says(
        group,
        "Zaterdag om tien uur op het Javaplein.",
        [[("Zeg dat u komt", "1"), ("Zeg af", "0")]],
        message_thread_id=topic["message_thread_id"],
    )
    await playground.react(FATMA, card, "👍", chat_id=group)
    async with window_of(browser, bot.home, size) as window:
        await window.open(group)
        await expect(window.messages(group).last).to_contain_text("Javaplein")
        await window.keep(f"group-nl-{size['width']}x{size['height']}")
        assert await findings(window) == ""


async def test_inline_answers_are_offered_and_sent(window: Window, bot: RawBot) -> None:
    await window.open(YOUSSEF)
    await window.composer(YOUSSEF).fill("@buurtbot park")
    asked = await bot.hears("inline_query")
    assert (asked["query"], asked["from"]["id"]) == ("park", YOUSSEF)
    titles = {"1": "Flevopark", "2": "Oosterpark"}
    results = [
        {
            "type": "article",
            "id": id_,
            "title": title,
            "description": "Bekijk het plan",
            "input_message_content": {"message_text": f"Kijk: {title}"},
        }
        for id_, title in titles.items()
    ]
    await bot.call("answerInlineQuery", inline_query_id=asked["id"], results=results)
    answers = window.chat(YOUSSEF).get_by_role("group", name="Answers of the bot")
    await expect(answers.get_by_role("button")).to_have_count(2)
    assert await findings(window) == ""

    await answers.get_by_role("button", name="Oosterpark").click()
    heard = await bot.hears()
    assert (heard["text"], heard["via_bot"]["id"]) == ("Kijk: Oosterpark", BOT)
    chosen = await bot.hears("chosen_inline_result")
    assert chosen["result_id"] == "2"
    await expect(window.messages(YOUSSEF).last).to_contain_text("via @buurtbot")
    await expect(window.composer(YOUSSEF)).to_have_value("")
    await expect(answers).to_be_hidden()
