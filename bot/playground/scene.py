"""Writes what was done in the page as a scene: a test that does it all again, in ``tests/``."""

import json
import keyword
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import ClientSession, web

from bot.playground.acts import CLOCK, Act
from bot.playground.control.routes import table
from bot.playground.model import Person
from bot.playground.world import World

MARKS = re.compile("[\u200f\u2066\u2068\u2069]")  # invisible; scenes read without them
ROLES = ("moderator", "officer")  # a note that says how somebody enters; others are strangers
UNITS = (("days", 24 * 60), ("hours", 60), ("minutes", 1))
LONGEST = 60  # characters of a text that a scene looks for
HEAD = '''"""What was done in the playground: read it through, and keep of it what matters."""

{timed}{prepared}from tests.town import Town


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
        return table(("GET", "/playground/scene", self.scene))

    async def scene(self, _request: web.Request) -> web.Response:
        text = scene(self.world, self.opening)
        return web.Response(text=text, content_type="text/x-python", charset="utf-8")


async def fetch(url: str) -> str:
    """The scene of a playground that runs at this address."""
    async with (
        ClientSession(raise_for_status=True) as session,
        session.get(f"{url.rstrip('/')}/playground/scene") as response,
    ):
        return await response.text()


def scene(world: World, opening: Opening | None = None) -> str:
    world.acts.look()
    done = list(world.acts.done)
    actors = named([world.people[id_] for id_ in dict.fromkeys(a.person_id for a in done) if id_])
    lines = [f"await {opening.name}(town)"] if opening else []
    lines += [enters(world.people[id_], name) for id_, name in actors.items()]
    before: Act | None = None
    for act in done:
        lines += told(before, act, actors)
        before = act
    timed = any(act.does == "reaches" for act in done)
    head = HEAD.format(
        timed="from datetime import datetime\n\n" if timed else "",
        prepared=f"from {opening.module} import {opening.name}\n" if opening else "",
    )
    return head + "".join(f"    {line}\n" for line in lines or ["pass"])


def named(people: list[Person]) -> dict[int, str]:
    """A variable for each, by id: the first name in ASCII, or a number."""
    names: dict[int, str] = {}
    for person in people:
        plain = unicodedata.normalize("NFKD", person.first_name.casefold())
        name = re.sub("[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")
        usable = name.isidentifier() and not keyword.iskeyword(name)
        taken = name in {*names.values(), "town"}
        names[person.id] = name if usable and not taken else f"person_{person.id}"
    return names


def enters(person: Person, name: str) -> str:
    role = person.note if person.note in ROLES else "stranger"
    given = f"{quoted(person.first_name)}, {quoted(person.language_code or 'en')}"
    return f"{name} = await town.{role}({given})"


def told(before: Act | None, act: Act, actors: dict[int, str]) -> Iterator[str]:
    if act.person_id == CLOCK:
        yield passes(int(act.what)) if act.does == "passes" else reaches(act.what)
        return
    if before and before.person_id not in (act.person_id, CLOCK):
        yield "await town.settles()"  # what one brings about reaches the other by itself
    name = actors[act.person_id]
    match act.does:
        case "blocks":
            yield f"await {name}.blocks()"
        case "else":
            yield f"# {name}: {' '.join(act.what.split())}"
        case _:
            yield f"await {name}.{act.does}({quoted(act.what)})"
    seen = MARKS.sub("", act.sees).strip().partition("\n")[0][:LONGEST].strip()
    if seen and act.does != "blocks":
        yield f"assert {quoted(seen)} in {name}.sees"


def passes(minutes: int) -> str:
    unit, size = next((u, s) for u, s in UNITS if minutes % s == 0)
    return f"await town.passes({unit}={minutes // size})"


def reaches(moment: str) -> str:
    return f"await town.reaches(datetime.fromisoformat({quoted(moment)}))"


def quoted(text: str) -> str:
    return json.dumps(MARKS.sub("", text), ensure_ascii=False)
