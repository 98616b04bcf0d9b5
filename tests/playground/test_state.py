"""A playground that is started again remembers."""

import asyncio
import json
import signal
import sys
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession

from bot.playground import Playground
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
