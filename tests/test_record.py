"""What was clicked in the playground becomes a scene, and the scene runs."""

import asyncio
import runpy
import shutil
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.town import Town, opened

RECORDED = '''"""What was done in the playground: read it through, and keep of it what matters."""

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


def test_where_no_playground_is_it_says_so() -> None:
    told = CliRunner().invoke(app, ["playground", "record", "--url", "http://127.0.0.1:9"])
    assert told.exit_code == 1
    assert told.stderr == "No playground answers at http://127.0.0.1:9.\n"
