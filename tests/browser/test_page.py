"""Around the chats: clock, people, traffic, and news that was missed."""

import asyncio
import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Route, ViewportSize, expect

from bot.clock import MovableClock
from bot.playground.app import Playground
from bot.playground.faults import CALLS, WORLD
from tests.browser.conftest import FATMA, SANNE, TOKEN
from tests.browser.test_accessibility import findings
from tests.browser.window import RawBot, Window, window_of


def moment(weekday: str, rest: str) -> re.Pattern[str]:
    """Browsers differ about the comma after the day."""
    return re.compile(f"{weekday},? {rest}")


async def test_the_clock_is_read_in_amsterdam_and_pushed(browser: Browser) -> None:
    clock = MovableClock(datetime(2027, 3, 27, 23, 30, 30, tzinfo=UTC))

    async def opening() -> datetime:
        return datetime(2027, 5, 10, 8, 0, tzinfo=UTC)

    playground = Playground(clock=clock, jumps={"phase": opening})
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(SANNE, "Sanne", "nl")
    async with playground.serving() as address, window_of(browser, address) as window:
        await window.open()
        shown = window.page.get_by_role("banner").get_by_role("time")
        await expect(shown).to_have_text(moment("Sunday", "28 March 2027, 00:30"))
        await window.page.get_by_role("button", name="+1 hour").click()
        await expect(shown).to_have_text(moment("Sunday", "28 March 2027, 01:30"))
        await window.page.get_by_role("button", name="+1 hour").click()
        await expect(shown).to_have_text(moment("Sunday", "28 March 2027, 03:30"))  # summer time
        await window.page.get_by_role("button", name="+1 day").click()
        await expect(shown).to_have_text(moment("Monday", "29 March 2027, 03:30"))
        await window.page.get_by_role("button", name="To the next phase").click()
        await expect(shown).to_have_text(moment("Monday", "10 May 2027, 10:00"))
        # That phase is reached: there is none to go to.
        await window.page.get_by_role("button", name="To the next phase").click()
        await expect(window.page.get_by_text("There is nothing to jump to.")).to_be_visible()


async def test_days_are_separated_in_the_language_of_the_chat(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Vandaag")
    await expect(window.chat(SANNE).get_by_text("maandag 10 mei 2027")).to_be_visible()
    await window.page.get_by_role("button", name="+1 day").click()
    await expect(window.page.locator("#clock")).to_contain_text("Tuesday")
    await bot.says(SANNE, "Morgen")
    await expect(window.chat(SANNE).get_by_text("dinsdag 11 mei 2027")).to_be_visible()


async def test_a_person_is_added(window: Window, bot: RawBot) -> None:
    await window.open()
    await window.page.get_by_role("button", name="Add a person").click()
    dialog = window.page.get_by_role("dialog", name="Add a person")
    await dialog.get_by_label("First name").fill("Nilüfer")
    await dialog.get_by_label("Language").select_option("tr")
    await dialog.get_by_role("button", name="Add").click()

    chat = window.page.get_by_role("region", name="Chat of Nilüfer")
    await chat.get_by_role("button", name="Start", exact=True).click()
    sender = (await bot.hears())["from"]
    assert (sender["first_name"], sender["language_code"]) == ("Nilüfer", "tr")


async def test_the_panel_shows_the_calls_of_the_bot(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.says(SANNE, "Voor het paneel")
    await window.page.get_by_role("button", name="Behind the scenes").click()
    panel = window.page.get_by_role("complementary")
    await expect(panel.get_by_role("listitem")).to_have_count(1)
    await panel.get_by_role("listitem").first.locator("summary").click()
    await expect(panel.get_by_text('"first_name": "Buurtbot"')).to_be_visible()  # the answer
    with pytest.raises(AssertionError, match="chat not found"):
        await bot.says(5, "Aan niemand")
    newest = panel.get_by_role("listitem").first
    await expect(newest).to_contain_text("sendMessage 400 Bad Request: chat not found")
    await newest.locator("summary").click()
    await expect(newest).to_contain_text('"Aan niemand"')


async def test_what_happened_while_the_line_was_cut_is_fetched(
    browser: Browser, playground: Playground
) -> None:
    async with playground.serving() as address:
        port = int(address.rpartition(":")[2])
        window = Window(await browser.new_page(), address)
        await window.open(SANNE)
        await playground.send(SANNE, "Voor de storing")
        await expect(window.text(SANNE)).to_have_text("Voor de storing")
    await expect(window.page.get_by_text("Connection lost")).to_be_visible()

    await playground.send(SANNE, "Tijdens de storing")
    async with playground.serving(port=port):
        await expect(window.text(SANNE)).to_have_text("Tijdens de storing", timeout=15_000)
        await expect(window.messages(SANNE)).to_have_count(2)
        await expect(window.page.get_by_text("Connection lost")).to_be_hidden()
        await window.page.close()


async def test_an_old_copy_of_the_history_undoes_nothing(window: Window, bot: RawBot) -> None:
    """Commands that are set anew make a chat fetch; a slow answer tells how it was before."""
    asked, slow = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer, is_first = await route.fetch(), not asked.is_set()
        asked.set()
        if is_first:
            await slow.wait()
        await route.fulfill(response=answer)

    await window.open(SANNE)
    await window.page.route("**/messages", late)
    help_ = [{"command": "help", "description": "Hulp"}]
    async with window.page.expect_response("**/messages"):
        await bot.call("setMyCommands", commands=help_)
        await asked.wait()
        await bot.says(SANNE, "Nieuws")
        await bot.call("setMyCommands", commands=[*help_, help_[0] | {"command": "stop"}])
        await expect(window.text(SANNE)).to_have_text("Nieuws")
    async with window.page.expect_response("**/messages") as answered:
        slow.set()
    await (await answered.value).finished()
    await window.page.evaluate("new Promise((done) => setTimeout(done))")
    await expect(window.text(SANNE)).to_have_text("Nieuws")


async def test_a_long_chat_draws_only_its_end(window: Window, playground: Playground) -> None:
    for number in range(1000):
        await playground.send(SANNE, f"Bericht {number}")
    await window.open(SANNE)
    await expect(window.text(SANNE)).to_be_in_viewport()
    await expect(window.text(SANNE)).to_have_text("Bericht 999")
    await expect(window.messages(SANNE)).to_have_count(150)

    await window.chat(SANNE).get_by_role("button", name="Show earlier messages").click()
    await expect(window.messages(SANNE)).to_have_count(300)
    await expect(window.messages(SANNE).first.locator(".text")).to_have_text("Bericht 700")


async def test_whoever_reads_back_is_not_dragged_to_the_end(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    for number in range(50):
        await playground.send(SANNE, f"Bericht {number}")
    await window.open(SANNE)
    await expect(window.text(SANNE)).to_be_in_viewport()
    await window.chat(SANNE).get_by_role("log").hover()
    await window.page.mouse.wheel(0, -1200)
    to_newest = window.chat(SANNE).get_by_role("button", name="Go to the newest message")
    await expect(to_newest).to_be_visible()

    await bot.says(SANNE, "Nieuw")
    await expect(window.text(SANNE)).to_have_text("Nieuw")
    await expect(window.text(SANNE)).not_to_be_in_viewport()
    await to_newest.click()
    await expect(window.text(SANNE)).to_be_in_viewport()
    await bot.says(SANNE, "Nog nieuwer")
    await expect(window.text(SANNE)).to_have_text("Nog nieuwer")
    await expect(window.text(SANNE)).to_be_in_viewport()


async def test_the_panel_makes_the_playground_misbehave(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.page.get_by_role("button", name="Behind the scenes").click()
    panel = window.page.get_by_role("complementary")
    await panel.get_by_role("tab", name="Faults").click()
    await panel.get_by_label("What goes wrong").select_option("too_many")
    await panel.get_by_label("Method").fill("sendMessage")
    await panel.get_by_role("button", name="Switch on").click()
    active = panel.get_by_role("listitem")
    await expect(active).to_contain_text("Too many requests (429)")
    with pytest.raises(AssertionError, match="Too Many Requests"):
        await bot.says(SANNE, "Te vaak")

    await panel.get_by_role("button", name="Clear all faults").click()
    await expect(active).to_have_count(0)
    await bot.says(SANNE, "Weer gewoon")
    await expect(window.text(SANNE)).to_have_text("Weer gewoon")


@pytest.mark.parametrize("wide", [760, 1024])
async def test_the_panel_leaves_a_tablet_its_chat(
    browser: Browser, bot: RawBot, wide: int
) -> None:
    """As wide as a desk at 150 or 200 per cent, too."""
    size = ViewportSize(width=wide, height=600)
    async with window_of(browser, bot.home, size) as window:
        await window.open(SANNE)
        await window.page.get_by_role("button", name="Behind the scenes").click()
        panel = await window.page.get_by_role("complementary").bounding_box()
        box = await window.chat(SANNE).bounding_box()
        assert box is not None
        assert panel is not None
        assert box["width"] >= 330
        assert box["x"] + box["width"] <= panel["x"], "nothing of the chat lies under the panel"
        assert panel["x"] + panel["width"] <= wide
        await window.page.get_by_role("button", name="Behind the scenes").click()
        await expect(window.page.get_by_role("complementary")).to_be_hidden()


async def test_every_fault_is_switched_on_by_the_page(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    await window.open(SANNE)
    await window.page.get_by_role("button", name="Behind the scenes").click()
    panel = window.page.get_by_role("complementary")
    await panel.get_by_role("tab", name="Faults").click()
    kinds = panel.get_by_label("What goes wrong")
    offered = await kinds.locator("option").evaluate_all("all => all.map(({value}) => value)")
    assert sorted(offered) == sorted([*CALLS, *WORLD])
    for number, kind in enumerate(offered, start=1):
        await kinds.select_option(kind)
        assert await findings(window) == ""
        await panel.get_by_role("button", name="Switch on").click()
        await expect(panel.get_by_role("listitem")).to_have_count(number)
    assert [fault.kind for fault in playground.world.faults.active.values()] == offered


async def test_a_fault_for_one_chat_with_its_own_numbers(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    playground.add_person(1005, "Donaudampfschifffahrtsgesellschaftskapitän" * 2, "nl")
    await window.open(SANNE)
    await window.page.get_by_role("button", name="Behind the scenes").click()
    panel = window.page.get_by_role("complementary")
    await panel.get_by_role("tab", name="Faults").click()
    await panel.get_by_label(re.compile("^Chat")).select_option("Fatma")
    wide = "tab => tab.scrollWidth - tab.clientWidth"
    assert await panel.get_by_role("tabpanel").evaluate(wide) == 0, "a long name fits too"
    await panel.get_by_label("Retry after").fill("7")
    await panel.get_by_label("Times").fill("1")
    await panel.get_by_role("button", name="Switch on").click()
    active = panel.get_by_role("listitem")
    await expect(active).to_contain_text("Fatma, every method, 1 more, retry after 7 s, 0 seen")
    await bot.says(SANNE, "Aan Sanne")
    with pytest.raises(AssertionError, match="retry after 7"):
        await bot.says(FATMA, "Te vaak")
    await bot.says(FATMA, "Eenmaal was genoeg")
    await panel.get_by_role("tab", name="Faults").click()
    await expect(active).to_contain_text("0 more")
    await window.keep("faults-1440x900")
