"""What somebody sent, as the flows see it. Files are fetched before any transaction."""

import io

from aiogram import Bot
from aiogram.types import Document as TelegramDocument
from aiogram.types import Message, User

from flows.house import House
from flows.reading import Document, Kind, Said
from storage.models import Role

LARGEST_FILE = 1_000_000  # bytes; ten times the largest budget file of a stadsdeel


async def said_by(message: Message, user: User, bot: Bot, house: House) -> Said:
    if message.text is not None:
        return Said(Kind.TEXT, message.text)
    if message.photo:
        return Said(Kind.PHOTO, message.caption or "", photo=message.photo[-1].file_id)
    if message.document is not None:
        document = await _document(message.document, user, bot, house)
        return Said(Kind.DOCUMENT, message.caption or "", document=document)
    return Said(Kind.OTHER)


async def _document(file: TelegramDocument, user: User, bot: Bot, house: House) -> Document:
    """Only the files of officers are fetched; nobody else sends one for a reason."""
    name, size = file.file_name or "", file.file_size or 0
    if size > LARGEST_FILE or not await _is_officer(user, house):
        return Document(name, size)
    content = io.BytesIO()
    await bot.download(file, content)
    return Document(name, size, content.getvalue())


async def _is_officer(user: User, house: House) -> bool:
    async with house.reading() as moment:
        person = await moment.tx.people.known(user.id)
        return person is not None and Role.OFFICER in await moment.tx.roles.of(person, moment.now)
