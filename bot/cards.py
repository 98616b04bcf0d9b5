"""One card a person: navigation edits it, whatever must stay is a message of its own."""

import json
from collections import OrderedDict
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from bot.calls import SendPhoto, drop_keys, edit_text, markup, send_text
from flows.gallery import Gallery
from flows.i18n import Reader
from flows.kernel import Screen
from flows.layout import Piece, Sheet, lay_out

MOST_CHATS = 50_000  # remembered; who was forgotten gets a fresh card, nothing worse
STAYS_AS_IT_IS = ("message is not modified",)
CANNOT_BE_EDITED = ("message to edit not found", "message can't be edited", "no text in the")


@dataclass(slots=True)
class Chat:
    """Message ids of one chat: of its card, and of the newest message."""

    card: int = 0
    newest: int = 0


class Cards:
    """Kept in memory: after a restart everybody gets a fresh card once."""

    def __init__(self, bot: Bot, gallery: Gallery) -> None:
        self._bot = bot
        self._gallery = gallery
        self._chats: OrderedDict[int, Chat] = OrderedDict()

    def saw(self, chat_id: int, message_id: int) -> None:
        """Somebody, or the scheduler, wrote in this chat."""
        chat = self._chat(chat_id)
        chat.newest = max(chat.newest, message_id)

    async def show(
        self, chat_id: int, screen: Screen, reader: Reader, tapped: int | None = None
    ) -> None:
        """Raises ``TelegramAPIError`` when Telegram does not take it.

        What answers a tap on the card and stays, such as a receipt, ends the card: what stood on
        it is done, and should not ask for it again.
        """
        sheet, chat = lay_out(screen, reader), self._chat(chat_id)
        plain = not screen.fresh and screen.picture is None and len(sheet.parts) == 1
        at_hand = tapped is not None and tapped == chat.card == chat.newest
        if plain and at_hand and await self._edit(chat_id, chat.card, sheet):
            return
        for piece in sheet.pieces(screen.picture):
            chat.newest = await self._send(chat_id, piece, reader)
        old = chat.card
        if screen.fresh and tapped != old:
            return  # news, beside what is being done
        chat.card = 0 if screen.fresh else chat.newest
        if old:
            await self._drop_keys(chat_id, old)

    def _chat(self, chat_id: int) -> Chat:
        chat = self._chats.setdefault(chat_id, Chat())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return chat

    async def _edit(self, chat_id: int, message_id: int, sheet: Sheet) -> bool:
        try:
            await edit_text(chat_id, message_id, sheet.parts[0], sheet.keys).by(self._bot)
        except TelegramBadRequest as error:
            if any(text in error.message for text in STAYS_AS_IT_IS):
                return True
            if any(text in error.message for text in CANNOT_BE_EDITED):
                return False
            raise
        return True

    async def _send(self, chat_id: int, piece: Piece, reader: Reader) -> int:
        """Answers the id of the new message."""
        if piece.picture is None:
            told = await send_text(chat_id, piece.text, piece.keys).by(self._bot)
            return int(told["message_id"])
        image = await self._gallery.get(piece.picture, reader)
        file = BufferedInputFile(image, "picture.png") if isinstance(image, bytes) else image
        told = await self._bot(
            SendPhoto(
                chat_id=chat_id,
                photo=file,
                caption=piece.text or None,
                reply_markup=json.dumps(markup(piece.keys)) if piece.keys else None,
            )
        )
        if told.get("photo"):
            self._gallery.uploaded(piece.picture, reader, told["photo"][-1]["file_id"])
        return int(told["message_id"])

    async def _drop_keys(self, chat_id: int, message_id: int) -> None:
        """An old card loses its buttons; that it is gone or bare already is fine."""
        try:
            await drop_keys(chat_id, message_id).by(self._bot)
        except TelegramBadRequest:
            return
