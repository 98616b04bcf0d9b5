"""Screenshots of a talk in Dutch and in Arabic, for eyes; measured here is only the fit."""

from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from bot.playground.app import Playground
from tests.browser.conftest import SANNE, YOUSSEF
from tests.browser.test_accessibility import findings
from tests.browser.test_media import picture
from tests.browser.window import PHONE, WIDE, RawBot, Rows, window_of

BOT = 42
ANSWERS = [[("تأكيد الحضور", "1"), ("الاعتذار", "0")]]
SPILLS = """(chat) => [...chat.querySelectorAll(".bubble, .key, .composer")]
  .map((node) => node.getBoundingClientRect())
  .filter(({ left, right }) => left < 0 || right > innerWidth).length"""


@dataclass(frozen=True)
class Talk:
    person: int
    asks: str
    welcome: str
    areas: Rows
    answer: str
    plan: str
    receipt: str
    after: Rows
    caption: str


DUTCH = Talk(
    SANNE,
    "/start",
    "Dit is de <b>Buurtbot</b> van Amsterdam Oost.\n"
    "Je praat met een computer.\nWe bewaren je taal, je buurt en je keuzes.\n"
    "Meer weten? Typ /privacy.",
    [
        [("Kies de Indische Buurt", "1"), ("Kies de Dapperbuurt", "2")],
        [("Kies IJburg", "3"), ("Kies de Watergraafsmeer", "4")],
    ],
    "Ik woon in de Indische Buurt",
    "Meer bomen en bankjes in de Javastraat, want in de zomer is er geen schaduw.",
    "Je plan is ontvangen.\nNummer: <code>2027-014</code>\n"
    "<blockquote>Bomen in de Javastraat\n€ 12.500 uit Oost Begroot</blockquote>\n"
    "De moderator kijkt binnen 3 dagen.",
    [[("Bekijk mijn plan", "5")], [("Ga naar het begin", "6")]],
    "Uitslag: 3 plannen gewonnen.",
)
ARABIC = Talk(
    YOUSSEF,
    "/start",
    "هذا <b>بوت الحي</b> في أمستردام أوست.\n"
    "أنت تتحدث مع حاسوب.\nنحفظ لغتك وحيّك واختياراتك.\nللمزيد اكتب /privacy.",
    [
        [("اختر دابربورت", "2"), ("اختر الحي الهندي", "1")],
        [("اختر واترخرافسمير", "4"), ("اختر أيبورخ", "3")],
    ],
    "أسكن في الحي الهندي",
    "أريد المزيد من الأشجار في \u2068Javastraat\u2069 لأنه لا يوجد ظل في الصيف.",
    "وصلت خطتك.\nالرقم: \u2066<code>2027-015</code>\u2069\n"
    "<blockquote>أشجار في \u2068Javastraat\u2069\n"
    "\u2066€ 12.500\u2069 من ميزانية الحي</blockquote>\n"
    "سينظر فيها المشرف خلال 3 أيام.",
    [[("افتح خطتي", "5")], [("اذهب إلى البداية", "6")]],
    "النتيجة: فازت 3 خطط.",
)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["390x844", "1440x900"])
@pytest.mark.parametrize("talk", [DUTCH, ARABIC], ids=["nl", "ar"])
async def test_a_talk_fits_the_screen(
    browser: Browser,
    bot: RawBot,
    playground: Playground,
    talk: Talk,
    size: ViewportSize,
) -> None:
    await playground.send(talk.person, talk.asks)
    await bot.says(talk.person, talk.welcome, talk.areas)
    await playground.send(talk.person, talk.answer)
    await bot.uploads(
        "sendPhoto",
        "photo",
        picture(800, 300),
        "uitslag.png",
        chat_id=str(talk.person),
        caption=talk.caption,
    )
    await playground.send(talk.person, talk.plan)
    await bot.says(talk.person, talk.receipt, talk.after)

    mobile = size == PHONE
    others = [] if mobile else [person for person in (SANNE, YOUSSEF) if person != talk.person]
    async with window_of(browser, bot.home, size, is_mobile=mobile, has_touch=mobile) as window:
        await window.open(talk.person, *others)
        await expect(window.messages(talk.person)).to_have_count(6)
        await expect(window.text(talk.person)).to_be_in_viewport()
        assert await window.chat(talk.person).evaluate(SPILLS) == 0
        language = "nl" if talk is DUTCH else "ar"
        await window.keep(f"chat-{language}-{size['width']}x{size['height']}")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["390x844", "1440x900"])
async def test_a_group_in_arabic_fits_the_screen(
    browser: Browser, bot: RawBot, playground: Playground, size: ViewportSize
) -> None:
    group = playground.add_group("جيران Javastraat", "supergroup").id
    for user, status in ((SANNE, "member"), (YOUSSEF, "creator"), (BOT, "administrator")):
        playground.set_member(group, user, status, YOUSSEF)
    await playground.send(YOUSSEF, "من يساعد يوم السبت في أحواض الزهور؟", chat_id=group)
    await playground.send(SANNE, "Ik kom, met mijn buurvrouw.", chat_id=group)
    said = await playground.send(YOUSSEF, "شكرا، نلتقي الساعة العاشرة.", chat_id=group)
    better = "شكرًا، نلتقي الساعة 10:00 في \u2068Javaplein\u2069."
    await playground.edit(YOUSSEF, said["message_id"], better, chat_id=group)
    plan = await playground.send(YOUSSEF, ARABIC.plan)
    await playground.forward(YOUSSEF, plan["message_id"], to_chat_id=group)
    card = await bot.says(group, "اللقاء يوم السبت 15 مايو، الساعة 10:00.", ANSWERS)
    await playground.react(SANNE, card, "👍", chat_id=group)

    mobile = size == PHONE
    async with window_of(browser, bot.home, size, is_mobile=mobile, has_touch=mobile) as window:
        await window.open(group)
        column = window.chat(group)
        await expect(column).to_have_attribute("dir", "ltr")  # Sanne speaks
        await column.get_by_role("combobox", name="Who speaks").select_option("Youssef")
        await expect(column).to_have_attribute("dir", "rtl")
        await expect(column.get_by_role("log")).to_contain_text("الاثنين")
        thumb = column.get_by_role("button", name="👍 1")
        await expect(thumb).to_have_attribute("aria-pressed", "false")  # it is Sanne's
        await expect(window.text(group)).to_be_in_viewport()
        assert await column.evaluate(SPILLS) == 0
        assert await findings(window) == ""
        await window.keep(f"group-ar-{size['width']}x{size['height']}")
