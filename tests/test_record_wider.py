"""What our bot does not offer yet, and people can do on the page: it becomes a scene as well."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    KeyboardButtonRequestChat,
    KeyboardButtonRequestUsers,
    Message,
    ReplyKeyboardMarkup,
)
from aiohttp import ClientSession, FormData
from typer.testing import CliRunner

from bot import polling
from bot.cli import app
from bot.updates import App, make_router
from storage.models import InboxState
from tests.playground.client import Client, png
from tests.test_record import read
from tests.town import TOKEN, Town, opened

WHO = KeyboardButtonRequestUsers(request_id=1, max_quantity=2)
WHERE = KeyboardButtonRequestChat(request_id=2, chat_is_channel=False)
ASKS = ReplyKeyboardMarkup(
    keyboard=[
        [KeyboardButton(text="Choose people", request_users=WHO)],
        [KeyboardButton(text="اختر مجموعة", request_chat=WHERE)],
    ]
)


def article(place: str, number: int) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=f"I like {place}.")
    return InlineQueryResultArticle(id=str(number), title=place, input_message_content=content)


async def looks_up(asked: InlineQuery, app: App, ticket: int) -> bool:
    places = ["Park", "Park Frankendael", "Flevopark"]
    found = [place for place in places if asked.query.casefold() in place.casefold()]
    await asked.answer([article(place, number) for number, place in enumerate(found)])
    return await done(app, ticket)


async def asks(message: Message, app: App, ticket: int) -> bool:
    await message.answer("Who comes, and where?", reply_markup=ASKS)
    return await done(app, ticket)


async def begins(message: Message, app: App, ticket: int) -> bool:
    topic = await app.bot.create_forum_topic(message.chat.id, "Trees")
    thread = topic.message_thread_id
    await app.bot.send_message(message.chat.id, "Which trees?", message_thread_id=thread)
    return await done(app, ticket)


async def done(app: App, ticket: int) -> bool:
    async with app.house.db.write() as tx:
        await tx.inbox.finish(ticket, InboxState.DONE)
    return True


def wider() -> Router:
    """What our bot answers, and what it does not know yet."""
    router = Router()
    router.inline_query.register(looks_up)
    router.message.register(asks, F.text == "Who comes?")
    router.message.register(begins, F.text == "Trees!", F.chat.is_forum)
    router.include_router(make_router())
    return router


@pytest.fixture
async def town(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_template: Path
) -> AsyncIterator[Town]:
    """One to record in; what is opened in the same test has the wider bot, too."""
    monkeypatch.setattr("bot.app.make_router", wider)
    monkeypatch.setattr(polling, "ALLOWED", [*polling.ALLOWED, "inline_query"])
    shutil.copy(sqlite_template, tmp_path / "recorded.db")
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/recorded.db", tmp_path) as town:
        yield town


@dataclass
class Page:
    """The page, without a browser."""

    town: Town
    client: Client

    async def does(self, path: str, **given: Any) -> Any:
        answered = await self.client.control(path, **given)
        assert answered.status == 200, answered.body
        await self.town.answered()
        return answered.body

    async def posts(self, path: str, form: FormData) -> None:
        url = f"{self.client.url}/playground/{path}"
        async with self.client.session.post(url, data=form) as response:
            assert response.status == 200, await response.text()
        await self.town.answered()


@pytest.fixture
async def page(town: Town) -> AsyncIterator[Page]:
    async with ClientSession() as session:
        yield Page(town, Client(session, town.settings.telegram_url, TOKEN))


async def recorded(town: Town, database_url: str, folder: Path) -> list[str]:
    """The lines of the scene, once it has been played."""
    folder = folder / "again"
    record = ["playground", "record", "--url", town.settings.telegram_url, "--into", str(folder)]
    assert (await asyncio.to_thread(CliRunner().invoke, app, record)).exit_code == 0
    printed = (folder / "test_recorded.py").read_text(encoding="utf-8")
    async with opened(database_url, folder) as again:
        await read(printed, folder / "test_recorded.py")(again)
        assert again.transcript == town.transcript
        assert kept(again) == kept(town)
    return [line.strip() for line in printed.partition("-> None:\n")[2].splitlines()]


def kept(town: Town) -> tuple[list[bytes], list[tuple[int | None, bool]]]:
    """What a transcript does not tell: what is in files, and where each message belongs."""
    world = town.playground.world
    said = [message for chat in world.chats.values() for message in chat.messages.values()]
    files = [file.data for file in world.files.by_id.values()]
    return files, [(it.get("message_thread_id"), "media_group_id" in it) for it in said]


async def test_what_was_looked_up_and_picked(
    town: Town, page: Page, database_url: str, tmp_path: Path
) -> None:
    fatma = await town.stranger("Fatma", "tr")
    street = await page.does("groups", title="De Straat", members=[fatma.id])
    await page.does(f"people/{fatma.id}/send", text="/start")
    for typed in ("f", "fl", "park"):  # the page asks at each pause in the typing
        asked = await page.does(f"people/{fatma.id}/inline", text=typed, chat_id=street["id"])
    choice = {"inline_query_id": asked["inline_query_id"], "chat_id": street["id"]}
    await page.does(f"people/{fatma.id}/choose", result_id="1", **choice)
    lines = await recorded(town, database_url, tmp_path)
    assert lines[-4:] == [
        'await fatma.sends("/start")',
        'assert "Kies je taal." in fatma.sees',
        'await fatma.looks_up("park", group=de_straat)',
        'await fatma.picks("Park Frankendael", group=de_straat)',
    ]


async def test_people_and_groups_that_a_button_asks_for(
    town: Town, page: Page, database_url: str, tmp_path: Path
) -> None:
    fatma, yusuf = await town.stranger("Fatma", "en"), await town.stranger("يوسف", "ar")
    omar = await town.stranger("Omar", "nl")
    street = await page.does("groups", title="De Straat", members=[fatma.id])
    send = f"people/{fatma.id}/send"
    await page.does(send, text="Who comes?")
    await page.does(send, kind="users_shared", users=[yusuf.id, omar.id], request_id=1)
    await page.does(send, kind="chat_shared", chat=street["id"], request_id=2)
    lines = await recorded(town, database_url, tmp_path)
    shared = [line for line in lines if "shares" in line]
    assert shared == [
        'await fatma.shares("Choose people", person_1002, omar)',
        'await fatma.shares("اختر مجموعة", de_straat)',
    ]


async def test_files_that_are_not_written_out_lie_beside_the_scene(
    town: Town, page: Page, database_url: str, tmp_path: Path
) -> None:
    fatma = await town.stranger("Fatma", "tr")
    for name, content in (("../Één.PDF", b"%PDF\xff\0"), ("lines.csv", b"a;b\n" * 999)):
        form = FormData({"kind": "document", "caption": "Look"}, quote_fields=False)
        form.add_field("file", content, filename=name)
        await page.posts(f"people/{fatma.id}/send", form)
    lines = await recorded(town, database_url, tmp_path)
    sent = [line for line in lines if "HERE" in line]
    assert sent == [
        'await fatma.sends_file("../Één.PDF", (HERE / "een_5e9052b1.pdf").read_bytes(), "Look")',
        'await fatma.sends_file("lines.csv", (HERE / "lines_a7ef0f7e.csv").read_bytes(), "Look")',
    ]


async def test_topics_and_who_runs_a_group(
    town: Town, page: Page, database_url: str, tmp_path: Path
) -> None:
    fatma, yusuf = await town.stranger("Fatma", "en"), await town.stranger("Yusuf", "ar")
    forum = {"title": "De Straat", "type": "supergroup", "is_forum": True, "members": [fatma.id]}
    street = await page.does("groups", **forum)
    for person, status in ((42, "administrator"), (yusuf.id, "member")):
        made = {"user_id": person, "status": status, "by": fatma.id}
        await page.does(f"groups/{street['id']}/members", **made)
    at = {"chat_id": street["id"]}
    await page.does(f"people/{fatma.id}/send", text="Trees!", **at)
    asked = town.playground.messages(street["id"])[-1]
    thread = asked["message_thread_id"]
    reply = {"text": "Elms", "reply_to_message_id": asked["message_id"]}
    await page.does(f"people/{yusuf.id}/send", **reply, **at)
    await page.does(f"people/{fatma.id}/send", text="Oaks", message_thread_id=thread, **at)
    said = town.playground.messages(street["id"])[-2:]
    assert [message["message_thread_id"] for message in said] == [thread, thread]
    lines = await recorded(town, database_url, tmp_path)
    assert [line for line in lines if "de_straat" in line and "assert" not in line] == [
        'de_straat = await town.group("De Straat", fatma, kind="supergroup", topics=True)',
        'await fatma.makes("administrator", group=de_straat)',
        'await fatma.makes("member", yusuf, group=de_straat)',
        'await fatma.sends("Trees!", group=de_straat)',
        'await yusuf.replies("Which trees?", "Elms", group=de_straat)',
        'await fatma.sends("Oaks", group=de_straat.topic("Trees"))',
    ]


async def test_pictures_sent_at_once_are_an_album(
    town: Town, page: Page, database_url: str, tmp_path: Path
) -> None:
    fatma = await town.stranger("Fatma", "tr")
    for number, caption in enumerate(["My street\nand my square", "", ""]):
        form = FormData({"kind": "photo", "caption": caption, "media_group_id": "7"})
        form.add_field("file", png(8, 6 + number), filename="a.png")
        await page.posts(f"people/{fatma.id}/send", form)
    lines = await recorded(town, database_url, tmp_path)
    assert lines[-2:] == [
        'await fatma.sends_album("My street\\nand my square", png(8, 6), png(8, 7), png(8, 8))',
        'assert "Kies je taal." in fatma.sees',
    ]


async def test_bad_days(town: Town, page: Page, database_url: str, tmp_path: Path) -> None:
    fatma, yusuf = await town.stranger("Fatma", "tr"), await town.stranger("Yusuf", "ar")
    for person in (fatma, yusuf):
        await page.does(f"people/{person.id}/send", text="/start")
    await page.does("faults", kind="blocked", chat_id=fatma.id, method="sendMessage", times=1)
    for person in (fatma, yusuf):
        await page.does(f"people/{person.id}/send", text="Hello?")
    town.playground.clear_faults()
    await page.does(f"people/{fatma.id}/send", text="Hello?")
    lines = await recorded(town, database_url, tmp_path)
    assert [line for line in lines if "assert" not in line][3:] == [
        "await town.settles()",
        'await yusuf.sends("/start")',
        "await town.settles()",
        'town.playground.fault("blocked", chat_id=fatma.id, method="sendMessage", times=1)',
        'await fatma.sends("Hello?")',
        "await town.settles()",
        'await yusuf.sends("Hello?")',
        "await town.settles()",
        "town.playground.clear_faults()",
        'await fatma.sends("Hello?")',
    ]
