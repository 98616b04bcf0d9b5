"""Arabic is read from the right: the column mirrors, the rows of buttons are the bot's."""

from typing import cast

from playwright.async_api import FloatRect, Locator, expect

from bot.playground.app import Playground
from tests.browser.conftest import SANNE, YOUSSEF
from tests.browser.window import PHONE, RawBot, Window

# The box of the first line that holds the given words.
BOX_OF = """(element, words) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + words.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
}"""


async def box(locator: Locator) -> FloatRect:
    found = await locator.bounding_box()
    assert found is not None
    return found


async def box_of(locator: Locator, words: str) -> FloatRect:
    return cast("FloatRect", await locator.evaluate(BOX_OF, words))


def end(box: FloatRect) -> float:
    return box["x"] + box["width"]


async def test_the_column_of_an_arabic_reader_is_mirrored(window: Window, bot: RawBot) -> None:
    await window.open(SANNE, YOUSSEF)
    await bot.says(YOUSSEF, "أهلاً بك في بوت الحي")
    await window.writes(YOUSSEF, "أريد المزيد من الأشجار")
    await expect(window.messages(YOUSSEF)).to_have_count(2)

    column = await box(window.chat(YOUSSEF))
    theirs = await box(window.messages(YOUSSEF).first)
    own = await box(window.messages(YOUSSEF).last)
    send = await box(window.chat(YOUSSEF).get_by_role("button", name="Send", exact=True))
    middle = column["x"] + column["width"] / 2
    assert theirs["x"] > middle > end(own)
    assert end(send) < (await box(window.composer(YOUSSEF)))["x"]

    directions = [
        await window.chat(person).evaluate("chat => getComputedStyle(chat).direction")
        for person in (SANNE, YOUSSEF)
    ]
    assert directions == ["ltr", "rtl"]


async def test_buttons_stand_in_the_order_of_the_bot(window: Window, bot: RawBot) -> None:
    await window.open(YOUSSEF)
    await bot.says(YOUSSEF, "صفحة ٢", [[("التالي", "next"), ("السابق", "previous")]])
    following = await box(window.chat(YOUSSEF).get_by_role("button", name="التالي"))
    previous = await box(window.chat(YOUSSEF).get_by_role("button", name="السابق"))
    assert end(following) < previous["x"]


async def test_each_line_takes_the_direction_of_its_own_words(window: Window, bot: RawBot) -> None:
    await window.open(YOUSSEF)
    await bot.says(YOUSSEF, "مرحباً بكم جميعاً في أمستردام أوست\nJavastraat\nشكراً")
    words = window.text(YOUSSEF)
    whole = await box(words)
    dutch, thanks = await box_of(words, "Javastraat"), await box_of(words, "شكراً")
    assert abs(dutch["x"] - whole["x"]) < 2
    assert abs(end(thanks) - end(whole)) < 2


async def test_an_isolated_amount_stays_whole(window: Window, bot: RawBot) -> None:
    await window.open(YOUSSEF)
    await bot.says(YOUSSEF, "المبلغ \u2066€ 12.500\u2069 للحي")
    words = window.text(YOUSSEF)
    euro, figure = await box_of(words, "€"), await box_of(words, "12.500")
    before, after = await box_of(words, "المبلغ"), await box_of(words, "للحي")
    assert end(after) < euro["x"] < figure["x"]
    assert end(figure) < before["x"]


async def test_what_is_typed_takes_its_own_direction(window: Window) -> None:
    await window.open(YOUSSEF)
    box = window.composer(YOUSSEF)
    await box.fill("Javastraat 12")
    style = "box => [getComputedStyle(box).unicodeBidi, getComputedStyle(box).textAlign]"
    assert await box.evaluate(style) == ["plaintext", "start"]


async def test_of_long_words_the_end_is_cut_in_either_direction(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    dutch = "Buren van de Javastraat en alles wat daar omheen ligt tot aan het spoor toe"
    arabic = "جيران شارع جافا وكل ما حوله حتى خط السكة الحديد وما بعده من الشوارع الصغيرة جدا"
    for name, reader in ((dutch, YOUSSEF), (arabic, SANNE)):
        group = playground.add_group(name, "group", reader).id
        await window.page.set_viewport_size(PHONE)
        await window.open(group)
        heading = window.chat(group).get_by_role("heading")
        assert within(await box_of(heading, name[:5]), await box(heading))
        await bot.says(group, name, reply_markup={"force_reply": True})
        about = window.chat(group).locator(".about")
        await expect(about).to_contain_text(name)
        assert within(await box_of(about, "Reply to"), await box(about))
        assert within(await box_of(about, name[:5]), await box(about))


def within(part: FloatRect, whole: FloatRect) -> bool:
    return whole["x"] <= part["x"] + 1 and end(part) <= end(whole) + 1
