"""Calls to a Telegram that stumbles, or says what nobody understands."""

from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramAPIError
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import make_bot
from bot.polling import news
from tests.town import Town, settings_for

WORDS = "Fatma-who-wrote-this"


async def odd(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": {"id": WORDS}})


async def test_an_answer_that_cannot_be_read_is_not_repeated(tmp_path: Path) -> None:
    app = web.Application()
    app.router.add_post("/{token}/{method}", odd)
    async with TestServer(app) as server:
        settings = settings_for("sqlite://", tmp_path, str(server.make_url("")).rstrip("/"))
        async with make_bot(settings) as bot:
            calls: list[Any] = [bot.get_me(), news().by(bot)]
            for call in calls:
                with pytest.raises(TelegramAPIError) as caught:
                    await call
                assert "cannot be read" in str(caught.value)
                assert WORDS not in str(caught.value)
                assert caught.value.__suppress_context__


@pytest.mark.parametrize("fault", ["server_error", "cut", "too_many"])
async def test_an_answer_leaves_after_a_stumble(
    town: Town, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr("bot.patience.FIRST_PAUSE", 0)
    fatma = await town.resident("Fatma")
    town.playground.fault(fault, method="sendMessage", times=1, retry_after=1)
    await fatma.sends("/stop")
    assert fatma.heard.count(fatma.sees) == 1
    assert "I will not write to you any more." in fatma.sees
