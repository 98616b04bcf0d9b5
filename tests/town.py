"""A town to test in: the real bot, a real database, a Telegram over HTTP, a clock we hold."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Listener, listening, open_house
from bot.clock import MovableClock
from bot.demo.seed import seed_round
from bot.intake import Intake
from bot.playground.acts import keys_of
from bot.playground.app import Playground
from bot.playground.parameters import Upload
from bot.settings import Settings
from flows.house import House
from flows.onboarding.invite import invite
from flows.text import Speech
from scheduler.app import pushing
from scheduler.board import post_lists
from scheduler.outbox import Pusher
from scheduler.sweeps import sweep_all
from storage.db import Database
from storage.models import ConsentKind, Role
from tests.afterwards import Afterwards, Group, at
from tests.said import ISOLATES, conversation, everything, text_of

TOKEN = "42:PLAYGROUND_BUURTBOT"
WEBHOOK_SECRET = "a-secret-that-only-telegram-knows-of"
START = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)  # ten in the morning in Amsterdam: ideas
PATIENCE = 20  # seconds for one answer; a scene never waits that long unless it hangs


class Town:
    """Whatever is sent is answered when the call returns; pushes leave when time passes."""

    listener: Listener
    pusher: Pusher

    def __init__(self, playground: Playground, house: House, settings: Settings) -> None:
        self.playground = playground
        self.house = house
        self.settings = settings
        self.actors: list[Actor] = []
        self.groups: list[Group] = []
        self._ids = count(1001)
        self._running = AsyncExitStack()

    async def starts(self) -> None:
        """The bot comes up: it takes up what it had kept, and listens."""
        self.listener = await self._running.enter_async_context(
            listening(self.settings, self.house)
        )
        self.pusher = await self._running.enter_async_context(
            pushing(
                self.house,
                TOKEN,
                self.settings.telegram_url,
                self.settings.pushes_per_second,
                self.listener.cards.saw,
            )
        )

    async def stops(self) -> None:
        """The bot goes down in order; what people do meanwhile waits at Telegram."""
        await self._running.aclose()

    @property
    def db(self) -> Database:
        return self.house.db

    @property
    def now(self) -> datetime:
        return self.house.clock()

    async def stranger(self, name: str, locale: str = "en") -> "Actor":
        """Somebody the bot has never heard of."""
        actor = Actor(self, next(self._ids), name, locale)
        self.actors.append(actor)
        self.playground.add_person(actor.id, name, locale)
        return actor

    async def resident(
        self, name: str, locale: str = "en", area: str | None = "MF", role: Role | None = None
    ) -> "Actor":
        """Somebody who has answered the first questions and said yes to every message."""
        actor = await self.stranger(name, locale)
        await actor.sends("/start")
        async with self.house.writing() as moment:
            person = await moment.tx.people.meet(actor.id, name, locale)
            person.locale, person.area, person.welcomed_at = locale, area, moment.now
            for kind in ConsentKind:
                await moment.tx.people.consent(person, kind, moment.now)
            if role is not None:
                later = moment.now + timedelta(days=365)
                await moment.tx.roles.grant(person, role, moment.now, later)
            actor.person_id = person.id
        return actor

    async def moderator(self, name: str, locale: str = "en", area: str = "MF") -> "Actor":
        return await self.resident(name, locale, area, Role.MODERATOR)

    async def officer(self, name: str, locale: str = "en", area: str = "MF") -> "Actor":
        return await self.resident(name, locale, area, Role.OFFICER)

    async def group(
        self, title: str, *people: "Actor", kind: str = "group", topics: bool = False
    ) -> Group:
        """The first of them makes it, and brings the bot and the others."""
        ids = [person.id for person in people]
        chat = self.playground.add_group(title, kind, *ids, is_forum=topics)
        self.groups.append(Group(self, chat.id, title))
        await self.answered()
        return self.groups[-1]

    async def invites(self, role: Role) -> str:
        """The token of a one-time link, as ``buurtbot invite`` makes it."""
        async with self.house.writing() as moment:
            return await invite(moment, role)

    async def passes(self, **delta: float) -> None:
        """Let time pass, and let the scheduler do its work."""
        assert isinstance(self.house.clock, MovableClock)
        self.house.clock.advance(timedelta(**delta))
        await self.settles()

    async def reaches(self, moment: datetime) -> None:
        self.jumps_to(moment)
        await self.settles()

    def jumps_to(self, moment: datetime) -> None:
        """For the clock of the database too: that of SQLite knows no less than a millisecond."""
        assert isinstance(self.house.clock, MovableClock)
        self.house.clock.advance(moment - self.now + timedelta(milliseconds=1))

    async def settles(self) -> None:
        """What is due is swept up and sent."""
        await sweep_all(self.house)
        await self.pusher.push()
        await post_lists(self.house, self.pusher.bot, self.settings.board)

    async def answered(self) -> None:
        """Wait until the bot has taken in and answered all that was sent."""
        async with asyncio.timeout(PATIENCE):
            await self.playground.fetched()
            await self.listener.intake.idle()

    @property
    def transcript(self) -> str:
        return everything(self.playground)


OPENED: list[Town] = []  # by the test that runs now


@dataclass
class Actor(Afterwards):
    """One person in their own chat."""

    town: Town
    id: int  # on Telegram
    name: str
    locale: str = "en"  # what they read
    person_id: int = 0  # in our database
    _seen: int = field(default=0, repr=False)

    async def sends(self, text: str, group: Group | None = None) -> None:
        await self._sends(text=text, **at(group))

    async def sends_photo(
        self, content: bytes, caption: str = "", group: Group | None = None
    ) -> None:
        file = Upload("photo.png", "image/png", content)
        await self._sends(kind="photo", file=file, caption=caption, **at(group))

    async def sends_album(
        self, caption: str, *pictures: bytes, group: Group | None = None
    ) -> None:
        """Several pictures at once; the first has the caption."""
        album = len(self.town.playground.world.files.by_id) + 1  # each picture makes it another
        for number, content in enumerate(pictures):
            file, words = Upload("photo.png", "image/png", content), "" if number else caption
            given = {"kind": "photo", "file": file, "caption": words, "media_group_id": album}
            await self._sends(**given, **at(group))

    async def sends_file(
        self, name: str, content: bytes, caption: str = "", group: Group | None = None
    ) -> None:
        file = Upload(name, guess_type(name)[0] or "application/octet-stream", content)
        await self._sends(kind="document", file=file, caption=caption, **at(group))

    async def sends_other(self, kind: str, group: Group | None = None) -> None:
        await self._sends(kind=kind, **at(group))

    async def _sends(self, **given: Any) -> None:
        await self.town.playground.send(self.id, **given)
        await self.town.answered()

    async def taps(self, label: str, group: Group | None = None) -> None:
        """Press the newest button whose label begins like this, however far up it stands."""
        for message in reversed(group.from_bot if group else self._from_bot):
            for text, data in keys_of(message):
                if text.startswith(label):
                    await self.presses(data, message["message_id"], group)
                    return
        raise AssertionError(f"{self.name} sees no button {label!r}:\n{self.transcript}")

    async def presses(
        self, data: str, message_id: int | None = None, group: Group | None = None
    ) -> None:
        """Press a button that may be old, another person's, or nobody's."""
        if message_id is None:
            said = group.from_bot if group else self._from_bot
            message_id = said[-1]["message_id"] if said else 1
        await self.town.playground.tap(self.id, message_id, data, **at(group))
        await self.town.answered()

    async def blocks(self) -> None:
        await self.town.playground.block(self.id)
        await self.town.answered()

    def reads(self, speech: Speech) -> str:
        """What one of our texts is in their language."""
        return ISOLATES.sub("", self.town.house.translator.reader(self.locale).plain(speech))

    @property
    def heard(self) -> list[str]:
        """Every text the bot wrote to them, as it stands now."""
        return [text_of(message) for message in self._from_bot]

    @property
    def sees(self) -> str:
        return self.heard[-1]

    @property
    def buttons(self) -> list[str]:
        return [label for label, _ in keys_of(self._from_bot[-1])]

    @property
    def toast(self) -> str:
        return ISOLATES.sub("", self.town.playground.toasts(self.id)[-1])

    def news(self) -> list[str]:
        """The texts that came since this was asked last."""
        new, self._seen = self.heard[self._seen :], len(self._from_bot)
        return new

    @property
    def transcript(self) -> str:
        """The whole conversation, for whoever has to find out what went wrong."""
        return conversation(self.town.playground.messages(self.id))

    @property
    def _from_bot(self) -> list[dict[str, Any]]:
        messages = self.town.playground.messages(self.id)
        return [message for message in messages if not message.get("outgoing")]


def settings_for(database_url: str, folder: Path, telegram_url: str, **more: Any) -> Settings:
    return Settings(
        token=SecretStr(TOKEN),
        database_url=database_url,
        keys_folder=folder / "keys",
        board_folder=folder / "board",
        telegram_url=telegram_url,
        pushes_per_second=1000,
        person_per_second=1000,
        **more,
    )


def by_webhook() -> dict[str, Any]:
    """Settings to be told news instead of asking for it, on a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        "webhook_url": f"http://127.0.0.1:{port}",
        "webhook_port": port,
        "webhook_secret": SecretStr(WEBHOOK_SECRET),
    }


@asynccontextmanager
async def opened(
    database_url: str,
    folder: Path,
    seed: Callable[[House], Any] | None = seed_round,
    *,
    webhook: bool = False,
) -> AsyncIterator[Town]:
    clock = MovableClock(START)
    playground = Playground(clock=clock)
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(playground.serving())
        more = by_webhook() if webhook else {}
        settings = settings_for(database_url, folder, url, **more)
        house = await stack.enter_async_context(open_house(settings, clock))
        if seed is not None:
            await seed(house)
        town = Town(playground, house, settings)
        OPENED.append(town)
        stack.push_async_callback(town.stops)
        await town.starts()
        yield town
    assert playground.flags == []


def fails_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The next updates cannot be kept; answers how many each try was to keep."""
    keep, calls = Intake.keep, list[int]()

    async def tries(self: Intake, updates: Sequence[dict[str, Any]]) -> None:
        calls.append(len(updates))
        if len(calls) == 1:
            raise OSError("no database")
        await keep(self, updates)

    monkeypatch.setattr(Intake, "keep", tries)
    return calls
