"""The demo is stopped and started again: all goes on where it was."""

import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.demo.run import demo

SAMIRA = 1005  # welcome already: the demo knows its moderator
DAYS = 3


@dataclass
class Page:
    """What the page does for one person, without a browser."""

    session: ClientSession

    async def get(self, path: str) -> Any:
        async with self.session.get(f"/playground/{path}") as response:
            return await response.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"/playground/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def history(self) -> list[dict[str, Any]]:
        return list((await self.get(f"people/{SAMIRA}/messages"))["messages"])

    async def asks(self, text: str) -> str:
        """Send a text and wait for the answer, new or edited."""
        async with self.session.get("/playground/events") as events:
            await self.post(f"people/{SAMIRA}/send", text=text)
            async for line in events.content:
                if line.startswith(b"data: "):
                    event = json.loads(line.removeprefix(b"data: "))
                    if "message" in event and not event["message"]["outgoing"]:
                        return str(event["message"]["text"])
        raise AssertionError("the demo went away")


@asynccontextmanager
async def living(folder: Path) -> AsyncGenerator[Page, None]:
    async with demo(folder, "127.0.0.1", 0) as url, ClientSession(url) as session:
        yield Page(session)


def next_update(folder: Path) -> int:
    kept = json.loads((folder / "playground.json").read_text(encoding="utf-8"))
    return int(kept["queues"]["42"]["next_id"])


async def test_a_demo_started_again_goes_on(tmp_path: Path) -> None:
    async with living(tmp_path) as page:
        await page.asks("/start")
        assert "titel" in await page.asks("/propose")
        await page.post("clock", advance=DAYS * 86_400)
        before, then = await page.history(), (await page.get("clock"))["now"]
    number = next_update(tmp_path)

    async with living(tmp_path) as page:
        assert (await page.history())[: len(before)] == before
        gone_by = datetime.fromisoformat((await page.get("clock"))["now"]) - (
            datetime.fromisoformat(then)
        )
        assert timedelta() <= gone_by < timedelta(minutes=5)
        assert "Vraag 1 van 8" in before[-1]["text"]
        assert "Vraag 2 van 8" in await page.asks("Bankjes op het plein")
    assert next_update(tmp_path) > number


async def test_the_outbox_is_a_panel_without_texts(tmp_path: Path) -> None:
    async with living(tmp_path) as page:
        await page.asks("/start")
        await page.post("clock", jump="phase")
        async with page.session.get("/playground/events") as events:
            async for line in events.content:
                if b'"method": "sendMessage"' in line:
                    break
        outbox = await page.get("panels/Outbox")
    assert outbox["columns"] == ["State", "Notice", "For", "Not before", "Tries"]
    assert {(notice, name) for _, notice, name, _, _ in outbox["rows"]} == {
        ("phase", "Noor"),
        ("phase", "Pieter"),
        ("phase", "Samira"),
    }
    known = {"pending", "sending", "sent", "cancelled"}  # the officers have not pressed Start
    for state, _, _, not_before, tries in outbox["rows"]:
        assert state in known
        assert re.fullmatch(r"\d\d-\d\d 0?9:00", not_before)
        assert tries in {"0", "1"}


async def test_a_demo_with_a_damaged_state_file_starts(tmp_path: Path) -> None:
    async with living(tmp_path) as page:
        await page.asks("/start")
    (tmp_path / "playground.json").write_text("{", encoding="utf-8")

    async with living(tmp_path) as page:
        assert await page.history() == []
        assert "Samira" in await page.asks("/start")
    assert (tmp_path / "playground.json.unreadable-1").read_text(encoding="utf-8") == "{"
