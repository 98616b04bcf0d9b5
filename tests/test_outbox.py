"""What we say of our own accord: each message once, and honest about what nobody knows."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram.ext import AIORateLimiter, ExtBot

from flows.events import NOTICES, Notice, Payload, tell
from flows.i18n import ZONE, Reader
from flows.kernel import Button, Moment, Picture, Screen
from flows.text import paragraphs, t
from scheduler import outbox
from scheduler.app import pushing
from scheduler.outbox import Pusher
from storage.models import ConsentKind, OutboxRow, OutboxState
from tests.playground.client import png
from tests.town import TOKEN, Actor, Town, opened

REPEATED = "You may have had this message already."
WORDS = "The bench is there. {word}"


async def bench(_moment: Moment, payload: Payload) -> Screen | None:
    if payload["word"] == "untrue":
        return None
    if payload["word"] == "broken":
        raise RuntimeError("a fault of ours")
    return Screen(t(WORDS, word=payload["word"]), ((Button(t("Go to the start"), "home"),),))


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Without a round nobody has anything to say but we."""
    async with opened(database_url, tmp_path, seed=None) as town:
        yield town


@pytest.fixture(autouse=True)
def notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reminder goes out once at most; a receipt is repeated when nobody knows."""
    monkeypatch.setitem(NOTICES, "reminder", Notice(bench, ConsentKind.MEETINGS, again=False))
    monkeypatch.setitem(NOTICES, "receipt", Notice(bench, ConsentKind.MEETINGS, again=True))
    monkeypatch.setitem(NOTICES, "work", Notice(bench, None, again=False))


async def told(town: Town, name: str, *people: Actor, word: str = "Sit.", **given: Any) -> None:
    ids = [person.person_id for person in people]
    key = given.pop("key", word)
    async with town.house.writing() as moment:
        await tell(moment, name, ids, key=key, payload={"word": word}, **given)


async def rows(town: Town) -> list[OutboxRow]:
    async with town.db.read() as tx:
        return list(await tx.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def state(town: Town) -> OutboxState:
    (row,) = await rows(town)
    return row.state


def benches(person: Actor) -> list[str]:
    return [text for text in person.heard if "The bench is there." in text]


async def test_a_push_has_a_way_in_and_a_way_out(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await told(town, "reminder", fatma)
    await town.settles()
    assert benches(fatma) == ["The bench is there. Sit."]
    assert fatma.buttons == ["Go to the start", "Get fewer messages"]
    await told(town, "work", fatma)
    await town.settles()
    assert fatma.buttons == ["Go to the start"]


async def test_the_same_is_told_once(town: Town) -> None:
    fatma = await town.resident("Fatma")
    for word in ("Sit.", "Stand."):
        await told(town, "reminder", fatma, fatma, word=word, key="bench")
        await town.settles()
    assert benches(fatma) == ["The bench is there. Sit."]


async def test_a_consent_withdrawn_meanwhile_counts(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await told(town, "reminder", fatma, sem)
    await fatma.presses("consents.no:meetings")
    await sem.sends("/stop")
    await town.settles()
    assert benches(fatma) == benches(sem) == []
    assert [row.state for row in await rows(town)] == [OutboxState.CANCELLED] * 2


async def test_what_is_no_longer_true_or_too_late_is_not_said(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await told(town, "reminder", fatma, word="untrue")
    await told(town, "reminder", fatma, until=town.now + timedelta(hours=1))
    await town.passes(hours=1)
    assert benches(fatma) == []
    assert [r.state for r in await rows(town)] == [OutboxState.CANCELLED, OutboxState.EXPIRED]


async def test_one_that_cannot_be_written_holds_up_no_other(
    town: Town, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatma = await town.resident("Fatma")
    await told(town, "reminder", fatma, word="broken")
    await told(town, "receipt", fatma, word="forgotten")
    await told(town, "work", fatma)
    monkeypatch.delitem(NOTICES, "receipt")  # of another version of us
    await town.settles()
    assert benches(fatma) == ["The bench is there. Sit."]
    assert [row.state for row in await rows(town)] == ["failed", "cancelled", "sent"]
    assert "cannot be written" in logged.getvalue()


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
    for _ in range(outbox.MOST_ATTEMPTS):
        await town.passes(days=1)
    (row,) = await rows(town)
    assert row.attempts == outbox.MOST_ATTEMPTS
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


SUMMER, WINTER = datetime(2027, 3, 28, tzinfo=ZONE), datetime(2027, 10, 31, tzinfo=ZONE)


@pytest.mark.parametrize("day", [SUMMER, WINTER], ids=["summer time", "winter time"])
async def test_nobody_is_woken_in_the_night_the_clock_changes(town: Town, day: datetime) -> None:
    await town.reaches(day - timedelta(days=1) + timedelta(hours=20, minutes=59))
    fatma = await town.resident("Fatma")
    await town.reaches(day - timedelta(hours=3))
    await told(town, "reminder", fatma)
    for hour in (0, 1, 4, 8):
        await town.reaches(day.replace(hour=hour, minute=59))
        assert benches(fatma) == [], hour
    await town.reaches(day.replace(hour=9))
    assert len(benches(fatma)) == 1


async def test_what_was_held_up_waits_for_the_morning_too(town: Town) -> None:
    """The scheduler was away in the evening: what it finds at night can wait."""
    fatma = await town.resident("Fatma")
    await told(town, "reminder", fatma)
    await town.passes(hours=13)  # eleven in the evening
    assert benches(fatma) == []
    await town.passes(hours=10)
    assert len(benches(fatma)) == 1


def draw(_reader: Reader) -> bytes:
    return png()


@pytest.mark.parametrize("long", [False, True], ids=["caption", "text"])
async def test_a_picture_and_its_text(
    town: Town, monkeypatch: pytest.MonkeyPatch, *, long: bool
) -> None:
    """A text that fits stands under the picture; a longer one follows, in as many messages."""
    paragraph = t("{words}", words="word " * 300)
    said = paragraphs(*[paragraph] * (4 if long else 0), t("The end."))
    picture = Picture(draw=draw, key="bench")

    async def show(_moment: Moment, _payload: Payload) -> Screen:
        return Screen(said, ((Button(t("Go to the start"), "home"),),), picture)

    monkeypatch.setitem(NOTICES, "picture", Notice(show, None, again=False))
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await told(town, "picture", fatma, sem)
    await town.settles()
    for person in (fatma, sem):
        assert person.sees.endswith("The end.")
        assert person.buttons == ["Go to the start"]
        assert len(person.news()) == (4 if long else 2), "the first is the greeting"
    uploads = [call for call in town.playground.traffic if call["method"] == "sendPhoto"]
    assert len(uploads) == 2
