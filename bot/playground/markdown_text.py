"""Telegram's MarkdownV2, read as TDLib reads it."""

from dataclasses import dataclass

from bot.playground.entities import Formatted, Json, units
from bot.playground.errors import ApiError
from bot.playground.html_text import link
from bot.playground.special_links import refusal, special_link

RESERVED = "_*[]()~`>#+-=|{}.!"
ASCII_END = 127
ENDS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}
STARTS = {  # the longer mark first
    "```": "pre",
    "__": "underline",
    "||": "spoiler",
    "![": "custom_emoji",
    "`": "code",
    "*": "bold",
    "_": "italic",
    "~": "strikethrough",
    "[": "text_link",
}
QUOTE = "blockquote"
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}


@dataclass(slots=True)
class Open:
    kind: str
    offset: int
    byte: int
    position: int = 0
    language: str = ""


class MarkdownParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[Open] = []
        self.entities: list[Json] = []
        self.line_start = True  # only marks may stand before a ">"

    def parse(self) -> Formatted:
        """Raises ``ApiError`` with TDLib's words and byte offsets."""
        while self.at < len(self.source):
            self.read_one()
        if self.open and self.open[-1].kind == QUOTE:
            self.end_quote(QUOTE)
        if self.open:
            raise unended(self.open[-1])
        return Formatted("".join(self.out), self.entities)

    def read_one(self) -> None:
        character = self.source[self.at]
        inside = self.open[-1].kind if self.open else ""
        literal = inside in ("code", "pre")
        if character == "\\" and "\0" < self.source[self.at + 1 : self.at + 2] < chr(ASCII_END):
            self.write(self.source[self.at + 1], 2)
        elif character == "\n" and not literal:
            self.end_line()
        elif character not in ("`" if literal else RESERVED):
            self.write(character, 1)
        elif character == ">" and self.line_start and not self.quoted():
            self.open.append(Open(QUOTE, self.offset, self.byte()))
            self.at += 1
        elif self.ends_quote():
            self.end_quote("expandable_blockquote")
        elif inside and self.ends(inside):
            self.close(self.open.pop())
        else:
            self.start(character)

    def write(self, character: str, read: int) -> None:
        self.out.append(character)
        self.offset += units(character)
        self.at += read
        self.line_start = False

    def byte(self) -> int:
        return len(self.source[: self.at].encode())

    def quoted(self) -> bool:
        return any(opened.kind == QUOTE for opened in self.open)

    def end_line(self) -> None:
        """A block quotation goes on where the next line has its mark, and ends elsewhere."""
        self.write("\n", 1)
        self.line_start = True
        if not self.quoted():
            return
        if self.source.startswith(">", self.at):
            self.at += 1
        elif self.open[-1].kind == QUOTE:
            self.end_quote(QUOTE)
        else:
            raise unended(self.open[-1])

    def ends_quote(self) -> bool:
        """Two bars at the end of a line of the quotation, when nothing else is open."""
        bars = self.source.startswith("||", self.at)
        after = self.source[self.at + 2 : self.at + 3]
        return bool(self.open) and self.open[-1].kind == QUOTE and bars and after in ("", "\n")

    def end_quote(self, kind: str) -> None:
        """The break after its last line is part of it."""
        opened = self.open.pop()
        if kind != QUOTE:
            self.at += 2
            if self.at < len(self.source):
                self.write("\n", 1)
                self.line_start = True
        length = self.offset - opened.offset
        if length:
            self.entities.append({"type": kind, "offset": opened.offset, "length": length})

    def ends(self, kind: str) -> bool:
        if kind == QUOTE:
            return False
        if kind == "italic" and self.source.startswith("__", self.at):
            return False
        return self.source.startswith(ENDS[kind], self.at)

    def start(self, character: str) -> None:
        mark = next((m for m in STARTS if self.source.startswith(m, self.at)), None)
        if mark is None:
            reserved = f"Character '{character}' is reserved"
            raise refusal(f"{reserved} and must be escaped with the preceding '\\'")
        opened = Open(STARTS[mark], self.offset, self.byte(), len(self.out))
        self.at += len(mark)
        if opened.kind == "pre":
            opened.language = self.read_language()
        self.open.append(opened)

    def read_language(self) -> str:
        end = self.at
        while (
            end < len(self.source) and not self.source[end].isspace() and self.source[end] != "`"
        ):
            end += 1
        language = ""
        if self.at != end < len(self.source) and self.source[end] != "`":
            language, self.at = self.source[self.at : end], end
        if self.source.startswith("\n", self.at):
            self.at += 1
        return language

    def close(self, opened: Open) -> None:
        self.at += len(ENDS[opened.kind])
        entity: Json | None = {"type": opened.kind}
        if opened.kind in ("text_link", "custom_emoji"):
            entity = self.read_link(opened)
        if opened.language:
            entity = {"type": "pre", "language": opened.language}
        length = self.offset - opened.offset
        if entity and length:
            self.entities.append({**entity, "offset": opened.offset, "length": length})

    def read_link(self, opened: Open) -> Json | None:
        url = "".join(self.out[opened.position :])
        if self.source.startswith("(", self.at):
            begin = self.at + 1
            url, end = self.read_url(begin)
            if end >= len(self.source):
                byte = len(self.source[:begin].encode())
                what = "URL" if opened.kind == "text_link" else "custom emoji URL"
                raise refusal(f"Can't find end of a {what} at byte offset {byte}")
            self.at = end + 1
        elif opened.kind == "custom_emoji":
            raise refusal("Custom emoji entity must contain a tg://emoji URL")
        return link(url) if opened.kind == "text_link" else special_link(url)

    def read_url(self, at: int) -> tuple[str, int]:
        url = []
        while at < len(self.source) and self.source[at] != ")":
            at += self.source[at] == "\\" and at + 1 < len(self.source)
            url.append(self.source[at])
            at += 1
        return "".join(url), at


def unended(opened: Open) -> ApiError:
    name = "PreCode" if opened.language else NAMES[opened.kind]
    return refusal(f"Can't find end of {name} entity at byte offset {opened.byte}")


def parse_markdown(source: str) -> Formatted:
    return MarkdownParser(source).parse()
