"""Reading a text or a caption with its formatting out of a call."""

from collections.abc import Callable

from bot.playground.entities import Formatted, check_unicode, finished, is_empty
from bot.playground.errors import bad_request, not_built
from bot.playground.fields import known_parts
from bot.playground.given import given_entities
from bot.playground.html_text import parse_html
from bot.playground.markdown_text import parse_markdown
from bot.playground.parameters import Parameters

TEXT = 4096
CAPTION = 1024
RAW_BYTES = 32_768  # before parsing
PARSERS: dict[str, Callable[[str], Formatted]] = {
    "html": parse_html,
    "markdownv2": parse_markdown,
}


def read_text(parameters: Parameters) -> Formatted:
    """The text of a message: not empty, at most 4096 characters once parsed."""
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    formatted = formatted_by(parameters, "text", "parse_mode", "entities")
    if is_empty(formatted.text):
        raise bad_request("text must be non-empty")
    if len(formatted.text) > TEXT:
        raise bad_request("message is too long")
    return formatted


def read_caption(parameters: Parameters) -> Formatted:
    formatted = formatted_by(parameters, "caption", "parse_mode", "caption_entities")
    if len(formatted.text) > CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def formatted_by(parameters: Parameters, text: str, mode: str, entities: str) -> Formatted:
    source = parameters.text(text)
    if len(source.encode()) > RAW_BYTES:
        raise bad_request("text is too long")
    parse_mode = parameters.text(mode).strip().lower()
    if parse_mode and parse_mode != "none":
        return finished(parsed(source, parse_mode))
    given = parameters.data(entities, "can't parse entities JSON object", default=None)
    known = known_parts(parameters, "MessageEntity", given or [])
    return finished(Formatted(source, given_entities(source, known)))


def parsed(source: str, mode: str) -> Formatted:
    if mode == "markdown":
        raise not_built("the old Markdown; use MarkdownV2 or HTML")
    if mode not in PARSERS:
        raise bad_request("unsupported parse_mode")
    return PARSERS[mode](check_unicode(source))
