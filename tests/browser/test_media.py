"""Pictures, files and the odd things that people send."""

from io import BytesIO

from PIL import Image
from playwright.async_api import FilePayload, expect

from bot.playground.app import Playground
from tests.browser.conftest import FATMA, SANNE
from tests.browser.window import RawBot, Window


def picture(width: int, height: int) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), "#2d7d46").save(drawn, "PNG")
    return drawn.getvalue()


async def test_a_picture_of_the_bot_is_shown_and_enlarged(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.uploads(
        "sendPhoto",
        "photo",
        picture(900, 600),
        "uitslag.png",
        chat_id=str(SANNE),
        caption="De uitslag",
    )
    image = window.messages(SANNE).get_by_role("img", name="Picture")
    await expect(image).to_have_js_property("complete", value=True)
    assert await image.evaluate("image => image.naturalWidth / image.naturalHeight") == 1.5
    await expect(window.text(SANNE)).to_have_text("De uitslag")

    await window.chat(SANNE).get_by_role("button", name="Enlarge the picture").click()
    large = window.page.get_by_role("dialog", name="Picture").get_by_role("img")
    await expect(large).to_have_js_property("naturalWidth", 900)
    await window.page.keyboard.press("Escape")
    await expect(large).to_be_hidden()


async def test_a_document_of_the_bot_can_be_downloaded(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await bot.uploads(
        "sendDocument", "document", b"regel;bedrag\n1;500\n", "begroting.csv", chat_id=str(SANNE)
    )
    link = window.chat(SANNE).get_by_role("link", name="begroting.csv")
    await expect(link).to_contain_text("19 bytes")
    async with window.page.expect_download() as download:
        await link.click()
    saved = await download.value
    assert saved.suggested_filename == "begroting.csv"
    assert (await saved.path()).read_bytes() == b"regel;bedrag\n1;500\n"


async def test_a_person_sends_a_document_with_words(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.chat(SANNE).get_by_role("button", name="Send something else").click()
    async with window.page.expect_file_chooser() as chooser:
        await window.page.get_by_role("menuitem", name="Document").click()
    lines = FilePayload(name="geld.csv", mimeType="text/csv", buffer=b"a;b\n")
    await (await chooser.value).set_files(lines)
    await expect(window.chat(SANNE)).to_contain_text("Send: geld.csv")

    await window.writes(SANNE, "De cijfers van mei")
    heard = await bot.hears()
    assert heard["document"]["file_name"] == "geld.csv"
    assert heard["caption"] == "De cijfers van mei"


async def test_things_a_bot_does_not_expect(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    await window.open(SANNE)
    shown = {"Voice note": "0:0", "Sticker": "👍", "Location": "52.3", "Contact": "Sanne"}
    for name, detail in shown.items():
        await window.chat(SANNE).get_by_role("button", name="Send something else").click()
        await window.page.get_by_role("menuitem", name=name).click()
        heard = await bot.hears()
        assert name.split()[0].lower() in heard
        await expect(window.messages(SANNE).last).to_contain_text(detail)
    assert len(playground.messages(SANNE)) == 4


async def test_a_poll_is_answered_by_a_press(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    options = [{"text": "Maandag"}, {"text": "Dinsdag"}]
    asked = {"question": "Wanneer?", "options": options, "is_anonymous": False}
    sent = await bot.call("sendPoll", chat_id=SANNE, **asked)
    shown = window.messages(SANNE).last
    await expect(shown).to_contain_text("Wanneer?")
    await shown.get_by_role("button", name="Dinsdag").click()
    await expect(shown).to_contain_text("Poll, 1 vote")
    await expect(shown.get_by_role("listitem")).to_have_text(["Maandag0", "Dinsdag1"])

    await bot.call("stopPoll", chat_id=SANNE, message_id=sent["message_id"])
    await expect(shown).to_contain_text("Closed poll, 1 vote")
    await expect(shown.get_by_role("button", name="Dinsdag")).to_be_hidden()


async def test_a_poll_with_several_answers(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    options = [{"text": "Maandag"}, {"text": "Dinsdag"}, {"text": "Vrijdag"}]
    asked = {"question": "Wanneer?", "options": options, "allows_multiple_answers": True}
    await bot.call("sendPoll", chat_id=SANNE, **asked)
    shown = window.messages(SANNE).last
    await shown.get_by_label("Maandag", exact=True).check()
    await shown.get_by_label("Vrijdag", exact=True).check()
    await shown.get_by_role("button", name="Vote").click()
    await expect(shown.get_by_role("listitem")).to_have_text(["Maandag1", "Dinsdag0", "Vrijdag1"])


async def test_several_pictures_are_an_album(window: Window, bot: RawBot) -> None:
    await window.open(SANNE)
    await window.chat(SANNE).get_by_role("button", name="Send something else").click()
    async with window.page.expect_file_chooser() as chooser:
        await window.page.get_by_role("menuitem", name="Photo").click()
    names = ("een.png", "twee.png")
    files = [FilePayload(name=n, mimeType="image/png", buffer=picture(40, 30)) for n in names]
    await (await chooser.value).set_files(files)
    await expect(window.chat(SANNE)).to_contain_text("Send: 2 files")
    await window.writes(SANNE, "Onze straat")
    first, second = [await bot.hears(), await bot.hears()]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second.get("caption")) == ("Onze straat", None)
    await expect(window.messages(SANNE)).to_have_count(2)


async def test_people_and_groups_are_shared_by_a_button(
    window: Window, bot: RawBot, playground: Playground
) -> None:
    street = playground.add_group("Javastraat", "group", SANNE)
    playground.add_group("Not hers", "group", FATMA)
    await window.open(SANNE)
    whom = {"text": "Kies iemand", "request_users": {"request_id": 7}}
    where = {"text": "Kies een groep", "request_chat": {"request_id": 8, "chat_is_channel": False}}
    await bot.says(SANNE, "Wie helpt?", reply_markup={"keyboard": [[whom, where]]})
    keys = window.chat(SANNE).get_by_role("group", name="Answers to choose from")
    await keys.get_by_role("button", name="Kies iemand").click()
    await window.page.get_by_role("menuitem", name="Fatma").click()
    heard = await bot.awaits("message")
    while "users_shared" not in heard:
        heard = await bot.awaits("message")
    assert heard["users_shared"] == {"request_id": 7, "users": [{"user_id": FATMA}]}
    await expect(window.messages(SANNE).last).to_contain_text("shared people")

    await keys.get_by_role("button", name="Kies een groep").press("Enter")
    await expect(window.page.get_by_role("menuitem")).to_have_text(["Javastraat"])
    await window.page.keyboard.press("Enter")
    assert (await bot.awaits("message"))["chat_shared"]["chat_id"] == street.id
