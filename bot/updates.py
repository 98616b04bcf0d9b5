"""Telegram in, screens out: which update is which use case."""

from dataclasses import dataclass

import structlog
from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import KICKED, ChatMemberUpdatedFilter, Command, CommandObject
from aiogram.types import ChatMemberUpdated, Message, User

from bot.attachments import said_by
from bot.calls import answer_tap
from bot.cards import Cards
from bot.discretion import erase, keep_secret, tells_code, warn_group
from bot.incoming import Account, Tap, Written
from bot.menus import set_commands_of
from bot.use_case import Answer, Run, perform
from flows import helping, kernel
from flows.commands import COMMANDS
from flows.forms import HOME_ROW, say
from flows.house import House
from flows.kernel import ACTIONS, Ctx, Screen
from flows.layout import TOAST_LIMIT, units, unpack
from flows.onboarding import start
from flows.stemcodes import redeem
from flows.text import t

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    bot: Bot
    house: House
    cards: Cards


def make_router() -> Router:
    """Private chats only: in a group the bot keeps silent, unless a secret is told there."""
    router = Router()
    private, group = F.chat.type == "private", F.chat.type.in_({"group", "supergroup"})
    commands = Command(*COMMANDS, ignore_case=True)
    router.message.register(on_command, private, F.from_user.as_("user"), commands)
    router.message.register(on_message, private, F.from_user.as_("user"))
    router.edited_message.register(on_edited, private, F.from_user.as_("user"))
    for kind in (router.message, router.edited_message):
        kind.register(on_group, group, tells_code, F.from_user.as_("user"))
    router.my_chat_member.register(on_block, private, ChatMemberUpdatedFilter(KICKED))
    return router


async def on_command(
    message: Message, user: User, command: CommandObject, app: App, ticket: int
) -> bool:
    app.cards.saw(message.chat.id, message.message_id)
    await keep_secret(app.bot, message)
    name, given = command.command.lower(), command.args or ""
    return await _command(app, user, ticket, name, given=given, message=message)


async def on_bare_command(name: str, written: Written, app: App, ticket: int) -> bool:
    app.cards.saw(written.chat.id, written.message_id)
    return await _command(app, written.sender, ticket, name)


async def _command(  # noqa: PLR0913  one command: where, who, which, what, and its message
    app: App,
    user: Account,
    ticket: int,
    name: str,
    *,
    given: str = "",
    message: Message | None = None,
) -> bool:
    action = COMMANDS[name].action
    arg = given if name == "start" else ""
    answer = await perform(
        app.house,
        user,
        lambda ctx: kernel.tap(ctx, action, arg),
        ticket,
        reads=reads(action) or (name == "start" and not arg),  # only a link has an effect
    )
    told = await _deliver(app, user, answer, ticket, message)
    if name == "start" and (arg or answer.roles):  # a role has commands of its own
        await set_commands_of(app.bot, app.house, user.id)
    return told


async def on_message(message: Message, user: User, app: App, ticket: int) -> bool:
    app.cards.saw(message.chat.id, message.message_id)
    await keep_secret(app.bot, message)
    said = await said_by(message, user, app.bot, app.house)

    async def run(ctx: Ctx) -> Screen:
        if said.text.startswith("/"):
            return await helping.help_(ctx, "")
        redeemed = await redeem.typed(ctx, said)
        if redeemed is not None:
            return start.greeted(ctx, redeemed)
        answered = await say(ctx, said)
        if answered is None and ctx.actor.welcomed_at is None:
            return start.language(ctx)
        return answered or await helping.loose(ctx, said)

    return await serve(app, user, run, ticket, message, reads=False)


async def on_edited(message: Message, user: User, app: App, ticket: int) -> bool:
    """What was answered stays answered: an edit would change it unseen."""
    await keep_secret(app.bot, message)

    async def run(_ctx: Ctx) -> Screen:
        return Screen(
            t("You changed a message. I only read new ones. Please send it again."), (HOME_ROW,)
        )

    return await serve(app, user, run, ticket, message, reads=True)


async def on_group(message: Message, user: User, app: App, ticket: int) -> bool:
    return await warn_group(app.house, app.bot, message, user, ticket)


async def on_tap(tap: Tap, app: App, ticket: int) -> bool:
    action, arg = unpack(tap.data)
    return await serve(
        app,
        tap.sender,
        lambda ctx: kernel.tap(ctx, action, arg),
        ticket,
        tap,
        reads=reads(action),
    )


async def on_block(update: ChatMemberUpdated, app: App, ticket: int) -> bool:
    async with app.house.writing() as moment:
        if await moment.tx.inbox.finish(ticket):
            await moment.tx.people.mark_unreachable(update.from_user.id, moment.now)
    return True


def reads(action: str) -> bool:
    return action in ACTIONS and ACTIONS[action].reads


async def serve(  # noqa: PLR0913  one update: where, who, what, which, how, from which tap
    app: App,
    user: Account,
    run: Run,
    ticket: int,
    source: Message | Tap,
    *,
    reads: bool,
) -> bool:
    """Do it, then tell it. ``False``: it is done, but the answer has not left."""
    answer = await perform(app.house, user, run, ticket, reads=reads)
    return await _deliver(app, user, answer, ticket, source)


async def _deliver(
    app: App, user: Account, answer: Answer, ticket: int, source: Message | Tap | None
) -> bool:
    if answer.screen is not None and answer.screen.erase and isinstance(source, Message):
        await erase(app.bot, source)
    try:
        if isinstance(source, Tap):
            await _tell_tapper(app, source, answer)
        else:
            await _tell(app, user.id, answer)
    except TelegramForbiddenError:
        async with app.house.writing() as moment:
            await moment.tx.people.mark_unreachable(user.id, moment.now)
    except TelegramAPIError:
        log.exception("an answer did not leave", error_number=ticket)
        return False
    return True


async def _tell(app: App, chat_id: int, answer: Answer, tapped: int | None = None) -> None:
    if answer.over is not None:
        remark = Screen(answer.over.text, () if answer.screen else (HOME_ROW,))
        await app.cards.show(chat_id, remark, answer.reader)
    if answer.screen is not None:
        await app.cards.show(chat_id, answer.screen, answer.reader, tapped)


async def _tell_tapper(app: App, tap: Tap, answer: Answer) -> None:
    """A remark goes over the card if it is short, and if the tap is still waiting for it."""
    remark = answer.reader.plain(answer.over.text) if answer.over else ""
    over = units(remark) <= TOAST_LIMIT and await _acknowledge(app.bot, tap, remark)
    if over:
        answer = Answer(answer.reader, answer.screen)
    await _tell(app, tap.sender.id, answer, tap.message.message_id if tap.message else None)


async def _acknowledge(bot: Bot, tap: Tap, remark: str) -> bool:
    """``False`` when Telegram does not wait for this tap any more."""
    try:
        await answer_tap(tap.id, remark).by(bot)
    except TelegramBadRequest:
        return False
    return True
