"""On a phone one sees the list or one chat."""

from playwright.async_api import Browser, expect

from tests.browser.conftest import FATMA, SANNE
from tests.browser.window import PHONE, RawBot, window_of

SMALLEST = 24  # pixels: what a finger hits at the least (WCAG 2.2, 2.5.8)
TOO_SMALL = """(least) => [...document.querySelectorAll("button")]
  .filter((button) => button.checkVisibility())
  .map((button) => button.getBoundingClientRect())
  .filter(({ width, height }) => width < least || height < least).length"""
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
        assert await phone.page.evaluate(TOO_SMALL, SMALLEST) == 0

        await phone.chat(SANNE).get_by_role("button", name="Back to the people").tap()
        await people.get_by_role("button", name="Fatma").tap()
        await expect(phone.chat(FATMA)).to_be_visible()
        await expect(phone.chat(SANNE)).to_be_hidden()
        await phone.page.go_back()
        await expect(people).to_be_visible()
