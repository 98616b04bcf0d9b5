"""Bad days of Telegram, and of our own: each message once, and honest about what nobody knows."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.ext import AIORateLimiter, ExtBot

from scheduler import outbox
from scheduler.app import pushing, running
from scheduler.outbox import MOST_ATTEMPTS, Pusher
from storage.models import OutboxState
from tests.benches import benches, rows, state, told
from tests.town import PATIENCE, TOKEN, Town, opened

pytestmark = pytest.mark.usefixtures("notices")
REPEATED = "You may have had this message already."


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Without a round nobody has anything to say but we."""
    async with opened(database_url, tmp_path, seed=None) as town:
        yield town


@pytest.mark.parametrize("fault", ["blocked", "deactivated", "chat_not_found"])
async def test_who_is_gone_is_left_alone_until_they_write(town: Town, fault: str) -> None:
    fatma = await town.resident("Fatma")
    town.playground.fault(fault, chat_id=fatma.id)
    await told(town, "receipt", fatma)
    await town.settles()
    assert await state(town) is OutboxState.CANCELLED
    calls = len(town.playground.traffic)
    await told(town, "receipt", fatma, word="Stand.")
    await town.passes(hours=1)
    assert len(town.playground.traffic) == calls, "Telegram is not even asked"
    town.playground.clear_faults()
    await fatma.sends("/help")
    await told(town, "receipt", fatma, word="Lie.")
    await town.settles()
    assert benches(fatma) == ["The bench is there. Lie."]


async def test_telegram_is_given_the_time_it_asks_for(town: Town) -> None:
    fatma = await town.resident("Fatma")
    town.playground.fault("too_many", method="sendMessage", retry_after=30, times=1)
    await told(town, "reminder", fatma)
    address, limiter = f"{town.settings.telegram_url}/bot", AIORateLimiter(max_retries=0)
    async with ExtBot(TOKEN, base_url=address, rate_limiter=limiter) as impatient:
        await Pusher(town.house, impatient).push()
    assert await state(town) is OutboxState.PENDING
    await town.passes(seconds=28)
    assert benches(fatma) == []
    await town.passes(seconds=2)
    assert benches(fatma) == ["The bench is there. Sit."]


async def test_a_short_wait_is_waited_for_at_once(town: Town) -> None:
    fatma = await town.resident("Fatma")
    town.playground.fault("too_many", method="sendMessage", retry_after=1, times=1)
    await told(town, "reminder", fatma)
    began = asyncio.get_running_loop().time()
    await town.settles()
    assert asyncio.get_running_loop().time() - began >= 1
    (row,) = await rows(town)
    assert (row.state, row.attempts) == (OutboxState.SENT, 1)


async def test_a_stumble_of_telegram_is_tried_again_later(town: Town) -> None:
    fatma = await town.resident("Fatma")
    town.playground.fault("server_error", method="sendMessage", times=2)
    await told(town, "reminder", fatma)
    await town.settles()
    assert (await state(town), benches(fatma)) == (OutboxState.PENDING, [])
    await town.passes(seconds=61)
    assert await state(town) is OutboxState.PENDING
    await town.passes(seconds=61)
    assert await state(town) is OutboxState.PENDING, "each pause is longer"
    await town.passes(seconds=60)
    assert await state(town) is OutboxState.SENT
    assert benches(fatma) == ["The bench is there. Sit."], "no repeat: it had not arrived"


async def test_what_never_arrives_ends(town: Town) -> None:
    fatma = await town.resident("Fatma")
    town.playground.fault("server_error", method="sendMessage")
    await told(town, "receipt", fatma)
    for _ in range(MOST_ATTEMPTS):
        await town.passes(days=1)
    (row,) = await rows(town)
    assert row.attempts == MOST_ATTEMPTS
    assert row.state in {OutboxState.UNKNOWN, OutboxState.FAILED}


async def test_a_lost_answer_is_repeated_only_where_it_matters(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    town.playground.fault("lost_reply", method="sendMessage", times=2)
    await told(town, "reminder", fatma)
    await told(town, "receipt", sem)
    await town.settles()
    await town.passes(minutes=2)
    assert [row.state for row in await rows(town)] == [OutboxState.UNKNOWN, OutboxState.SENT]
    assert benches(fatma) == ["The bench is there. Sit."]
    assert benches(sem) == ["The bench is there. Sit.", f"{REPEATED}\n\nThe bench is there. Sit."]


async def test_a_sender_that_died_while_sending_leaves_a_trace(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await told(town, "reminder", fatma)
    await told(town, "receipt", sem)
    async with town.house.writing() as moment:
        for row in await moment.tx.outbox.claim(moment.now, 10):
            row.state = OutboxState.SENDING
    await town.passes(minutes=1)
    assert benches(sem) == [], "it may still be at it"
    await town.passes(minutes=2)
    assert [row.state for row in await rows(town)] == [OutboxState.UNKNOWN, OutboxState.SENT]
    assert benches(fatma) == []
    assert benches(sem) == [f"{REPEATED}\n\nThe bench is there. Sit."]


async def test_a_sender_that_died_before_sending_loses_nothing(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await told(town, "reminder", fatma)
    async with town.house.writing() as moment:
        assert len(await moment.tx.outbox.claim(moment.now, 10)) == 1
    await town.passes(minutes=1)
    assert benches(fatma) == []
    await town.passes(minutes=2)
    assert benches(fatma) == ["The bench is there. Sit."], "not said twice, so not marked"


async def test_two_senders_send_each_message_once(town: Town) -> None:
    people = [await town.resident(f"Buur {n}") for n in range(4)]
    for n in range(15):
        await told(town, "reminder", *people, word=f"Bench {n}.")
    async with pushing(town.house, TOKEN, town.settings.telegram_url, 1000) as other:
        await asyncio.gather(town.pusher.push(), other.push())
    for person in people:
        expected = sorted(f"The bench is there. Bench {n}." for n in range(15))
        assert sorted(benches(person)) == expected


async def sending(town: Town) -> None:
    async with asyncio.timeout(PATIENCE):
        while await state(town) is not OutboxState.SENDING:  # noqa: ASYNC110  the database tells no one
            await asyncio.sleep(0.01)


async def test_who_stops_sends_what_is_under_way(town: Town) -> None:
    fatma = await town.resident("Fatma")
    town.playground.fault("slow", method="sendMessage", seconds=0.3)
    await told(town, "reminder", fatma)
    async with running(town.house, TOKEN, town.settings.telegram_url, 1000, town.settings.board):
        await sending(town)
    assert await state(town) is OutboxState.SENT
    assert benches(fatma) == ["The bench is there. Sit."]


async def test_who_stops_does_not_wait_for_ever(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PATIENCE", 0.05)
    fatma = await town.resident("Fatma")
    town.playground.fault("slow", method="sendMessage", seconds=2)
    await told(town, "reminder", fatma)
    async with running(town.house, TOKEN, town.settings.telegram_url, 1000, town.settings.board):
        await sending(town)
    assert await state(town) is OutboxState.SENDING
    await town.passes(hours=1)
    assert await state(town) is OutboxState.UNKNOWN
