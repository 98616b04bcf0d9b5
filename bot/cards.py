"""One card a person: navigation edits it, whatever must stay is a message of its own."""

from collections import OrderedDict
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, Message

from bot.render import markup
from flows.gallery import Gallery
from flows.i18n import Reader
from flows.kernel import Picture, Screen
from flows.layout import Sheet, lay_out

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
        """Raises ``TelegramAPIError`` when Telegram does not take it."""
        sheet, chat = lay_out(screen, reader), self._chat(chat_id)
        plain = not screen.fresh and screen.picture is None and len(sheet.parts) == 1
        at_hand = tapped is not None and tapped == chat.card == chat.newest
        if plain and at_hand and await self._edit(chat_id, chat.card, sheet):
            return
        sent = await self._send(chat_id, screen.picture, sheet, reader)
        old, chat.newest = chat.card, sent.message_id
        if not screen.fresh:
            chat.card = sent.message_id
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
            await self._bot.edit_message_text(
                sheet.parts[0], chat_id=chat_id, message_id=message_id, reply_markup=markup(sheet)
            )
        except TelegramBadRequest as error:
            if any(text in error.message for text in STAYS_AS_IT_IS):
                return True
            if any(text in error.message for text in CANNOT_BE_EDITED):
                return False
            raise
        return True

    async def _send(
        self, chat_id: int, picture: Picture | None, sheet: Sheet, reader: Reader
    ) -> Message:
        """The picture carries the text when it fits, else the text follows it."""
        parts = list(sheet.parts)
        if picture is not None:
            sent = await self._send_picture(
                chat_id, picture, reader, parts.pop() if sheet.is_caption else None, sheet
            )
            if sheet.is_caption:
                return sent
        for part in parts[:-1]:
            await self._bot.send_message(chat_id, part)
        return await self._bot.send_message(chat_id, parts[-1], reply_markup=markup(sheet))

    async def _send_picture(
        self, chat_id: int, picture: Picture, reader: Reader, caption: str | None, sheet: Sheet
    ) -> Message:
        image = await self._gallery.get(picture, reader)
        sent = await self._bot.send_photo(
            chat_id,
            BufferedInputFile(image, "picture.png") if isinstance(image, bytes) else image,
            caption=caption,
            reply_markup=markup(sheet) if caption else None,
        )
        if sent.photo:
            self._gallery.uploaded(picture, reader, sent.photo[-1].file_id)
        return sent

    async def _drop_keys(self, chat_id: int, message_id: int) -> None:
        """An old card loses its buttons; that it is gone or bare already is fine."""
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id)
        except TelegramBadRequest:
            return
