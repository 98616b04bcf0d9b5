"""What a bot tells about itself: name, descriptions, commands, menu."""

import re
from typing import Any

from bot.playground.entities import Json
from bot.playground.errors import bad_request
from bot.playground.fields import known_part, known_parts
from bot.playground.methods.registry import Call, method
from bot.playground.parameters import Parameters

LANGUAGE = re.compile(r"[a-z]{2}|")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
COMMAND_DESCRIPTION = 256
PLAIN_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
)


@method("getMe")
async def get_me(call: Call) -> Json:
    return call.bot.me()


def language(call: Call) -> str:
    code = call.parameters.text("language_code").strip().lower()
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def remember(call: Call, texts: dict[str, str], field: str, limit: int, error: str) -> bool:
    code, text = language(call), call.parameters.text(field).strip()
    if len(text) > limit:
        raise bad_request(error)
    texts[code] = text
    if not text:
        del texts[code]
    return True


@method("setMyName", "name language_code")
async def set_my_name(call: Call) -> bool:
    return remember(call, call.bot.names, "name", 64, "BOT_TITLE_INVALID")


@method("getMyName", "language_code")
async def get_my_name(call: Call) -> Json:
    return {"name": chosen(call.bot.names, language(call)) or call.bot.first_name}


@method("setMyDescription", "description language_code")
async def set_my_description(call: Call) -> bool:
    texts = call.bot.descriptions
    return remember(call, texts, "description", 512, "BOT_DESCRIPTION_INVALID")


@method("getMyDescription", "language_code")
async def get_my_description(call: Call) -> Json:
    return {"description": chosen(call.bot.descriptions, language(call))}


@method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(call: Call) -> bool:
    texts = call.bot.short_descriptions
    return remember(call, texts, "short_description", 120, "BOT_SHORT_DESCRIPTION_INVALID")


@method("getMyShortDescription", "language_code")
async def get_my_short_description(call: Call) -> Json:
    return {"short_description": chosen(call.bot.short_descriptions, language(call))}


def chosen(texts: dict[str, str], code: str) -> str:
    return texts.get(code) or texts.get("", "")


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(call: Call) -> bool:
    key = scope_key(call)
    given = call.parameters.data("commands", "can't parse commands JSON object")
    commands = read_commands(known_parts(call.parameters, "BotCommand", given))
    call.bot.commands[key] = commands
    if not commands:
        del call.bot.commands[key]
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(call: Call) -> list[Json]:
    return call.bot.commands.get(scope_key(call), [])


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(scope_key(call), None)
    return True


def read_commands(given: Any) -> list[Json]:
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [read_command(command) for command in given]


def read_command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def scope_key(call: Call) -> str:
    """Where commands hold, such as ``chat:1001:nl``. Raises ``ApiError``."""
    problem = "can't parse BotCommandScope JSON object"
    scope = call.parameters.data("scope", problem, default={"type": "default"})
    if not isinstance(scope, dict):
        raise bad_request("expected an Object as BotCommandScope")
    scope = known_part(call.parameters, "BotCommandScopeChatMember", scope)
    kind, code = str(scope.get("type")), language(call)
    if kind in PLAIN_SCOPES:
        return f"{kind}::{code}"
    if kind not in ("chat", "chat_administrators", "chat_member"):
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat = call.world.chat_of(call.bot, str(scope.get("chat_id", "")))
    if kind != "chat_member":
        return f"{kind}:{chat.id}:{code}"
    if not (member := Parameters(scope, {}).integer("user_id")):
        raise bad_request("can't parse BotCommandScope: Can't find field \"user_id\"")
    return f"{kind}:{chat.id}/{member}:{code}"


@method("setChatMenuButton", "chat_id menu_button")
async def set_chat_menu_button(call: Call) -> bool:
    problem = "can't parse MenuButton JSON object"
    button = call.parameters.data("menu_button", problem, default={"type": "default"})
    if not isinstance(button, dict) or button.get("type") not in MENU_BUTTONS:
        raise bad_request("menuButton has unsupported type")
    call.bot.menu_buttons[menu_chat(call)] = button
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(call: Call) -> Json:
    buttons = call.bot.menu_buttons
    return buttons.get(menu_chat(call)) or buttons.get("", {"type": "commands"})


MENU_BUTTONS = ("default", "commands", "web_app")


def menu_chat(call: Call) -> str:
    return str(call.chat().id) if "chat_id" in call.parameters else ""
