"""The playground on disk: one JSON file, and the files people sent beside it."""

import asyncio
import json
import logging
import os
from dataclasses import asdict, fields
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

from bot.playground.acts import Act
from bot.playground.entities import Json
from bot.playground.hooks import Hooks
from bot.playground.model import Bot, Chat, File, Person, Tap
from bot.playground.updates import Pending, UpdateQueue
from bot.playground.webhook import Hook
from bot.playground.world import World

logger = logging.getLogger(__name__)

VERSION = 2  # of the format; a file of another version is set aside
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)  # a damaged file
SETS = ("uneditable", "anonymous")
NUMBERED = ("messages", "members", "topics", "reactions")  # JSON writes numbers as text in keys
LEAP = 1000
DEBOUNCE = 0.5  # seconds in which changes gather before they are written


def snapshot(world: World, hooks: Hooks) -> Json:
    queues = {str(id_): queue_out(queue) for id_, queue in world.queues.items()}
    active = {str(id_): asdict(webhook.hook) for id_, webhook in hooks.active.items()}
    return {
        "version": VERSION,
        "ahead": world.clock.ahead.total_seconds(),
        "bots": [asdict(bot) for bot in world.bots.values()],
        "people": [asdict(person) for person in world.people.values()],
        "chats": [chat_out(chat) for chat in world.chats.values()],
        "votes": world.votes,
        "acts": [asdict(act) for act in world.acts.done],
        "taps": [[tap.id, tap.bot_id, tap.person_id] for tap in world.taps.values()],
        "queues": queues,
        "hooks": active,
        "files": [file_out(file) for file in world.files.by_id.values()],
    }


def chat_out(chat: Chat) -> Json:
    shown = {f.name: getattr(chat, f.name) for f in fields(Chat)}
    return shown | {name: sorted(shown[name]) for name in SETS}


def file_out(file: File) -> Json:
    return {f.name: getattr(file, f.name) for f in fields(File) if f.name != "data"}


def queue_out(queue: UpdateQueue) -> Json:
    waiting = [[item.kind, list(item.queue), item.update] for item in queue.live()]
    return {"next_id": queue.next_id, "allowed": queue.allowed, "pending": waiting}


def restore(world: World, saved: Json, folder: Path) -> dict[int, Hook]:
    """Fill a new world from what was kept; answers the webhooks to set.

    All is read before anything is put in place: a damaged file leaves the world as it was.
    """
    if saved["version"] != VERSION:
        raise ValueError(f"it has format {saved['version']}, not {VERSION}")
    ahead = timedelta(seconds=saved["ahead"])
    bots = {bot["token"]: Bot(**bot) for bot in saved["bots"]}
    people = {person["id"]: Person(**person) for person in saved["people"]}
    chats = {(chat["bot_id"], chat["id"]): chat_in(chat) for chat in saved["chats"]}
    queues = {int(id_): queue_in(world, queue) for id_, queue in saved["queues"].items()}
    now = world.ages.stamp()
    taps = {id_: Tap(id_, bot, person, now) for id_, bot, person in saved["taps"]}
    votes = {poll: numbered(by) for poll, by in saved["votes"].items()}
    files = {file["id"]: file_in(file, folder) for file in saved["files"]}
    acts = [Act(**act) for act in saved["acts"]]
    hooks = {int(id_): Hook(**hook) for id_, hook in saved["hooks"].items()}
    world.clock.advance(ahead - world.clock.ahead)
    world.bots, world.people, world.chats, world.queues = bots, people, chats, queues
    world.taps, world.votes, world.files.by_id = taps, votes, files
    world.acts.done.extend(acts)
    return hooks


def numbered(saved: Json) -> dict[int, Any]:
    return {int(key): value for key, value in saved.items()}


def file_in(saved: Json, folder: Path) -> File:
    return File(**saved, data=(folder / saved["id"]).read_bytes())


def chat_in(saved: Json) -> Chat:
    kept = {name: numbered(saved[name]) for name in NUMBERED}
    kept["reactions"] = {number: numbered(by) for number, by in kept["reactions"].items()}
    return Chat(**saved | kept | {name: set(saved[name]) for name in SETS})


def queue_in(world: World, saved: Json) -> UpdateQueue:
    """Ages start anew: how long the playground was away is nobody's fault.

    Numbers leap ahead: after a crash the last ones given out may not be in the file, and a bot
    that remembers them would take new updates for old ones.
    """
    queue = UpdateQueue(world.ages, next_id=saved["next_id"] + LEAP, allowed=saved["allowed"])
    for kind, (name, key), update in saved["pending"]:
        item = Pending(update, kind, (name, key), world.ages.stamp())
        queue.pending[item.id] = item
    return queue


class StateFile:
    """Keeps the playground on disk while it runs."""

    def __init__(self, path: Path, world: World, hooks: Hooks) -> None:
        self.path = path
        self.folder = path.with_name(f"{path.name}.files")
        self.world = world
        self.hooks = hooks
        self.written: set[str] = set()  # files never change, so each is written once
        self.task: asyncio.Task[None] | None = None
        self.turn = Lock()  # who is cancelled while writing still writes: in its thread

    def load(self) -> dict[int, Hook]:
        """Answers the webhooks to set. A file that cannot be read is set aside, never lost."""
        if not self.path.exists():
            return {}
        try:
            saved = json.loads(self.path.read_text(encoding="utf-8"))
            hooks = restore(self.world, saved, self.folder)
        except UNREADABLE as wrong:
            aside = self.set_aside()
            logger.warning(
                "%s cannot be read (%r): it is now %s, and the playground starts empty",
                *(self.path, wrong, aside.name),
            )
            return {}
        self.written = set(self.world.files.by_id)
        return hooks

    def set_aside(self) -> Path:
        names = (self.path.with_name(f"{self.path.name}.unreadable-{n}") for n in count(1))
        return self.path.rename(next(name for name in names if not name.exists()))

    def start(self) -> None:
        self.task = asyncio.get_running_loop().create_task(self.keep())

    async def keep(self) -> None:
        with self.world.hub.listening() as happened:
            while await happened.get() is not None:
                await asyncio.sleep(DEBOUNCE)
                while not happened.empty():
                    happened.get_nowait()
                await self.save()

    async def save(self) -> None:
        text = json.dumps(snapshot(self.world, self.hooks), ensure_ascii=False)
        new = [file for id_, file in self.world.files.by_id.items() if id_ not in self.written]
        await asyncio.to_thread(self.write, text, new)
        self.written |= {file.id for file in new}

    def write(self, text: str, new: list[File]) -> None:
        """Files first, then the text that names them, moved into place in one step."""
        with self.turn:
            self.folder.mkdir(parents=True, exist_ok=True)
            for file in new:
                (self.folder / file.id).write_bytes(file.data)
            fresh = self.path.with_name(f"{self.path.name}.new")
            with fresh.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(self.path)

    async def close(self) -> None:
        if self.task:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        await self.save()
