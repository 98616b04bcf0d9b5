"""What was clicked in the playground becomes a scene, and the scene runs."""

import asyncio
import runpy
import shutil
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientSession
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.run import demo
from bot.playground.acts import keys_of
from bot.playground.scene import fetch
from tests.plans import roll
from tests.playground.client import png
from tests.town import Town, opened

GRACE = 1002  # in the demo

RECORDED = '''"""What was done in the playground: read it through, and keep of it what matters."""

from tests.playground.client import png
from tests.town import Town


async def test_recorded(town: Town) -> None:
    fatma = await town.stranger("Fatma", "tr")
    person_1002 = await town.stranger("يوسف", "ar")
    await fatma.sends("/start")
    assert "Kies je taal." in fatma.sees
    await fatma.taps("English")
    assert "Here the city district Oost and residents of Oost talk with" in fatma.sees
    await town.settles()
    await person_1002.sends_other("location")
    assert "Kies je taal." in person_1002.sees
    await town.passes(hours=3)
    await fatma.taps("Go on")
    assert "Where do you live? Choose your area." in fatma.sees
    await fatma.presses("nonsense")
    assert "Hello, Fatma." in fatma.sees
    await fatma.blocks()
    await fatma.unblocks()
    await fatma.sends("Benches on the squere")
    assert "Kies je taal." in fatma.sees
    await fatma.edits("Benches on the squere", "Benches on the square")
    assert "You changed a message. I only read new ones. Please send it" in fatma.sees
    await fatma.forwards("Benches on the square")
    assert "Kies je taal." in fatma.sees
    await fatma.sends_photo(png(8, 6), "My street")
    assert "Kies je taal." in fatma.sees
    de_straat = await town.group("De Straat", fatma, person_1002, kind="group")
    await town.settles()
    await person_1002.sends("Who comes on Saturday?", group=de_straat)
    await town.settles()
    await fatma.replies("Who comes on Saturday?", "I do", group=de_straat)
    await fatma.reacts("Who comes on Saturday?", "👍", group=de_straat)
    await fatma.forwards("Who comes on Saturday?", group=de_straat)
'''

Scene = Callable[[Town], Awaitable[None]]


def read(printed: str, path: Path) -> Scene:
    path.write_text(printed, encoding="utf-8")
    return cast("Scene", runpy.run_path(str(path))["test_recorded"])


async def test_what_was_clicked_runs_as_a_scene(
    town: Town, tmp_path: Path, sqlite_template: Path
) -> None:
    fatma, yusuf = await town.stranger("Fatma", "tr"), await town.stranger("يوسف", "ar")
    await fatma.sends("/start")
    await fatma.taps("English")
    await yusuf.sends_other("location")
    town.playground.world.advance(timedelta(hours=3))
    await fatma.taps("Go on")
    await fatma.presses("nonsense")
    await fatma.blocks()
    await fatma.unblocks()
    await fatma.sends("Benches on the squere")
    await fatma.edits("Benches on", "Benches on the square")
    await fatma.forwards("Benches on")
    await fatma.sends_photo(png(), "My street")
    street = await town.group("De Straat", fatma, yusuf)
    await yusuf.sends("Who comes on Saturday?", street)
    await fatma.replies("Who comes", "I do", street)
    await fatma.reacts("Who comes", "👍", street)
    await fatma.forwards("Who comes", street)
    record = ["playground", "record", "--url", town.settings.telegram_url]
    printed = (await asyncio.to_thread(CliRunner().invoke, app, record)).stdout
    assert printed == RECORDED

    wrong = printed.replace("Choose your area", "Choose your planet")
    for text, fails in ((printed, False), (wrong, True)):
        folder = tmp_path / f"again-{fails}"
        folder.mkdir()
        shutil.copy(sqlite_template, folder / "again.db")
        recorded = read(text, folder / "recorded.py")
        async with opened(f"sqlite+aiosqlite:///{folder}/again.db", folder) as again:
            with pytest.raises(AssertionError) if fails else nullcontext():
                await recorded(again)


@dataclass
class Clicks:
    """Grace at the page of a demo, without a browser."""

    session: ClientSession

    async def asks(self, path: str, **body: Any) -> None:
        async with self.session.post(f"/playground/{path}", json=body) as response:
            assert response.status == 200, await response.text()

    async def finds(self, label: str) -> tuple[int, str]:
        """The newest button with these words, now or as soon as the bot shows it."""
        async with self.session.get("/playground/events") as events:
            async for _ in events.content:
                async with self.session.get(f"/playground/people/{GRACE}/messages") as response:
                    messages = (await response.json())["messages"]
                for message in reversed(messages):
                    for text, data in keys_of(message):
                        if label in text:
                            return message["message_id"], data
        raise AssertionError("the demo went away")

    async def taps(self, *labels: str) -> None:
        for label in labels:
            message_id, data = await self.finds(label)
            await self.asks(f"people/{GRACE}/tap", message_id=message_id, data=data)


async def test_a_vote_in_the_demo_runs_as_a_scene(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "demo").mkdir()
    async with demo(tmp_path / "demo", "127.0.0.1", 0) as url, ClientSession(url) as session:
        grace = Clicks(session)
        await grace.asks(f"people/{GRACE}/send", text="/start")
        await grace.taps("English", "Go on", "Indische Buurt, Oost", "Indische Buurt-West")
        await grace.taps("Send me everything")
        await grace.finds("Propose an initiative")
        for _ in range(3):
            await grace.asks("clock", jump="phase")
        await grace.asks(f"people/{GRACE}/send", text="/start")
        await grace.taps("Vote now", "1. ", "Choose", "Look at my vote", "Send my vote")
        await grace.finds("See or change your vote")
        printed = (await fetch(url)).text
    assert "    await of_the_demo(town)\n    grace = await town.stranger" in printed
    assert 'await grace.presses("vote.plan:' in printed  # the list is in another order next time
    assert "Your vote is in the box" in printed

    shutil.copy(sqlite_template, tmp_path / "again.db")
    recorded = read(printed, tmp_path / "recorded.py")
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/again.db", tmp_path) as again:
        await recorded(again)
        assert await roll(again)


def test_where_no_playground_is_it_says_so() -> None:
    told = CliRunner().invoke(app, ["playground", "record", "--url", "http://127.0.0.1:9"])
    assert told.exit_code == 1
    assert told.stderr == "No playground answers at http://127.0.0.1:9.\n"
