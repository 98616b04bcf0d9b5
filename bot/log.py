"""Logging: what happened, never what somebody wrote, never a secret."""

import logging
import re
import sys
from typing import Any

import structlog

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{8,}")  # also behind letters, as in /bot42:…/getMe


def hide_tokens(_logger: Any, _method: str, line: str) -> str:
    """A token can hide in a URL inside the text of an error: the last step looks for it."""
    return TOKEN.sub("<token>", line)


def set_up(*, as_json: bool) -> None:
    """One line for each event on standard error; tracebacks carry no local variables."""
    render: Any = structlog.processors.JSONRenderer()
    if not as_json:
        render = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        render,
        hide_tokens,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "apscheduler", "aiogram.event", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
