"""``buurtbot codes``: letters on paper, and two people who take one back."""

import asyncio
import csv
import re
import shutil
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from flows.stemcodes.code import is_right
from storage.models import CodeState
from tests.codes import by_code, issued, states
from tests.plans import CLOSES, OPENS, box, define, roll, the_round, votes
from tests.test_cli import Type, types
from tests.town import Town, opened

__all__ = ["types"]


@pytest.fixture
async def prompt(town: Town, types: Type, monkeypatch: pytest.MonkeyPatch) -> Type:
    """A prompt on the machine of this town."""
    monkeypatch.setenv("BUURTBOT_DATABASE_URL", town.settings.database_url)
    monkeypatch.setenv("BUURTBOT_TELEGRAM_URL", town.settings.telegram_url)
    monkeypatch.setenv("BUURTBOT_KEYS_FOLDER", str(town.settings.keys_folder))
    return types


@pytest.fixture
async def town(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Town]:
    shutil.copy(sqlite_template, tmp_path / "town.db")
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/town.db", tmp_path) as town:
        yield town


async def test_letters_are_printed_and_their_codes_work(
    town: Town, prompt: Type, tmp_path: Path
) -> None:
    await by_code(town)
    slug = (await the_round(town)).definition.slug
    out = tmp_path / "letters"
    result = await asyncio.to_thread(prompt, "codes", "issue", slug, "--count", 3, "--out", out)
    assert result.exit_code == 0, result.output
    sheet, letters = sorted(out.iterdir())
    assert sheet.stat().st_mode & 0o777 == letters.stat().st_mode & 0o777 == 0o600
    lines = list(csv.DictReader(sheet.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [line["serial"] for line in lines] == ["1", "2", "3"]
    for line in lines:
        plain = line["code"].replace("-", "")
        assert is_right(plain)
        assert line["link"] == f"https://t.me/buurtbot?start={plain}"
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.values())
    assert letters.read_bytes().count(b"/Type /Page ") == 3
    fatma = await town.resident("Fatma")
    await fatma.sends(lines[1]["code"])
    assert "Your stemcode is right." in fatma.sees
    told = await asyncio.to_thread(prompt, "codes", "count", slug)
    assert re.findall(r"(issued|redeemed) +(\d+)", told.stdout) == [
        ("issued", "2"),
        ("redeemed", "1"),
    ]


async def test_the_letter_says_it_in_every_language(
    town: Town, prompt: Type, tmp_path: Path
) -> None:
    """Its pages share what is the same on all of them, and are small."""
    await by_code(town)
    slug = (await the_round(town)).definition.slug
    await asyncio.to_thread(
        prompt, "codes", "issue", slug, "--count", 200, "--out", tmp_path, "--bot", "buurtbot"
    )
    content = the_file(tmp_path, "pdf").read_bytes()
    assert content.startswith(b"%PDF-1.7")
    assert content.rstrip().endswith(b"%%EOF")
    streams = re.findall(rb"/Length (\d+) /Filter /FlateDecode >>\nstream\n", content)
    assert len(content) / 200 < 4_000
    first = content.index(b"stream\n") + len(b"stream\n")
    shared = zlib.decompress(content[first : first + int(streams[0])]).decode()
    assert shared.count(" cm ") > 40, "a line of outlines for each line of text"
    table = int(re.findall(rb"startxref\n(\d+)", content)[0])
    offsets = [int(it) for it in re.findall(rb"(\d{10}) 00000 n", content[table:])]
    for number, offset in enumerate(offsets, start=1):
        assert content[offset:].startswith(f"{number} 0 obj".encode())


async def test_what_cannot_be_issued_is_told(town: Town, prompt: Type, tmp_path: Path) -> None:
    slug = (await the_round(town)).definition.slug
    out = ("--count", 1, "--out", tmp_path / "out", "--bot", "buurtbot")
    nobody = await asyncio.to_thread(prompt, "codes", "issue", slug, *out)
    assert "nobody needs a code" in nobody.stderr
    await define(town, voters="both")
    unknown = await asyncio.to_thread(prompt, "codes", "issue", "nowhere", *out)
    assert "There is no round nowhere." in unknown.stderr
    pot = await asyncio.to_thread(prompt, "codes", "issue", slug, "--pot", "oost", *out)
    assert "Say which pot: pot." in pot.stderr
    (tmp_path / "file").touch()
    no_folder = await asyncio.to_thread(
        prompt, "codes", "issue", slug, "--count", 1, "--bot", "b", "--out", tmp_path / "file/x"
    )
    for result in (nobody, unknown, pot, no_folder):
        assert result.exit_code == 1
        assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()
    assert CodeState.ISSUED not in await states(town), "without a letter no code works"


async def test_with_another_folder_of_keys_no_letter_is_printed(
    town: Town, prompt: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await by_code(town)
    await issued(town)
    monkeypatch.setenv("BUURTBOT_KEYS_FOLDER", str(tmp_path / "elsewhere"))
    slug = (await the_round(town)).definition.slug
    result = await asyncio.to_thread(
        prompt, "codes", "issue", slug, "--count", 1, "--out", tmp_path / "out", "--bot", "b"
    )
    assert "is not in the keys folder: no code would work." in result.stderr
    assert await states(town) == [CodeState.ISSUED]


def the_file(folder: Path, kind: str) -> Path:
    (file,) = folder.glob(f"*.{kind}")
    return file


async def asks(town: Town, prompt: Type, *words: object) -> str:
    """Type a command, by the clock of the town."""
    assert isinstance(town.house.clock, MovableClock)
    slug = (await the_round(town)).definition.slug
    command, *more = words
    result = await asyncio.to_thread(prompt, "codes", command, slug, *map(str, more))
    return result.output


async def test_a_revoked_code_takes_its_vote_along(town: Town, prompt: Type) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    fatma, pieter = await town.resident("Fatma"), await town.officer("Pieter")
    await fatma.sends(code)
    await votes(fatma, 1)
    told = await asks(town, prompt, "revoke", 1, "--reason", "Sent to the wrong house")
    assert "when an officer confirms it" in told
    assert await box(town) == {(1,): 1}, "one person alone takes nothing back"
    again = await asks(town, prompt, "revoke", 1, "--reason", "Once more")
    assert "waits for an officer already" in again
    await pieter.sends("/start")
    await pieter.taps("Check a stemcode")
    assert "Stemcode 000001 must be taken back." in pieter.sees
    assert "Sent to the wrong house" in pieter.sees
    assert "Is there a vote with it? Then that is taken out." in pieter.sees
    await fatma.presses("codes.yes:1")
    assert "This is not for you." in fatma.toast
    await pieter.taps("Take this code back")
    assert "Stemcode 000001 is taken back." in pieter.sees
    await pieter.presses("codes.yes:1")
    assert "This was decided already." in pieter.toast
    assert (await box(town), await roll(town)) == ({}, frozenset())
    await town.settles()
    assert any("Your vote with it is taken out." in text for text in fatma.heard)
    await fatma.sends(code)
    assert "I do not know this code" in fatma.sees
    assert await states(town) == [CodeState.REVOKED]


async def test_a_new_code_works_when_an_officer_says_so(
    town: Town, prompt: Type, tmp_path: Path
) -> None:
    await by_code(town)
    (old,) = await issued(town)
    await town.reaches(OPENS)
    fatma, pieter = await town.resident("Fatma"), await town.officer("Pieter")
    await fatma.sends(old)
    await votes(fatma, 1)
    out = ("--reason", "Lost", "--out", tmp_path / "new", "--bot", "buurtbot")
    await asks(town, prompt, "replace", 1, *out)
    sheet = the_file(tmp_path / "new", "csv").read_text("utf-8-sig")
    (line,) = csv.DictReader(sheet.splitlines(), delimiter=";")
    await fatma.sends(line["code"])
    assert "I do not know this code" in fatma.sees, "not confirmed yet"
    await pieter.presses("codes.open:1")
    assert "The new one is 000002." in pieter.sees
    await pieter.taps("Replace this code")
    assert await box(town) == {}
    await fatma.sends(line["code"])
    await votes(fatma, 2)
    assert await box(town) == {(2,): 1}
    assert await states(town) == [CodeState.REPLACED, CodeState.REDEEMED]


async def test_an_officer_asks_and_a_second_one_decides(town: Town) -> None:
    await by_code(town)
    (code,), _ = await issued(town), await issued(town, 2, test=True)
    await town.reaches(OPENS)
    pieter, hanna = await town.officer("Pieter"), await town.officer("Hanna")
    fatma = await town.resident("Fatma")
    await fatma.sends(code)
    await votes(fatma, 1)
    await pieter.presses("codes")
    assert "Used: 1" in pieter.sees
    assert "2 test codes. They never count." in pieter.sees
    await pieter.taps("Take a code back")
    await pieter.sends("4")
    assert "There is no stemcode in use with this number." in pieter.sees
    await pieter.sends("000001")
    await pieter.sends("The letter was stolen")
    await pieter.taps("Ask a second officer")
    await pieter.presses("codes.yes:1")
    assert "Another officer must confirm it." in pieter.toast
    assert await box(town) == {(1,): 1}
    await hanna.sends("/start")
    await hanna.taps("Check a stemcode")
    assert "The letter was stolen" in hanna.sees
    await hanna.taps("Take this code back")
    assert await box(town) == {}
    assert (await states(town))[0] is CodeState.REVOKED


async def test_an_officer_can_say_no(town: Town, prompt: Type, tmp_path: Path) -> None:
    await by_code(town)
    await issued(town)
    pieter = await town.officer("Pieter")
    await asks(town, prompt, "replace", 1, "--reason", "?", "--out", tmp_path, "--bot", "b")
    await pieter.presses("codes.open:1")
    await pieter.taps("Keep this code")
    assert "Stemcode 000001 stays in use." in pieter.sees
    assert await states(town) == [CodeState.ISSUED, CodeState.REVOKED]


async def test_after_the_close_a_vote_stays(town: Town, prompt: Type) -> None:
    await by_code(town)
    (code,) = await issued(town)
    await town.reaches(OPENS)
    fatma, pieter = await town.resident("Fatma"), await town.officer("Pieter")
    await fatma.sends(code)
    await votes(fatma, 1)
    await asks(town, prompt, "revoke", 1, "--reason", "Late")
    await town.reaches(CLOSES + timedelta(seconds=1))
    await pieter.presses("codes.open:1")
    assert "Voting is closed. A vote that was sent stays." in pieter.sees
    await pieter.taps("Take this code back")
    assert await box(town) == {(1,): 1}
    assert await states(town) == [CodeState.REVOKED]
