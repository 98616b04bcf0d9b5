"""What we say of our own accord: wanted, true, once, and never at night."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from flows.events import NOTICES, Notice, Payload
from flows.i18n import ZONE, Reader
from flows.kernel import Button, Moment, Picture, Screen
from flows.text import paragraphs, t
from storage.models import OutboxState
from tests.benches import benches, rows, told
from tests.playground.client import png
from tests.town import Town, opened

pytestmark = pytest.mark.usefixtures("notices")


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Without a round nobody has anything to say but we."""
    async with opened(database_url, tmp_path, seed=None) as town:
        yield town


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
