"""Pushes to try the outbox with: a bench is there, and somebody is told so."""

from typing import Any

import pytest
from sqlalchemy import select

from flows.events import NOTICES, Notice, Payload, tell
from flows.kernel import Button, Moment, Screen
from flows.text import t
from storage.models import ConsentKind, OutboxRow, OutboxState
from tests.town import Actor, Town

WORDS = "The bench is there. {word}"


async def bench(_moment: Moment, payload: Payload) -> Screen | None:
    if payload["word"] == "untrue":
        return None
    if payload["word"] == "broken":
        raise RuntimeError("a fault of ours")
    return Screen(t(WORDS, word=payload["word"]), ((Button(t("Go to the start"), "home"),),))


@pytest.fixture
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
