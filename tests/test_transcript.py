"""Who finds a scene broken reads what everybody said, wherever the town was opened."""

import subprocess
import sys
from pathlib import Path

from tests.playground.client import png
from tests.town import Town

BROKEN = """
import shutil

import pytest

from tests.town import Town, opened


@pytest.fixture
def database(tmp_path):
    shutil.copy("{template}", tmp_path / "test.db")
    return f"sqlite+aiosqlite:///{{tmp_path}}/test.db"


@pytest.fixture
async def town(database, tmp_path):
    async with opened(database, tmp_path, seed=None) as town:
        yield town


@pytest.fixture
async def left(town):
    yield
    raise ValueError


@pytest.fixture
async def entered(town):
    await (await town.stranger("Eve")).sends("in a fixture, before the scene")
    raise ValueError


async def test_opens_it_itself(database, tmp_path):
    async with opened(database, tmp_path, seed=None) as town:
        await (await town.stranger("Fatma")).sends("in a town of my own")
        with pytest.raises(ValueError):
            pass


async def test_at_the_end(town, left):
    fatma = await town.stranger("Fatma")
    street = town.playground.add_group("Street", "group", fatma.id)
    await town.playground.send(fatma.id, "in a group, before the end", chat_id=street.id)


async def test_at_the_start(entered):
    pass


async def test_whole():
    raise ValueError
"""


def test_a_scene_that_fails_tells_what_was_said(tmp_path: Path, sqlite_template: Path) -> None:
    broken = tmp_path / "test_broken.py"
    broken.write_text(BROKEN.format(template=sqlite_template), encoding="utf-8")
    given = ("-c", "pyproject.toml", "-p", "tests.stage", "-p", "no:cacheprovider", "-n0")
    told = subprocess.run(  # noqa: S603  our own words
        (sys.executable, "-m", "pytest", *given, broken),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    ).stdout
    for words in (
        "--- Fatma, en\nFatma:\n  in a town of my own\nbot:\n",
        "--- Street\n",
        "  (new chat members)\n  Buurtbot\nFatma:\n  in a group, before the end\n",
        "--- Eve, en\nEve:\n  in a fixture, before the scene\nbot:\n",
    ):
        assert told.count(words) == 1, told


async def test_a_transcript_tells_what_has_no_words_and_starts_arabic_on_its_own_line(
    town: Town,
) -> None:
    yusuf = await town.stranger("يوسف", "ar")
    await yusuf.sends("/start")
    await yusuf.taps("العربية")
    await yusuf.sends_photo(png(), "\u2067شارعي\u2069\n\nالقديم")  # marks that nobody sees
    await yusuf.sends_other("location")
    said = yusuf.transcript
    assert "\nيوسف:\n  (photo)\n  شارعي\n\n  القديم\nbot:\n" in said
    assert "\nيوسف:\n  (location)\nbot:\n" in said
    assert town.transcript == f"--- يوسف, ar\n{said}"
