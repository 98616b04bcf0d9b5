"""One use case in one transaction, which is over before anything is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.incoming import Account
from flows import home
from flows.errors import AlreadyHandled, Gone, Refusal
from flows.house import House
from flows.i18n import Reader
from flows.kernel import Ctx, Moment, Screen
from flows.reading import clean
from storage.models import Person, Role

Run = Callable[[Ctx], Awaitable[Screen]]
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """``over``: a passing remark to show over ``screen``, or by itself."""

    reader: Reader
    screen: Screen | None
    over: Screen | None = None
    roles: frozenset[Role] = frozenset()  # of who asked, before


async def perform(house: House, user: Account, run: Run, ticket: int, *, reads: bool) -> Answer:
    """A refusal rolls everything back and is told; ``Gone`` shows the home screen with it.

    Raises ``AlreadyHandled`` when another worker has done this update.
    """
    over = None
    try:
        screen, ctx = await _attempt(house, user, run, ticket, reads=reads)
    except Gone as gone:
        over = Screen(gone.text, notice=True)
        screen, ctx = await _attempt(house, user, _home, ticket, reads=False)
    except Refusal as refusal:
        refused = Screen(refusal.text, notice=True)
        screen, ctx = await _attempt(house, user, _always(refused), ticket, reads=False)
    reader = house.translator.reader(ctx.actor.locale)
    if screen.notice:
        return Answer(reader, None, screen, ctx.roles)
    return Answer(reader, screen, over, ctx.roles)


async def _home(ctx: Ctx) -> Screen:
    return await home.home(ctx, "")


def _always(screen: Screen) -> Run:
    async def run(_ctx: Ctx) -> Screen:
        return screen

    return run


async def _attempt(
    house: House, user: Account, run: Run, ticket: int, *, reads: bool
) -> tuple[Screen, Ctx]:
    """Who cannot be reached, or said /stop, is met anew: that is something to write."""
    if reads:
        async with house.reading() as moment:
            known = await moment.tx.door.acting(user.id, moment.now)
            if known is not None and _is_with_us(known[0]):
                ctx = _ctx(moment, *known)
                return await run(ctx), ctx
    async with house.writing() as moment:
        if not await moment.tx.inbox.finish(ticket):
            raise AlreadyHandled
        name = clean(user.first_name)[:LONGEST_NAME]
        locale = house.translator.choose(user.language_code)
        actor = await moment.tx.people.meet(user.id, name, locale)
        ctx = _ctx(moment, actor, await moment.tx.roles.of(actor, moment.now))
        return await run(ctx), ctx


def _is_with_us(person: Person) -> bool:
    return person.unreachable_at is None and person.stopped_at is None


def _ctx(moment: Moment, actor: Person, roles: frozenset[Role]) -> Ctx:
    return Ctx(moment.now, moment.tx, moment.town, moment.keys, actor, roles)
