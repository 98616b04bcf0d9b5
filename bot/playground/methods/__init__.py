"""Methods of the Bot API, a family a module. Importing this fills the table."""

from bot.playground.methods import (
    chats,
    edits,
    inline,
    media,
    messages,
    passing,
    polling,
    polls,
    profile,
    taps,
)
from bot.playground.methods.known import KNOWN
from bot.playground.methods.registry import METHODS, Call, Method

__all__ = [
    "KNOWN",
    "METHODS",
    "Call",
    "Method",
    "chats",
    "edits",
    "inline",
    "media",
    "messages",
    "passing",
    "polling",
    "polls",
    "profile",
    "taps",
]
