"""The playground on disk: one JSON file, and the files people sent beside it."""

import asyncio
import json
import os
from dataclasses import asdict, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.playground.entities import Json
from bot.playground.hooks import Hooks
from bot.playground.model import Bot, Chat, File, Person, Tap
from bot.playground.updates import Pending, UpdateQueue
from bot.playground.webhook import Hook
from bot.playground.world import World

VERSION = 1
SETS = ("uneditable", "anonymous")
NUMBERED = ("messages", "members", "topics")  # JSON writes numbers as text in keys
NOT_KEPT = ("reactions",)
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
        "taps": [[tap.id, tap.bot_id, tap.person_id] for tap in world.taps.values()],
        "queues": queues,
        "hooks": active,
        "files": [file_out(file) for file in world.files.by_id.values()],
    }


def chat_out(chat: Chat) -> Json:
    shown = {f.name: getattr(chat, f.name) for f in fields(Chat) if f.name not in NOT_KEPT}
    return shown | {name: sorted(shown[name]) for name in SETS}


def file_out(file: File) -> Json:
    return {f.name: getattr(file, f.name) for f in fields(File) if f.name != "data"}


def queue_out(queue: UpdateQueue) -> Json:
    waiting = [[item.kind, list(item.queue), item.update] for item in queue.live()]
    return {"next_id": queue.next_id, "allowed": queue.allowed, "pending": waiting}


def restore(world: World, saved: Json, folder: Path) -> dict[int, Hook]:
    """Fill a new world from what was kept; answers the webhooks to set."""
    ahead = timedelta(seconds=saved["ahead"])
    world.clock.advance(ahead - world.clock.ahead)
    for bot in saved["bots"]:
        world.bots[bot["token"]] = Bot(**bot)
    for person in saved["people"]:
        world.people[person["id"]] = Person(**person)
    for chat in saved["chats"]:
        world.chats[(chat["bot_id"], chat["id"])] = chat_in(chat)
    for id_, queue in saved["queues"].items():
        world.queues[int(id_)] = queue_in(world, queue)
    for id_, bot_id, person_id in saved["taps"]:
        world.taps[id_] = Tap(id_, bot_id, person_id, world.ages.stamp())
    for poll, by in saved["votes"].items():
        world.votes[poll] = {int(person): chosen for person, chosen in by.items()}
    for file in saved["files"]:
        world.files.by_id[file["id"]] = File(**file, data=(folder / file["id"]).read_bytes())
    return {int(id_): Hook(**hook) for id_, hook in saved["hooks"].items()}


def chat_in(saved: Json) -> Chat:
    numbered: dict[str, dict[int, Any]] = {
        name: {int(key): value for key, value in saved[name].items()} for name in NUMBERED
    }
    return Chat(**{**saved, **numbered, **{name: set(saved[name]) for name in SETS}})


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

    def load(self) -> dict[int, Hook]:
        if not self.path.exists():
            return {}
        saved = json.loads(self.path.read_text(encoding="utf-8"))
        hooks = restore(self.world, saved, self.folder)
        self.written = set(self.world.files.by_id)
        return hooks

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
