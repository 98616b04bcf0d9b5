"""Refusals, worded as Telegram words them."""

from typing import Any


class ApiError(Exception):
    """What the Bot API answers instead of a result; ``code`` is also the HTTP status."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlError(Exception):
    """Somebody asked the playground itself for something it cannot do."""


def bad_request(text: str, **parameters: Any) -> ApiError:
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_built(what: str) -> ApiError:
    """Something Telegram has and this playground has not: never a silent ``true``."""
    return ApiError(501, f"Not Implemented: the playground does not know {what}")
