"""Telegram's HTML: a small language of its own, read as TDLib reads it."""

import re
import sys
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.playground.entities import Formatted, Json, units
from bot.playground.special_links import check_emoji, moment, refusal

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
ARGUMENT = {
    "a": "href",
    "code": "class",
    "span": "class",
    "tg-emoji": "emoji-id",
    "tg-time": "unix",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(
    r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?"  # not &gtm=1
)
SURROGATES = {chr(code) for code in range(0xD800, 0xE000)}
PIECE = re.compile(r"[^<&]+")
NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"[^\s=>]*")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
SHORT_SCHEME = re.compile(r"^(tg|ton):(?!//)")
SPACE = re.compile(r"\s*")


@dataclass(slots=True)
class Open:
    tag: str
    argument: str
    format: str  # of a tg-time
    offset: int
    position: int


def reference(text: str, at: int) -> tuple[str, int]:
    """The character a reference at ``at`` stands for, and where it ends; or ``&`` itself."""
    match = REFERENCE.match(text, at)
    if not match:
        return "&", at + 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name], match.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code <= sys.maxunicode or chr(code) in SURROGATES:
        return "&", at + 1
    return chr(code), match.end()


class HtmlParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[Open] = []
        self.entities: list[Json] = []

    def parse(self) -> Formatted:
        """Raises ``ApiError`` with TDLib's words and byte offsets."""
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self.read_text()
            elif self.source.startswith("</", self.at):
                self.read_end()
            else:
                self.read_start()
        if self.open:
            tag = self.open[-1].tag
            raise refusal(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return Formatted("".join(self.out), self.entities)

    def read_text(self) -> None:
        if piece := PIECE.match(self.source, self.at):
            written, self.at = piece.group(), piece.end()
        else:
            written, self.at = reference(self.source, self.at)
        self.out.append(written)
        self.offset += units(written)

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        self.at = match.end() if match else self.at
        return match.group() if match else ""

    def here(self) -> str:
        return self.source[self.at : self.at + 1]

    def bytes_to(self, position: int) -> int:
        return len(self.source[:position].encode())

    def read_start(self) -> None:
        begin, self.at = self.at, self.at + 1
        tag = self.skip(NAME).lower()
        unclosed = refusal(f"Unclosed start tag at byte offset {self.bytes_to(begin)}")
        if not self.here():
            raise unclosed
        if tag not in TAGS:
            where = f'"{tag}" at byte offset {self.bytes_to(begin)}'
            raise refusal(f"Unsupported start tag {where}")
        argument = pattern = ""
        while True:
            self.skip(SPACE)
            if self.here() == ">":
                break
            name, value = self.read_attribute(tag, begin)
            if not self.here():
                raise unclosed
            if name == ARGUMENT.get(tag) or (tag, name) == ("blockquote", "expandable"):
                argument = value
            elif (tag, name) == ("tg-time", "format"):
                pattern = value
        self.at += 1
        if tag == "span" and argument != "tg-spoiler":
            where = f"at byte offset {self.bytes_to(begin)}"
            raise refusal(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(Open(tag, argument, pattern, self.offset, len(self.out)))

    def read_attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self.skip(ATTRIBUTE).lower()
        if not name:
            where = f'"{tag}" at byte offset {self.bytes_to(begin)}'
            raise refusal(f"Empty attribute name in the tag {where}")
        self.skip(SPACE)
        if self.here() != "=":
            return name, name
        self.at += 1
        self.skip(SPACE)
        if self.here() in ("'", '"'):
            return name, self.read_quoted()
        start = self.at
        value = self.skip(TOKEN).lower()
        if self.here() and not self.here().isspace() and self.here() != ">":
            raise refusal(f"Unexpected end of name token at byte offset {self.bytes_to(start)}")
        return name, value

    def read_quoted(self) -> str:
        quote = self.here()
        self.at += 1
        value = []
        while self.here() and self.here() != quote:
            if self.here() == "&":
                character, self.at = reference(self.source, self.at)
            else:
                character, self.at = self.here(), self.at + 1
            value.append(character)
        self.at += 1
        return "".join(value)

    def read_end(self) -> None:
        begin, self.at = self.at, self.at + 2
        where = f"at byte offset {self.bytes_to(begin)}"
        if not self.open:
            raise refusal(f"Unexpected end tag {where}")
        found = self.skip(NAME)
        self.skip(SPACE)
        if self.here() != ">":
            raise refusal(f"Unclosed end tag {where}")
        self.at += 1
        opened = self.open.pop()
        if found and found.lower() != opened.tag:
            wanted = f'expected "</{opened.tag}>", found "</{found}>"'
            raise refusal(f"Unmatched end tag {where}, {wanted}")
        if self.offset > opened.offset:
            self.add(opened)

    def add(self, opened: Open) -> None:
        span = {"offset": opened.offset, "length": self.offset - opened.offset}
        inside = "".join(self.out[opened.position :])
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(key) == value for key, value in span.items())
        kind = TAGS[opened.tag]
        language = opened.argument.removeprefix("language-")
        if kind == "pre" and same and last["type"] == "code" and "language" in last:
            last["type"] = "pre"
        elif kind == "code" and same and last["type"] == "pre" and language:
            last["language"] = language
        elif entity := entity_of(kind, opened, inside):
            self.entities.append({**entity, **span})


def entity_of(kind: str, opened: Open, inside: str) -> Json | None:
    match kind:
        case "text_link":
            return link(opened.argument or inside)
        case "code" if opened.argument.startswith("language-"):
            return {"type": "code", "language": opened.argument.removeprefix("language-")}
        case "blockquote" if opened.argument:
            return {"type": "expandable_blockquote"}
        case "custom_emoji":
            check_emoji(opened.argument)
            return None
        case "date_time":
            return moment(opened.argument, opened.format)
        case _:
            return {"type": kind}


def link(url: str) -> Json | None:
    """A link or a mention by id; an address Telegram would not open is dropped."""
    address = SHORT_SCHEME.sub(r"\1://", url.strip())
    if address.startswith("tg://user?"):
        wanted = parse_qs(urlsplit(address).query).get("id", [""])[0]
        return (
            {"type": "text_mention", "user": {"id": int(wanted)}} if wanted.isdecimal() else None
        )
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in ("tg", "ton"):
        return {"type": "text_link", "url": address}
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        return None
    return {"type": "text_link", "url": parts._replace(path=parts.path or "/").geturl()}


def parse_html(source: str) -> Formatted:
    return HtmlParser(source).parse()
