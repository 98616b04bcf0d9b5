"""Keyboards: what Telegram accepts under a message."""

from typing import Any
from urllib.parse import urlsplit

from bot.playground.entities import Json
from bot.playground.errors import bad_request, not_built
from bot.playground.parameters import Parameters

MOST_BUTTONS = 100
DATA_BYTES = 64
PLACEHOLDER = 64
COPY_TEXT = 256
UNPARSED = "can't parse reply keyboard markup JSON object"
BUTTON = "can't parse inline keyboard button"
STYLES = ("danger", "success", "primary")
NOT_BUILT = ("web_app", "login_url", "callback_game", "pay", "disabled", "icon_custom_emoji_id")
ACTIONS = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
)
REQUESTS = {  # and what is asked for
    "request_contact": "phone number",
    "request_location": "location",
    "request_users": "users",
    "request_chat": "chats",
}
OTHER_REQUESTS = ("request_managed_bot", "request_poll")
BUTTON_FIELDS = {"text", "style", *NOT_BUILT, *ACTIONS, *REQUESTS, *OTHER_REQUESTS}
MARKUP_FIELDS = {
    "inline_keyboard",
    "keyboard",
    "remove_keyboard",
    "force_reply",
    "is_persistent",
    "resize_keyboard",
    "one_time_keyboard",
    "input_field_placeholder",
    "selective",
}


def read_markup(parameters: Parameters, *, private: bool = True) -> Json | None:
    """The checked ``reply_markup`` of a message in such a chat, or None. Raises ``ApiError``."""
    markup = parameters.data("reply_markup", UNPARSED, default=None)
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    parameters.unknown += unknown_fields(markup)
    if "inline_keyboard" in markup:
        rows = inline_rows(markup["inline_keyboard"])
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        return reply_keyboard(markup, private=private)
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if markup.get("force_reply"):
        return check_placeholder({**markup, "force_reply": True})
    return None


def unknown_fields(markup: Json) -> list[str]:
    """Fields that Telegram would ignore: most often a slip of the pen."""
    rows = markup.get("inline_keyboard", markup.get("keyboard"))
    lists = [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    buttons = [cell for row in lists for cell in row if isinstance(cell, dict)]
    odd = [name for button in buttons for name in button if name not in BUTTON_FIELDS]
    return [*(name for name in markup if name not in MARKUP_FIELDS), *odd]


def is_inline(markup: Json | None) -> bool:
    return markup is not None and "inline_keyboard" in markup


def rows_of(rows: Any, field: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def inline_rows(rows: Any) -> list[list[Json]]:
    """Rows of checked buttons; those without a text are dropped, as Telegram does."""
    checked = [
        [inline_button(b) for b in row if not is_empty(b)]
        for row in rows_of(rows, "inline_keyboard")
    ]
    return [row for row in checked if row]


def is_empty(button: Any) -> bool:
    return isinstance(button, dict) and button.get("text") == ""


def inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request(f"{BUTTON}: Object expected as a button")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{BUTTON}: Can\'t find field "text"')
    if unknown := next((name for name in NOT_BUILT if name in button), None):
        raise not_built(f"inline buttons with {unknown}")
    action = next((name for name in ACTIONS if button.get(name) is not None), None)
    if action is None:
        raise bad_request(f"{BUTTON}: Text buttons are unallowed in the inline keyboard")
    kept = {"text": button["text"], action: inline_action(action, button[action])}
    return {**kept, **style_of(button)}


def inline_action(action: str, value: Any) -> Any:
    if action == "callback_data":
        data = str(value)
        if not 1 <= len(data.encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return data
    if action == "url":
        return inline_url(str(value))
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"text": text}
    return value


def inline_url(url: str) -> str:
    problem = bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    address = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError as odd:
        raise problem from odd
    if parts.scheme == "tg":
        return address
    if parts.scheme not in ("http", "https") or "." not in host:
        raise problem
    return parts._replace(path=parts.path or "/").geturl()


def style_of(button: Json) -> Json:
    style = button.get("style")
    if style is None:
        return {}
    if style not in STYLES:
        raise bad_request(f"{BUTTON}: Invalid button style specified")
    return {"style": style}


def reply_keyboard(markup: Json, *, private: bool) -> Json:
    rows = [
        [reply_button(b) for b in row if b != "" and not is_empty(b)]
        for row in rows_of(markup["keyboard"], "keyboard")
    ]
    asked = {name for row in rows for button in row for name in button if button[name]}
    if not private and (what := next((REQUESTS[n] for n in REQUESTS if n in asked), None)):
        raise bad_request(f"{what} can be requested in private chats only")
    return check_placeholder({**markup, "keyboard": [row for row in rows if row]})


def reply_button(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    known = {"text", "style", *REQUESTS}
    if unknown := next((name for name in button if name not in known), None):
        raise not_built(f"keyboard buttons with {unknown}")
    for asks in ("request_users", "request_chat"):
        asked = button.get(asks)
        if asked is not None and not (isinstance(asked, dict) and has_number(asked)):
            raise bad_request("can't parse keyboard button: Can't find field \"request_id\"")
    return {name: value for name, value in button.items() if value is not None}


def has_number(asked: Json) -> bool:
    return type(asked.get("request_id")) is int


def check_placeholder(markup: Json) -> Json:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(str(placeholder)) <= PLACEHOLDER:
        raise bad_request("INPUT_FIELD_PLACEHOLDER_INVALID")
    return markup
