"""On a phone one sees the list or one chat."""

from playwright.async_api import Browser, ViewportSize, expect

from bot.playground.app import Playground
from tests.browser.conftest import FATMA, SANNE, TOKEN
from tests.browser.window import PHONE, RawBot, window_of

SMALLEST = 44  # pixels: what a finger hits well (WCAG 2.2, 2.5.5)
TOO_SMALL = """(least) => [...document.querySelectorAll("button, input, select, summary, a.key")]
  .filter((control) => control.checkVisibility() && !control.closest(".text"))
  .map((control) => [control, (control.closest("label") ?? control).getBoundingClientRect()])
  .filter(([, { width, height }]) => width < least || height < least)
  .map(([control, { width, height }]) => `${control.outerHTML} ${width} x ${height}`)"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


async def test_one_person_at_a_time_with_a_way_back(browser: Browser, bot: RawBot) -> None:
    async with window_of(browser, bot.home, PHONE, is_mobile=True, has_touch=True) as phone:
        await phone.open()
        people = phone.page.get_by_role("navigation", name="People and groups")
        await people.get_by_role("button", name="Sanne").tap()
        await expect(people).to_be_hidden()
        long = "Donaudampfschifffahrtsgesellschaft" * 8
        await bot.says(SANNE, long, [[("Kies mijn buurt", "a"), ("Bekijk alle plannen", "b")]])
        await phone.chat(SANNE).get_by_role("button", name="Kies mijn buurt").tap()
        assert (await bot.hears("callback_query"))["data"] == "a"
        assert not await phone.page.evaluate(TOO_WIDE)
        assert await phone.page.evaluate(TOO_SMALL, SMALLEST) == []

        await phone.chat(SANNE).get_by_role("button", name="Back to the people").tap()
        await people.get_by_role("button", name="Fatma").tap()
        await expect(phone.chat(FATMA)).to_be_visible()
        await expect(phone.chat(SANNE)).to_be_hidden()
        await phone.page.go_back()
        await expect(people).to_be_visible()


async def test_a_finger_hits_everything(
    browser: Browser, bot: RawBot, playground: Playground
) -> None:
    playground.add_group("Javastraat", "group", SANNE)
    said = await playground.send(SANNE, "Bankjes op het plein")
    await bot.says(SANNE, "Goed plan", reply_parameters={"message_id": said["message_id"]})
    await playground.react(SANNE, said["message_id"], "👍")
    days = {"question": "Welke dag?", "options": ["Zaterdag", "Zondag"]}
    await bot.call("sendPoll", chat_id=SANNE, **days)
    await bot.call("sendPoll", chat_id=SANNE, **days, allows_multiple_answers=True)
    async with window_of(browser, bot.home, PHONE, is_mobile=True, has_touch=True) as phone:
        await phone.open(SANNE)
        await expect(phone.messages(SANNE)).to_have_count(4)
        assert await phone.page.evaluate(TOO_SMALL, SMALLEST) == []
        await phone.page.get_by_role("button", name="Behind the scenes").tap()
        for tab in ("Traffic", "Clock", "Faults"):
            await phone.page.get_by_role("tab", name=tab).tap()
            assert await phone.page.evaluate(TOO_SMALL, SMALLEST) == []
        await phone.page.get_by_role("button", name="Behind the scenes").tap()
        await phone.chat(SANNE).get_by_role("button", name="Back to the people").tap()
        await phone.page.get_by_role("button", name="Add a group").tap()
        assert await phone.page.evaluate(TOO_SMALL, SMALLEST) == []


async def test_eight_buttons_in_a_row_are_read(browser: Browser, bot: RawBot) -> None:
    labels = [str(number) for number in range(90, 98)]
    async with window_of(browser, bot.home, PHONE, is_mobile=True, has_touch=True) as phone:
        await phone.open(SANNE)
        await bot.says(SANNE, "Welk nummer?", [[(label, label) for label in labels]])
        key = phone.chat(SANNE).get_by_role("button", name="90")
        box = await key.bounding_box()
        assert box is not None
        assert box["height"] == SMALLEST, "the two figures stand on one line"


async def test_the_clock_makes_room_for_the_keyboard(browser: Browser, bot: RawBot) -> None:
    """The keyboard of a phone halves the page; so does a zoom of 200 per cent."""
    await bot.says(SANNE, "Welke buurt?")
    half = ViewportSize(width=PHONE["width"], height=PHONE["height"] // 2)
    async with window_of(browser, bot.home, half, is_mobile=True, has_touch=True) as phone:
        await phone.open()
        jumps = phone.page.get_by_role("group", name="Push the clock forward")
        await expect(jumps).to_be_visible()
        await phone.open(SANNE)
        await expect(jumps).to_be_hidden()
        box = await phone.chat(SANNE).get_by_role("log").bounding_box()
        assert box is not None
        assert box["height"] >= half["height"] / 2


async def nowhere() -> None:
    """A jump that is only there to be offered."""


async def test_the_smallest_phone_shows_everything(browser: Browser) -> None:
    """At 320 pixels nothing may need scrolling to the side (WCAG 2.2, 1.4.10)."""
    playground = Playground(jumps={"phase": nowhere})
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(SANNE, "Sanne", "nl")
    group = playground.add_group("Buren van de Javastraat en omstreken", "group", SANNE).id
    smallest = ViewportSize(width=320, height=568)
    mobile = {"is_mobile": True, "has_touch": True}
    async with (
        playground.serving() as address,
        window_of(browser, address, smallest, **mobile) as phone,
    ):
        await phone.open()
        bar = await phone.page.get_by_role("banner").bounding_box()
        assert bar is not None
        assert bar["height"] < 3 * SMALLEST, "the clock and its buttons, no third line"
        for chat in (SANNE, group):
            await phone.open(chat)
            for name in ("Behind the scenes", "Back to the people", "Send", "Commands"):
                button = phone.page.get_by_role("button", name=name, exact=True)
                box = await button.bounding_box()
                assert box is not None
                assert box["x"] >= 0, name
                assert box["x"] + box["width"] <= smallest["width"], name
