"""Meetings of a community: plan, change, cancel, say who comes, remind."""

from flows.meetings import attending, changing, notices, planning, reminders

__all__ = ["attending", "changing", "notices", "planning", "reminders"]
