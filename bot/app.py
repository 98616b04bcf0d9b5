"""The composition root: everything is built here, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update
from pydantic import ValidationError

from bot import polling, webhook
from bot.cards import Cards
from bot.clock import Clock, ahead_of, system_clock
from bot.incoming import command_in, tap_in
from bot.intake import Intake, Ticket
from bot.menus import set_commands
from bot.patience import Patience
from bot.session import Session
from bot.settings import Settings
from bot.updates import App, make_router, on_bare_command, on_tap
from flows import house as houses
from flows import town
from flows.kernel import Screen
from flows.text import Code, paragraphs, t
from storage.db import Database
from storage.keys import RoundKeys
from storage.models import InboxState

BACK = Screen(
    paragraphs(
        t("I was away for a moment. What you did before is kept."),
        t("Send /start to see how it stands."),
    )
)
log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock) -> AsyncIterator[houses.House]:
    db = Database(settings.database_url, ahead_of(clock))
    try:
        yield houses.House(
            db, town.load(settings.town_file), RoundKeys(settings.keys_folder), clock
        )
    finally:
        await db.close()


def make_bot(settings: Settings) -> Bot:
    session = Session(api=TelegramAPIServer.from_base(settings.telegram_url))
    session.middleware(Patience())
    html = DefaultBotProperties(parse_mode="HTML")
    return Bot(settings.token.get_secret_value(), session, html)


class Listener:
    """The edge that listens: bot, dispatcher and intake of one process."""

    def __init__(self, settings: Settings, house: houses.House) -> None:
        self.bot = make_bot(settings)
        self.cards = Cards(self.bot, house.gallery)
        self.intake = Intake(house, self._handle, self._apologise, settings.person_per_second)
        self._app = App(self.bot, house, self.cards)
        self._dispatcher = Dispatcher(disable_fsm=True, app=self._app)
        self._dispatcher.include_router(make_router())

    async def _handle(self, ticket: Ticket) -> bool:
        if not any(ticket.payload.get(kind) for kind in polling.ALLOWED):
            return await self._ignore(ticket)  # aiogram would warn of it, contents and all
        if tap := tap_in(ticket.payload):
            return await on_tap(tap, self._app, ticket.id)
        if command := command_in(ticket.payload):
            return await on_bare_command(*command, self._app, ticket.id)
        return await self._pass_on(ticket)

    async def _pass_on(self, ticket: Ticket) -> bool:
        """What is rarer, or odd, goes the way of aiogram's router."""
        try:
            update = Update.model_validate(ticket.payload, context={"bot": self.bot})
        except ValidationError:
            return await self._ignore(ticket)
        told = await self._dispatcher.feed_update(self.bot, update, ticket=ticket.id)
        return await self._ignore(ticket) if told is UNHANDLED else bool(told)

    async def _ignore(self, ticket: Ticket) -> bool:
        """A kind of update that is not for us: put aside on purpose, without its contents."""
        log.info("ignored", kinds=sorted(set(ticket.payload) - {"update_id"}))
        async with self._app.house.db.write() as tx:
            await tx.inbox.finish(ticket.id, InboxState.IGNORED)
        return True

    async def _apologise(self, ticket: Ticket, state: InboxState) -> None:
        number = Code(str(ticket.id))
        sorry = Screen(
            paragraphs(
                t("Something went wrong on our side. I kept what you sent."),
                t("Please try again later. Tell us this number: {number}", number=number),
            )
        )
        await self._write_to(ticket.sender, BACK if state is InboxState.DONE else sorry)

    async def greet_the_unanswered(self) -> None:
        """After a crash: who may have missed an answer hears that we are back."""
        async with self._app.house.db.write() as tx:
            waiting = await tx.inbox.unanswered()
            await tx.inbox.close([ticket for tickets in waiting.values() for ticket in tickets])
        for sender in waiting:
            await self._write_to(sender, BACK)

    async def _write_to(self, telegram_id: int | None, screen: Screen) -> None:
        async with self._app.house.db.read() as tx:
            person = await tx.people.known(telegram_id or 0)
        if person is not None:
            reader = self._app.house.translator.reader(person.locale)
            with suppress(TelegramAPIError):
                await self.cards.show(person.telegram_id, screen, reader)


@asynccontextmanager
async def listening(settings: Settings, house: houses.House) -> AsyncIterator[Listener]:
    """Take in updates, by webhook when one is configured, else by polling."""
    listener = Listener(settings, house)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(listener.bot.session.close)
        await set_commands(listener.bot, house.translator)
        await listener.greet_the_unanswered()
        await listener.intake.resume()
        stack.push_async_callback(listener.intake.stop)
        if settings.webhook_url:
            await stack.enter_async_context(_told(settings, listener))
        else:
            await stack.enter_async_context(_asking(listener))
        yield listener


@asynccontextmanager
async def _asking(listener: Listener) -> AsyncIterator[None]:
    await listener.bot.delete_webhook(drop_pending_updates=False)
    task = asyncio.create_task(polling.poll(listener.bot, listener.intake))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _told(settings: Settings, listener: Listener) -> AsyncIterator[None]:
    """At the end the webhook stays where it is: Telegram keeps what comes in meanwhile."""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    place = (settings.webhook_host, settings.webhook_port)
    async with webhook.listening(listener.intake, secret, *place):
        await listener.bot.set_webhook(
            f"{settings.webhook_url}{webhook.PATH}",
            secret_token=secret,
            allowed_updates=polling.ALLOWED,
        )
        yield


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock = system_clock, *, only: str | None = None
) -> AsyncIterator[houses.House]:
    """Both edges in one process, or one of them: ``only`` is ``bot`` or ``scheduler``."""
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(open_house(settings, clock))
        on_sent = None
        if only != "scheduler":
            listener = await stack.enter_async_context(listening(settings, house))
            on_sent = listener.cards.saw
        if only != "bot":
            from scheduler import app as scheduler_app  # noqa: PLC0415  30 MB the bot needs not

            await stack.enter_async_context(
                scheduler_app.running(
                    house,
                    settings.token.get_secret_value(),
                    settings.telegram_url,
                    settings.pushes_per_second,
                    settings.board,
                    on_sent,
                )
            )
        yield house
