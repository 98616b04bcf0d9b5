"""What somebody types is never lost, and never becomes something else."""

import asyncio

from playwright.async_api import Route, expect

from tests.browser.conftest import SANNE
from tests.browser.test_afterwards import chooses
from tests.browser.window import RawBot, Window

LONG = "woord " * 700  # 4,200 characters: two messages


async def test_who_types_on_loses_nothing_that_failed(window: Window, bot: RawBot) -> None:
    typed_on = asyncio.Event()

    async def fail_late(route: Route) -> None:
        await typed_on.wait()
        await route.abort()

    await window.open(SANNE)
    await window.page.route("**/send", fail_late)
    await window.writes(SANNE, "Een")
    await window.writes(SANNE, "Twee")
    await window.composer(SANNE).press_sequentially("Drie")
    typed_on.set()
    await expect(window.composer(SANNE)).to_have_value("Een\nTwee\nDrie")
    await window.page.unroute("**/send")
    await window.composer(SANNE).press("Enter")
    assert (await bot.hears())["text"] == "Een\nTwee\nDrie"


async def test_of_a_long_text_only_what_failed_comes_back(window: Window, bot: RawBot) -> None:
    sends: list[Route] = []

    async def fail_second(route: Route) -> None:
        sends.append(route)
        await (route.abort() if len(sends) == 2 else route.continue_())

    await window.open(SANNE)
    await window.page.route("**/send", fail_second)
    await window.writes(SANNE, LONG)
    first = (await bot.hears())["text"]
    assert len(first) <= 4096
    await expect(window.composer(SANNE)).to_have_value(LONG[len(first) :].strip())


async def test_a_draft_waits_for_an_edit_and_for_a_reload(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.writes(SANNE, "Meer bomem")
    await window.composer(SANNE).press_sequentially("Half een plan")
    await chooses(window, SANNE, 0, "Edit")
    await window.writes(SANNE, "Meer bomen")
    assert (await bot.awaits("edited_message"))["text"] == "Meer bomen"
    await expect(window.composer(SANNE)).to_have_value("Half een plan")
    await chooses(window, SANNE, 0, "Edit")
    await window.composer(SANNE).press_sequentially(" en bankjes")
    await window.page.reload()
    await expect(window.composer(SANNE)).to_have_value("Half een plan")


async def test_a_question_of_the_bot_leaves_an_edit_alone(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.writes(SANNE, "Meer bomem")
    await expect(window.messages(SANNE)).to_have_count(1)
    await chooses(window, SANNE, 0, "Edit")
    await bot.says(SANNE, "Hoeveel?", reply_markup={"force_reply": True})
    await expect(window.text(SANNE)).to_have_text("Hoeveel?")
    await expect(window.chat(SANNE)).to_contain_text("Edit: Meer bomem")
    await window.writes(SANNE, "Meer bomen")
    assert (await bot.awaits("edited_message"))["text"] == "Meer bomen"


async def test_a_question_of_the_bot_takes_no_focus_from_the_panel(
    window: Window, bot: RawBot
) -> None:
    await window.open(SANNE)
    await window.page.get_by_role("button", name="Behind the scenes").click()
    await window.page.get_by_role("tab", name="Faults").click()
    method = window.page.get_by_label("Method")
    await method.press_sequentially("send")
    await bot.says(SANNE, "Hoeveel?", reply_markup={"force_reply": True})
    await expect(window.chat(SANNE)).to_contain_text("Reply to: Hoeveel?")
    await window.page.keyboard.type("Message")
    await expect(method).to_have_value("sendMessage")


async def test_the_same_question_twice_is_answered_at_the_second(
    window: Window, bot: RawBot
) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Hoeveel?", reply_markup={"force_reply": True})
    second = await bot.says(SANNE, "Hoeveel euro?", reply_markup={"force_reply": True})
    await bot.says(SANNE, "Typ een bedrag.")
    await expect(window.chat(SANNE)).to_contain_text("Reply to: Hoeveel euro?")
    await window.page.reload()
    await expect(window.chat(SANNE)).to_contain_text("Reply to: Hoeveel euro?")
    await window.writes(SANNE, "500")
    assert (await bot.hears())["reply_to_message"]["message_id"] == second


async def test_inline_answers_do_not_come_to_an_empty_field(window: Window, bot: RawBot) -> None:
    sent = asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await sent.wait()
        await route.fulfill(response=answer)

    await window.open(SANNE)
    await window.page.route("**/inline", late)
    await window.composer(SANNE).fill("@buurtbot park")
    query = await bot.hears("inline_query")
    words = {"message_text": "Flevopark"}
    park = {"type": "article", "id": "1", "title": "Park", "input_message_content": words}
    await bot.call("answerInlineQuery", inline_query_id=query["id"], results=[park])
    await window.composer(SANNE).fill("")
    async with window.page.expect_response("**/inline") as answered:
        sent.set()
    await (await answered.value).finished()
    await window.page.evaluate("new Promise((done) => setTimeout(done))")
    answers = window.chat(SANNE).get_by_role("group", name="Answers of the bot")
    await expect(answers).to_be_hidden()
    await window.page.unroute("**/inline")

    await window.composer(SANNE).fill("@buurtbot plein")
    query = await bot.hears("inline_query")
    await bot.call("answerInlineQuery", inline_query_id=query["id"], results=[park])
    await expect(answers).to_be_visible()
    await window.composer(SANNE).press("Escape")
    await expect(answers).to_be_hidden()
    await expect(window.composer(SANNE)).to_have_value("@buurtbot plein")
