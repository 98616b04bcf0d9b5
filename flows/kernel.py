"""What every flow is made of. Nothing here knows about Telegram."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from flows.errors import Gone, NotAllowed
from flows.i18n import Reader
from flows.text import Speech
from flows.town import Town
from storage.db import Tx
from storage.keys import RoundKeys
from storage.models import Person, Role


@dataclass(frozen=True, slots=True)
class Moment:
    """One transaction at one moment (aware UTC), with what is configured about the town."""

    now: datetime
    tx: Tx
    town: Town
    keys: RoundKeys


@dataclass(frozen=True, slots=True)
class Ctx(Moment):
    """A moment in which somebody acts. Their roles were read in the same transaction."""

    actor: Person
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Button:
    label: Speech
    action: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: Telegram's own ``file_id``, or one drawn (as PNG) for who reads it.

    ``key`` names what is drawn, so that it is drawn once a language.
    """

    file_id: str | None = None
    draw: Callable[[Reader], bytes] | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody sees. Navigation edits the card; ``fresh`` is a message of its own.

    ``notice``: a passing remark, shown over the card, which stays as it is.
    ``erase``: what it answers is deleted from the chat, because nobody else should read it.
    """

    text: Speech
    rows: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    fresh: bool = False
    notice: bool = False
    erase: bool = False


Permission = Callable[[Ctx], bool]
Act = Callable[[Ctx, str], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class Action:
    run: Act
    permission: Permission
    reads: bool  # changes nothing: runs in a read transaction


ACTIONS: dict[str, Action] = {}


def action(name: str, *, permission: Permission, reads: bool = False) -> Callable[[Act], Act]:
    """Register what a button or a command does. There is no default permission."""

    def register(run: Act) -> Act:
        if name in ACTIONS:
            raise ValueError(f"two actions are called {name!r}")
        ACTIONS[name] = Action(run, permission, reads)
        return run

    return register


async def tap(ctx: Ctx, name: str, arg: str = "") -> Screen:
    """Do what a button says. Raises ``Gone`` or ``NotAllowed``."""
    chosen = ACTIONS.get(name)
    if chosen is None:
        raise Gone
    if not chosen.permission(ctx):
        raise NotAllowed
    return await chosen.run(ctx, arg)


def number(arg: str) -> int:
    """Read the id a button carries; nobody but us should have written it."""
    if not (arg.isascii() and arg.isdecimal() and len(arg) <= 9):  # noqa: PLR2004  fits the 32 bits of an id
        raise Gone
    return int(arg)


Sweep = Callable[[Moment], Awaitable[None]]
SWEEPS: dict[str, Sweep] = {}


def sweep(name: str) -> Callable[[Sweep], Sweep]:
    """Register what the scheduler does at every tick: find what is due, do it once."""

    def register(run: Sweep) -> Sweep:
        SWEEPS[name] = run
        return run

    return register
