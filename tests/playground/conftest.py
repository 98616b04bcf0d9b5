"""A playground with two people who know the bot and one who does not."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.playground import Playground
from tests.playground.client import FATMA, STRANGER, TOKEN, YOUSSEF, Client


@pytest.fixture
def playground() -> Playground:
    playground = Playground()
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(FATMA, "Fatma", "tr", username="fatma")
    playground.add_person(YOUSSEF, "Youssef", "ar", note="moderator")
    playground.add_person(STRANGER, "Sam", "en")
    return playground


@pytest.fixture
async def api(playground: Playground) -> AsyncIterator[Client]:
    async with playground.serving() as url, ClientSession() as session:
        client = Client(session, url)
        for person in (FATMA, YOUSSEF):
            await playground.send(person, "/start")
        playground.world.queues[42].clear()
        yield client
    assert client.wrong == []
