"""Writes what was done in the page as a scene: a test that does it all again, in ``tests/``."""

import json
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, web

from bot.playground.acts import Act
from bot.playground.control.routes import table
from bot.playground.told import cast_of, enters, told
from bot.playground.world import World

HEAD = '''"""What was done in the playground: read it through, and keep of it what matters."""

{timed}{prepared}{pictured}from tests.town import Town
{here}

async def test_recorded(town: Town) -> None:
'''


@dataclass(frozen=True, slots=True)
class Opening:
    """What a scene does before anybody enters: a coroutine function that takes the town."""

    module: str
    name: str


class SceneControl:
    def __init__(self, world: World, opening: Opening | None = None) -> None:
        self.world = world
        self.opening = opening

    def routes(self) -> list[web.RouteDef]:
        return table(
            ("GET", "/playground/scene", self.scene),
            ("GET", "/playground/scene/files", self.files),
        )

    async def scene(self, _request: web.Request) -> web.Response:
        text = scene(self.world, self.opening)
        return web.Response(text=text, content_type="text/x-python", charset="utf-8")

    async def files(self, _request: web.Request) -> web.Response:
        """What the scene reads from beside it: ids of files, by the names they have there."""
        return web.json_response(beside(self.world))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A scene, and the files it reads from beside it, by name."""

    text: str
    files: dict[str, bytes]

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "test_recorded.py").write_text(self.text, encoding="utf-8")
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


async def fetch(url: str) -> Recorded:
    """The scene of a playground that runs at this address."""
    async with ClientSession(f"{url.rstrip('/')}/playground/", raise_for_status=True) as session:

        async def get(path: str) -> bytes:
            async with session.get(path) as response:
                return await response.read()

        text, names = (await get("scene")).decode(), json.loads(await get("scene/files"))
        files = {name: await get(f"files/{id_}") for name, id_ in names.items()}
        return Recorded(text, files)


def scene(world: World, opening: Opening | None = None) -> str:
    world.acts.look()
    done = list(world.acts.done)
    cast = cast_of(world, done)
    lines = [f"await {opening.name}(town)"] if opening else []
    for id_, name in cast.items():
        lines += enters(world.people[id_], name) if id_ > 0 else []
    before: Act | None = None
    for act in done:
        lines += told(before, act, cast)
        before = act
    verbs = {act.does for act in done}
    pictures = verbs & {"sends_photo", "sends_album"}
    timed = ["from datetime import datetime\n"] if "reaches" in verbs else []
    reads = ["from pathlib import Path\n"] if beside(world) else []
    head = HEAD.format(
        timed="".join([*timed, *reads, "\n"] if timed or reads else []),
        prepared=f"from {opening.module} import {opening.name}\n" if opening else "",
        pictured="from tests.playground.client import png\n" if pictures else "",
        here="\nHERE = Path(__file__).parent\n" if reads else "",
    )
    return head + "".join(f"    {line}\n" for line in lines or ["pass"])


def beside(world: World) -> dict[str, str]:
    """The files that the scene does not write out: their ids, by the names they have beside it."""
    return {act.more[0]: act.file for act in world.acts.done if act.file}
