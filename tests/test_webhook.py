"""The same bot, told its news by webhook."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select, text

from bot.webhook import HEADER, LARGEST_UPDATE, PATH
from storage.models import InboxRow
from tests.town import WEBHOOK_SECRET, Town, fails_once, opened


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(database_url, tmp_path, webhook=True) as town:
        yield town


async def post(town: Town, body: bytes, secret: str | bytes | None = WEBHOOK_SECRET) -> int:
    """Answers the status."""
    given = secret.encode() if isinstance(secret, str) else secret
    async with ClientSession() as session:
        if given is None or given.isascii():
            headers = {} if given is None else {HEADER: given.decode()}
            address = f"{town.settings.webhook_url}{PATH}"
            async with session.post(address, data=body, headers=headers) as response:
                return response.status
    return await post_bytes(town, body, given)


async def post_bytes(town: Town, body: bytes, secret: bytes) -> int:
    """A header that no client library would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", town.settings.webhook_port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{HEADER}: "
    writer.write(head.encode() + secret + b"\r\nConnection: close\r\n\r\n" + body)
    status = (await reader.readline()).split()[1]
    writer.close()
    await writer.wait_closed()
    return int(status)


async def kept(town: Town) -> int:
    async with town.db.read() as tx:
        return await tx.session.scalar(select(func.count()).select_from(InboxRow)) or 0


async def test_a_conversation_by_webhook(town: Town) -> None:
    fatma, sem = await town.stranger("Fatma"), await town.resident("Sem")
    await fatma.sends("/start")
    for label in ("English", "Go on", "I live somewhere else", "Send me nothing"):
        await fatma.taps(label)
    assert "Hello, Fatma." in fatma.sees
    await town.stops()
    await town.playground.send(sem.id, "/help")
    await town.starts()
    await town.answered()
    assert "Help" in sem.sees, "what was said meanwhile is answered"


@pytest.mark.parametrize(
    "secret",
    [None, "", "wrong", WEBHOOK_SECRET[:-1], WEBHOOK_SECRET + "x", "é" * 40, b"\xff\xfe\x80" * 9],
    ids=["none", "empty", "wrong", "short", "long", "not ASCII", "not UTF-8"],
)
async def test_without_the_secret_nobody_is_heard(town: Town, secret: str | bytes | None) -> None:
    assert await post(town, b'{"update_id": 1}', secret) == 401
    assert await kept(town) == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"{}", b'{"update_id": "x"}', b'{"update_id": true}', b"\xff\xfe",
     b'{"update_id": 1' + b"0" * 30 + b"}", b"[" * 100_000],
)  # fmt: skip
async def test_what_is_no_update_is_refused(town: Town, body: bytes) -> None:
    assert await post(town, body) == 400
    assert await kept(town) == 0


async def test_what_is_too_large_is_refused(town: Town) -> None:
    body = b'{"update_id": 1, "x": "' + b"x" * LARGEST_UPDATE + b'"}'
    assert await post(town, body) == 413
    assert await kept(town) == 0


async def test_other_ways_in_are_closed(town: Town) -> None:
    async with ClientSession() as session:
        address = f"{town.settings.webhook_url}{PATH}"
        async with session.get(address, headers={HEADER: WEBHOOK_SECRET}) as response:
            assert response.status == 405
        async with session.post(f"{town.settings.webhook_url}/") as response:
            assert response.status == 404


async def test_yes_is_said_only_after_the_commit(town: Town) -> None:
    """Somebody else writes in the database: until that is over nothing is kept."""
    async with town.db.write() as tx:
        if tx.session.get_bind().dialect.name == "postgresql":
            await tx.session.execute(text("LOCK TABLE inbox"))
        posting = asyncio.create_task(post(town, b'{"update_id": 1}'))
        done, _ = await asyncio.wait([posting], timeout=0.1)
        assert not done
    assert await posting == 200
    assert await kept(town) == 1


async def test_what_could_not_be_kept_comes_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatma = await town.resident("Fatma")
    calls = fails_once(monkeypatch)
    await fatma.sends("/help")
    assert calls == [1, 1]
    assert "Help" in fatma.sees
