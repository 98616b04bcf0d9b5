"""One act after the other, in the words of the scenes: ``await fatma.sends("/start")``."""

import keyword
from collections.abc import Iterable, Iterator

from bot.playground.acts import NOBODY, Act, first_words
from bot.playground.model import Person
from bot.playground.source import Argument, Words, called, comment, plain, quoted
from bot.playground.world import World

ROLES = ("moderator", "officer")  # a note that says how somebody enters; others are strangers
UNITS = (("days", 24 * 60), ("hours", 60), ("minutes", 1))
FORUM = ['kind="supergroup"', "topics=True"]
SILENT = ("blocks", "unblocks", "gathers", "makes", "looks_up")  # nobody answers to these


def cast_of(world: World, done: list[Act]) -> dict[int, str]:
    """A variable for everybody who did something, and for each group that was made, by id."""
    gathered = [act for act in done if act.does == "gathers"]
    people = [id_ for act in done for id_ in others(act) if id_ in world.people]
    acting = dict.fromkeys([act.person_id for act in done if act.person_id != NOBODY] + people)
    names = [(id_, world.people[id_].first_name) for id_ in acting]
    return named(names + [(act.group, act.what) for act in gathered])


def others(act: Act) -> list[int]:
    """Those whom it is about, by id: who comes into a group, who or what is shared."""
    match act.does:
        case "gathers":
            return [int(id_) for id_ in act.more[1:]]
        case "shares" | "makes":
            return [int(id_) for id_ in act.more]
        case _:
            return []


def named(called: Iterable[tuple[int, str]]) -> dict[int, str]:
    """A variable for each, by id: the first name or the title in ASCII, short, or a number."""
    names: dict[int, str] = {}
    for id_, called_so in called:
        name = plain(called_so)
        usable = name.isidentifier() and not keyword.iskeyword(name)
        taken = name in {*names.values(), "town", "png", "datetime"}
        number = f"person_{id_}" if id_ > 0 else f"group_{-id_}"
        again = f"{name}_{abs(id_)}" if taken else name
        names[id_] = again if usable else number
    return names


def enters(person: Person, name: str) -> Iterator[str]:
    role = person.note if person.note in ROLES else "stranger"
    given = (Words(person.first_name), Words(person.language_code or "en"))
    return called(f"{name} = await town.{role}", given)


def told(before: Act | None, act: Act, cast: dict[int, str]) -> Iterator[str]:
    if act.person_id == NOBODY:
        yield from happens(before, act, cast)
        return
    if before and before.person_id not in (act.person_id, NOBODY):
        yield "await town.settles()"  # what one brings about reaches the other by itself
    lines = list(done_again(act, cast))
    yield from lines
    seen = first_words({"text": act.sees})
    if seen and act.does not in SILENT:
        looks = f"assert {quoted(seen)} in {cast.get(act.group or act.person_id)}.sees"
        yield f"# {looks}" if lines[0].startswith("#") else looks


def done_again(act: Act, cast: dict[int, str]) -> Iterator[str]:
    """The lines that do this again; a comment where the scenes have no verb for it."""
    name, known = cast[act.person_id], {0, *cast}
    if act.does == "else" or not {act.group, act.to, *others(act)} <= known:
        place = "" if act.group in known else "in another group: "
        does = "" if act.does == "else" else f"{act.does} "
        return comment(f"{name}: {place}{does}{' '.join([act.what, *act.more])}")
    if act.does == "gathers":
        people = [cast[id_] for id_ in others(act)]
        kind = act.more[0]
        more = [f"kind={quoted(kind)}"] if kind != "forum" else FORUM
        inside: list[Argument] = [Words(act.what), *people, *more]
        return called(f"{cast[act.group]} = await town.group", inside)
    return called(f"await {name}.{act.does}", list(arguments(act, cast)))


def arguments(act: Act, cast: dict[int, str]) -> Iterator[Argument]:
    match act.does:
        case "sends_album":
            yield Words(act.what)
            yield from (f"png({size})" for size in act.more)
        case "sends_photo":
            yield f"png({act.what})"
            yield from map(Words, act.more)
        case "sends_file":
            content, *caption = act.more
            beside = f"(HERE / {quoted(content)}).read_bytes()"
            yield Words(act.what)
            yield beside if act.file else Words(content, is_bytes=True)
            yield from map(Words, caption)
        case "shares" | "makes":
            yield Words(act.what)
            yield from (cast[id_] for id_ in others(act))
        case _:
            yield from map(Words, [*([act.what] if act.what else []), *act.more])
    for place, id_ in (("group", act.group), ("to", act.to)):
        topic = f".topic({quoted(act.topic)})" if act.topic and place == "group" else ""
        if id_:
            yield f"{place}={cast[id_]}{topic}"


def happens(before: Act | None, act: Act, cast: dict[int, str]) -> Iterator[str]:
    """What nobody did: time passes, a bad day begins or ends."""
    match act.does:
        case "passes":
            yield passes(int(act.what))
            return
        case "reaches":
            yield reaches(act.what)
            return
    if before and before.person_id != NOBODY:
        yield "await town.settles()"  # what is on its way arrives as it did
    if act.to not in {0, *cast}:
        yield f"# the fault {act.what}, in another chat"
        return
    pairs = zip(act.more[::2], act.more[1::2], strict=True)
    given = [f"{name}={quoted(value) if name == 'method' else value}" for name, value in pairs]
    chat = [f"chat_id={cast[act.to]}.id"] if act.to else []
    kind = [quoted(act.what)] if act.what else []
    yield from called(f"town.playground.{act.does}", [*kind, *chat, *given])


def passes(minutes: int) -> str:
    unit, size = next((u, s) for u, s in UNITS if minutes % s == 0)
    return f"await town.passes({unit}={minutes // size})"


def reaches(moment: str) -> str:
    return f"await town.reaches(datetime.fromisoformat({quoted(moment)}))"
