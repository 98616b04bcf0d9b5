"""The playground's own API, for its page and for tests."""

from bot.playground.control.groups import GroupControl
from bot.playground.control.panels import Panel, PanelControl, Row
from bot.playground.control.people import PeopleControl
from bot.playground.control.stage import Jump, StageControl

__all__ = ["GroupControl", "Jump", "Panel", "PanelControl", "PeopleControl", "Row", "StageControl"]
