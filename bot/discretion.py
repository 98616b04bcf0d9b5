"""A stemcode is for nobody else's eyes: the message that holds one is deleted."""

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, User

from flows.house import House
from flows.kernel import Moment
from flows.stemcodes import code
from flows.text import Code, Speech, Spoken, paragraphs, t


async def keep_secret(bot: Bot, message: Message) -> None:
    """Delete a message with a right code before it is read: what it says is in the inbox."""
    if code.find(_text(message)) is not None:
        await erase(bot, message)


async def erase(bot: Bot, message: Message) -> bool:
    """``False`` when Telegram does not let us: in a group only an administrator may."""
    try:
        return await bot.delete_message(message.chat.id, message.message_id)
    except TelegramAPIError:
        return False


def tells_code(message: Message) -> bool:
    """Whether somebody wrote a code, or meant to."""
    text = _text(message)
    return code.find(text) is not None or code.is_meant(text, hyphens=True)


async def warn_group(house: House, bot: Bot, message: Message, user: User, ticket: int) -> bool:
    """A code in a group is deleted, and the group is told why. ``True``: nothing is left to do.

    Of a group we know no language: it is said in that of the town, and in that of who wrote.
    """
    async with house.writing() as moment:
        if not await moment.tx.inbox.finish(ticket):
            return True
        locales = await _locales(house, moment, user)
    told = _warning((await bot.me()).username or "", erased=await erase(bot, message))
    said = paragraphs(*(Spoken(locale, told) for locale in locales))
    try:
        await bot.send_message(message.chat.id, house.translator.reader(locales[0]).html(said))
    except TelegramAPIError:
        return False
    return True


async def _locales(house: House, moment: Moment, user: User) -> list[str]:
    person = await moment.tx.people.known(user.id)
    own = person.locale if person else house.translator.choose(user.language_code)
    return list(dict.fromkeys([house.town.languages[0], own]))


def _warning(username: str, *, erased: bool) -> Speech:
    gone = t("Somebody sent a stemcode here. I deleted it.")
    stays = t("Somebody sent a stemcode here. Please delete that message.")
    return paragraphs(
        gone if erased else stays,
        t("A stemcode is secret. Send it to me alone: {bot}", bot=Code(f"@{username}")),
    )


def _text(message: Message) -> str:
    return message.text or message.caption or ""
