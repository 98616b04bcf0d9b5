"""From the outbox to Telegram: each message once, and honest about what nobody can know.

A row is leased, then marked ``sending`` and committed *before* the call, so that a crash
leaves a trace: what was ``sending`` may have arrived.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import ExtBot

from flows.events import NOTICES, Notice
from flows.house import House
from flows.i18n import Reader
from flows.kernel import Button, Moment, Screen
from flows.layout import Piece, lay_out
from flows.quiet import awake
from flows.text import paragraphs, t
from scheduler.keyboard import markup
from storage.models import ConsentKind, OutboxRow, OutboxState, Person

BATCH = 40
MOST_ATTEMPTS = 8
PATIENCE = 10  # seconds that stopping waits for what is under way
NOBODY_THERE = ("chat not found", "user is deactivated")

OnSent = Callable[[int, int], None]  # chat id, message id
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A row of the outbox, rendered for the one who gets it."""

    row: OutboxRow
    telegram_id: int
    screen: Screen
    reader: Reader


class Pusher:
    def __init__(self, house: House, bot: ExtBot[int], on_sent: OnSent | None = None) -> None:
        self._house = house
        self.bot = bot
        self._on_sent = on_sent
        self._at_work = asyncio.Lock()
        self._stopping = False

    async def push(self) -> int:
        """Send what is due until nothing is; answers how many rows were dealt with.

        What is late, after a downtime or a retry, waits for the end of the quiet hours too.
        """
        async with self._at_work:
            await self._recover()
            done = 0
            while not self._stopping:
                now = self._house.clock()
                if awake(now) > now:
                    break
                claimed, letters = await self._claim()
                await asyncio.gather(*(self._deliver(letter) for letter in letters))
                done += claimed
                if not claimed:
                    break
            return done

    async def finish(self) -> None:
        """See what was claimed to its end; the rest of the outbox waits for the next process."""
        self._stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), self._at_work:
                return

    async def _recover(self) -> None:
        """What a dead sender left in ``sending``: repeated if it matters, else left alone."""
        async with self._house.writing() as moment:
            for row in await moment.tx.outbox.orphans(moment.now):
                again = row.notice in NOTICES and NOTICES[row.notice].again
                row.state = OutboxState.PENDING if again else OutboxState.UNKNOWN
                row.repeat, row.lease_until = again, None

    async def _claim(self) -> tuple[int, list[Letter]]:
        """Lease what is due and write it out; what is of no use any more is put aside."""
        letters = []
        async with self._house.writing() as moment:
            batch = await moment.tx.outbox.claim(moment.now, BATCH)
            ids = {row.person_id for row in batch}
            people = await moment.tx.people.among(ids)
            consents = await moment.tx.people.consents_among(ids)
            for row in batch:
                person, notice = people[row.person_id], NOTICES.get(row.notice)
                if row.expires_at is not None and row.expires_at <= moment.now:
                    row.state = OutboxState.EXPIRED
                elif notice is None or not _wanted(person, notice, consents):
                    row.state = OutboxState.CANCELLED
                elif screen := await _screen(moment, row, notice):
                    reader = self._house.translator.reader(person.locale)
                    letters.append(Letter(row, person.telegram_id, screen, reader))
        return len(batch), letters

    async def _deliver(self, letter: Letter) -> None:
        await self._note(letter, OutboxState.SENDING, attempts=letter.row.attempts + 1)
        try:
            newest = await self._send(letter)
        except Exception as error:  # noqa: BLE001  whatever it is, the row says how it ended
            await self._failed(letter, error)
            return
        await self._note(letter, OutboxState.SENT)
        if self._on_sent is not None:
            self._on_sent(letter.telegram_id, newest)

    async def _note(self, letter: Letter, state: OutboxState, **values: Any) -> None:
        async with self._house.writing() as moment:
            await moment.tx.outbox.set(letter.row.id, state, **values)

    async def _failed(self, letter: Letter, error: Exception) -> None:
        """Write down what an error means for this message and this person."""
        now = self._house.clock()
        if isinstance(error, Forbidden) or _nobody_there(error):
            async with self._house.writing() as moment:
                await moment.tx.outbox.set(letter.row.id, OutboxState.CANCELLED)
                await moment.tx.people.mark_unreachable(letter.telegram_id, now)
        elif _did_not_arrive(error) and letter.row.attempts + 1 < MOST_ATTEMPTS:
            await self._note(
                letter, OutboxState.PENDING, not_before=now + _pause(letter, error), **NO_LEASE
            )
        elif _may_have_arrived(error):
            again = NOTICES[letter.row.notice].again and letter.row.attempts + 1 < MOST_ATTEMPTS
            state = OutboxState.PENDING if again else OutboxState.UNKNOWN
            later = now + _pause(letter, error)
            await self._note(letter, state, not_before=later, repeat=again, **NO_LEASE)
        else:
            log.error("push %s cannot be sent", letter.row.id, exc_info=error)
            await self._note(letter, OutboxState.FAILED)

    async def _send(self, letter: Letter) -> int:
        """Answers the id of the last message."""
        newest = 0
        for piece in lay_out(letter.screen, letter.reader).pieces(letter.screen.picture):
            newest = await self._send_piece(letter, piece)
        return newest

    async def _send_piece(self, letter: Letter, piece: Piece) -> int:
        keys = markup(piece.keys)
        if piece.picture is None:
            sent = await self.bot.send_message(letter.telegram_id, piece.text, reply_markup=keys)
            return sent.message_id
        image = await self._house.gallery.get(piece.picture, letter.reader)
        sent = await self.bot.send_photo(
            letter.telegram_id, image, caption=piece.text or None, reply_markup=keys
        )
        self._house.gallery.uploaded(piece.picture, letter.reader, sent.photo[-1].file_id)
        return sent.message_id


NO_LEASE: dict[str, Any] = {"lease_until": None}


def _wanted(person: Person, notice: Notice, consents: Collection[tuple[int, ConsentKind]]) -> bool:
    """Read at the moment of sending: a consent that was withdrawn stops what is under way."""
    if person.unreachable_at is not None:
        return False
    if notice.consent is None:
        return True
    return person.stopped_at is None and (person.id, notice.consent) in consents


async def _screen(moment: Moment, row: OutboxRow, notice: Notice) -> Screen | None:
    """``None`` if there is nothing to say; one that we cannot write holds up no other."""
    try:
        screen = await notice.screen(moment, row.payload)
    except Exception:
        log.exception("push %s cannot be written", row.id)
        row.state = OutboxState.FAILED
        return None
    if screen is None:
        row.state = OutboxState.CANCELLED
        return None
    return _finish(screen, notice, repeat=row.repeat)


def _finish(screen: Screen, notice: Notice, *, repeat: bool) -> Screen:
    """Every push that is not work ends with a way to get fewer of them."""
    text = screen.text
    if repeat:
        text = paragraphs(t("You may have had this message already."), text)
    rows = screen.rows
    if notice.consent is not None:
        rows = (*rows, (Button(t("Get fewer messages"), "consents"),))
    return replace(screen, text=text, rows=rows)


def _nobody_there(error: Exception) -> bool:
    return isinstance(error, BadRequest) and any(
        text in error.message.lower() for text in NOBODY_THERE
    )


def _did_not_arrive(error: Exception) -> bool:
    """Telegram said no in words, or could not be reached at all."""
    if isinstance(error, BadRequest):
        return False
    if isinstance(error, RetryAfter):
        return True
    unconnected = isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout)
    return isinstance(error, NetworkError) and (unconnected or error.__cause__ is None)


def _may_have_arrived(error: Exception) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def _pause(letter: Letter, error: Exception) -> timedelta:
    """What Telegram asks for, else a minute, two, four, and so on."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
    return timedelta(minutes=2**letter.row.attempts)
