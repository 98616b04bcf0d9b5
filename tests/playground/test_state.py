"""A playground that is started again remembers."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.playground import Playground
from bot.playground.entities import Json
from bot.playground.parameters import Upload
from tests.playground.client import FATMA, TOKEN, YOUSSEF, Client, png

KEYBOARD = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}


def opened(path: Path) -> Playground:
    playground = Playground(path)
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(FATMA, "Fatma", "tr")
    playground.add_person(YOUSSEF, "Youssef", "ar")
    return playground


async def test_everything_is_still_there(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    first = opened(path)
    async with first.serving() as url, ClientSession() as session:
        api = Client(session, url)
        await first.send(FATMA, "/start")
        await first.send(FATMA, kind="photo", file=Upload("a.png", "image/png", png()))
        await first.send(YOUSSEF, "/start")
        await first.block(YOUSSEF)
        await api.ok("sendMessage", chat_id=FATMA, text="Plan", reply_markup=KEYBOARD)
        await api.ok("setMyCommands", commands=[{"command": "help", "description": "Help"}])
        first.clock.advance(timedelta(days=3))
        await first.react(FATMA, 1, "👍")
        tap = await first.tap(FATMA, 1, "open")
        fetched = await api.ok("getUpdates", limit=1)
        await api.ok("getUpdates", offset=fetched[0]["update_id"] + 1)
        before = first.messages(FATMA)
    second = opened(path)
    async with second.serving() as url, ClientSession() as session:
        api = Client(session, url)
        assert second.messages(FATMA) == before
        assert second.clock() - first.clock() < timedelta(seconds=1)
        waiting = await api.ok("getUpdates")
        kinds = [name for update in waiting for name in update if name != "update_id"]
        assert kinds == ["message", "message", "my_chat_member", "callback_query"]
        assert await api.ok("answerCallbackQuery", callback_query_id=tap)
        refused = await api.call("sendMessage", chat_id=YOUSSEF, text="x")
        assert refused.status == 403
        assert await api.ok("getMyCommands") == [{"command": "help", "description": "Help"}]
        file = before[1]["photo"][0]["file_id"]
        async with session.get(f"{url}/playground/files/{file}") as response:
            assert await response.read() == png()
        sent = await api.ok("sendMessage", chat_id=FATMA, text="next")
        assert sent["message_id"] == max(message["message_id"] for message in before) + 1


async def test_changes_are_written_while_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    playground = opened(path)
    async with playground.serving():
        await playground.send(FATMA, "/start")
        while not path.exists():  # noqa: ASYNC110  the disk tells nobody
            await asyncio.sleep(0.01)
        saved = json.loads(path.read_text(encoding="utf-8"))
        assert saved["chats"][0]["started"] is True
        assert not path.with_name("playground.json.new").exists()


async def test_a_webhook_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    async with opened(path).serving() as url, ClientSession() as session:
        await Client(session, url).ok("setWebhook", url="http://127.0.0.1:9/hook")
    async with opened(path).serving() as url, ClientSession() as session:
        info = await Client(session, url).ok("getWebhookInfo")
        assert info["url"] == "http://127.0.0.1:9/hook"


def no_version(kept: Json) -> Json:
    return {name: part for name, part in kept.items() if name != "version"}


def without_people(kept: Json) -> Json:
    return {name: part for name, part in kept.items() if name != "people"}


def with_a_foreign_trait(kept: Json) -> Json:
    return kept | {"people": [{**kept["people"][0], "shoe_size": 43}]}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: json.dumps(kept)[:-40],
        lambda kept: "",
        lambda kept: "[]",
        lambda kept: json.dumps(kept | {"version": 1}),
        lambda kept: json.dumps(no_version(kept)),
        lambda kept: json.dumps(without_people(kept)),
        lambda kept: json.dumps(with_a_foreign_trait(kept)),
        lambda kept: json.dumps(kept | {"queues": {"42": 7}}),
    ],
    ids=["cut", "empty", "a list", "older", "no version", "no people", "foreign", "odd queue"],
)
async def test_a_file_that_cannot_be_read_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, spoil: Callable[[Json], str]
) -> None:
    path = tmp_path / "playground.json"
    first = opened(path)
    async with first.serving():
        await first.send(FATMA, "/start")
        first.clock.advance(timedelta(days=3))
    spoiled = spoil(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(spoiled, encoding="utf-8")

    second = opened(path)
    aside = path.with_name("playground.json.unreadable-1")
    assert aside.read_text(encoding="utf-8") == spoiled
    [line] = caplog.messages
    assert f"{path} cannot be read" in line
    assert aside.name in line
    assert second.messages(FATMA) == []
    assert second.clock() < first.clock() - timedelta(days=2)
    async with second.serving():
        await second.send(FATMA, "/start")
    assert len(opened(path).messages(FATMA)) == 1

    path.write_text("again", encoding="utf-8")
    opened(path)
    assert path.with_name("playground.json.unreadable-2").exists()


async def test_a_lost_picture_sets_the_file_aside(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    first = opened(path)
    async with first.serving():
        await first.send(FATMA, kind="photo", file=Upload("a.png", "image/png", png()))
    [picture] = path.with_name("playground.json.files").iterdir()
    picture.unlink()
    assert opened(path).messages(FATMA) == []
    assert path.with_name("playground.json.unreadable-1").exists()


async def test_it_runs_alone(tmp_path: Path) -> None:
    state = tmp_path / "alone.json"
    command = [sys.executable, "-m", "bot.playground", "--port", "0", "--state", str(state)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    page = (await process.stdout.readline()).decode().split()[-1]
    api = (await process.stdout.readline()).decode().split()[-1]
    async with ClientSession() as session:
        async with session.get(api) as response:
            assert (await response.json())["result"]["is_bot"] is True
        async with session.get(f"{page}playground/people") as response:
            assert len(await response.json()) == 4
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 0
    assert state.exists()
