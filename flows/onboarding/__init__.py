"""Getting to know each other: language, neighbourhood, and which messages are welcome."""

from flows.onboarding import settings, start

__all__ = ["settings", "start"]
