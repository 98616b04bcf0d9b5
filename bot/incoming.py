"""What comes in all the time, read with as little as it needs: taps and bare commands.

aiogram's models hold all that Telegram can say. To build them, and to ask every filter, costs
more than to answer a tap; so only what is left over goes the long way through its router.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from aiogram.types import User
from pydantic import BaseModel, Field, ValidationError

from flows.commands import COMMANDS

Model = TypeVar("Model", bound=BaseModel)
BARE_COMMAND = re.compile(r"/([A-Za-z]{1,32})")


class Sender(BaseModel):
    id: int
    first_name: str
    language_code: str | None = None


Account = Sender | User  # somebody on Telegram, read by us or by aiogram


class Card(BaseModel):
    """The message that carries the button."""

    message_id: int


class Tap(BaseModel):
    """A ``callback_query``. Without ``message`` the card is too old for Telegram to show."""

    id: str
    sender: Sender = Field(alias="from")
    data: str = Field(min_length=1)
    message: Card | None = None


class PrivateChat(BaseModel):
    id: int
    type: Literal["private"]


class Written(BaseModel):
    """A ``message`` with text in a private chat."""

    message_id: int
    sender: Sender = Field(alias="from")
    chat: PrivateChat
    text: str


def tap_in(update: Mapping[str, Any]) -> Tap | None:
    """``None`` for what is not a button of ours."""
    query = update.get("callback_query")
    return _read(Tap, query) if query else None


def command_in(update: Mapping[str, Any]) -> tuple[str, Written] | None:
    """A command of ours and nothing else, such as ``/start``, with its name in lower case.

    One with an argument is not among them: it may be a secret, which has ways of its own.
    """
    message = update.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    found = BARE_COMMAND.fullmatch(text) if isinstance(text, str) else None
    if found is None or (name := found[1].lower()) not in COMMANDS:
        return None
    written = _read(Written, message)
    return (name, written) if written else None


def _read(model: type[Model], part: object) -> Model | None:
    try:
        return model.model_validate(part)
    except ValidationError:
        return None
