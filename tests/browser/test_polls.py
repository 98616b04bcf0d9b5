"""A poll in a group, of which each person sees their own."""

from playwright.async_api import Locator, expect

from bot.playground.app import Playground
from tests.browser.conftest import FATMA, SANNE
from tests.browser.test_accessibility import findings
from tests.browser.test_afterwards import group
from tests.browser.window import RawBot, Window

__all__ = ["group"]
DAYS = {"question": "Welke dag?", "options": ["Zaterdag", "Zondag"], "is_anonymous": False}


async def asked(window: Window, bot: RawBot, group: int, **settings: bool) -> tuple[Locator, int]:
    await window.open(group)
    sent = await bot.call("sendPoll", chat_id=group, **DAYS, **settings)
    poll = window.messages(group).last
    await expect(poll).to_contain_text("Welke dag?")
    return poll, int(sent["message_id"])


async def test_ones_own_vote_is_marked_and_taken_back(
    window: Window, bot: RawBot, playground: Playground, group: int
) -> None:
    poll, id_ = await asked(window, bot, group)
    sunday = poll.get_by_role("button", name="Zondag")
    await playground.vote(FATMA, id_, 1, chat_id=group)
    await expect(poll).to_contain_text("Poll, 1 vote")
    await expect(poll.get_by_role("listitem")).to_have_text(["Zaterdag", "Zondag"])

    await sunday.press("Enter")
    await expect(poll.get_by_role("listitem")).to_have_text(["Zaterdag0", "Zondag2"])
    await expect(sunday).to_have_attribute("aria-pressed", "true")
    await expect(sunday).to_be_focused()
    assert await findings(window) == ""
    await sunday.press("Enter")
    await expect(sunday).to_have_attribute("aria-pressed", "false")
    await expect(poll.get_by_role("listitem")).to_have_text(["Zaterdag", "Zondag"])

    speakers = window.chat(group).get_by_role("combobox", name="Who speaks")
    await speakers.select_option("Fatma")
    await expect(sunday).to_have_attribute("aria-pressed", "true")


async def test_ticks_outlive_the_votes_of_others(
    window: Window, bot: RawBot, playground: Playground, group: int
) -> None:
    poll, id_ = await asked(window, bot, group, allows_multiple_answers=True)
    saturday = poll.get_by_role("checkbox", name="Zaterdag")
    await saturday.press("Space")
    await playground.vote(FATMA, id_, 1, chat_id=group)
    await expect(poll).to_contain_text("Poll, 1 vote")
    await expect(saturday).to_be_checked()
    await expect(saturday).to_be_focused()
    await window.page.route("**/vote", lambda route: route.abort())
    await poll.get_by_role("button", name="Vote").click()
    await expect(window.chat(group)).to_contain_text("does not answer")
    await window.page.unroute("**/vote")
    await playground.vote(FATMA, id_, 0, chat_id=group)
    await expect(saturday).to_be_checked()
    await poll.get_by_role("button", name="Vote").click()
    answer = await bot.awaits("poll_answer")
    while answer["user"]["id"] != SANNE:
        answer = await bot.awaits("poll_answer")
    assert answer["option_ids"] == [0]
