"""``python -m bot``: the same as the command ``buurtbot``."""

from bot.cli import app

app()
