"""The list of commands in Telegram's menu, in every language, for every role."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from flows.commands import shown_to
from flows.house import House
from flows.i18n import SOURCE, Reader, Translator
from storage.models import Role


async def set_commands(bot: Bot, translator: Translator) -> None:
    """The source language is the answer for everybody whose language we do not speak."""
    scope = BotCommandScopeAllPrivateChats()
    for locale in translator.locales:
        code = None if locale == SOURCE else locale
        commands = _commands(frozenset(), translator.reader(locale))
        await bot.set_my_commands(commands, scope=scope, language_code=code)


async def set_commands_of(bot: Bot, house: House, telegram_id: int) -> None:
    """In the chat of a moderator or officer their own commands stand beside the others."""
    async with house.reading() as moment:
        person = await moment.tx.people.known(telegram_id)
        roles = await moment.tx.roles.of(person, moment.now) if person else frozenset()
    if person is not None and roles:
        commands = _commands(roles, house.translator.reader(person.locale))
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=telegram_id))


def _commands(roles: frozenset[Role], reader: Reader) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=reader.plain(command.about))
        for name, command in shown_to(roles).items()
    ]
