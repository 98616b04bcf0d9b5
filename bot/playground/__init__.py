"""A stand-in for Telegram's Bot API; it knows nothing of the bot it serves."""

from bot.playground.app import Playground

__all__ = ["Playground"]
