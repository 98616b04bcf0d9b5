"""A screen as one reader sees it: strings in order, within the limits of a chat message."""

from dataclasses import dataclass

from flows.i18n import Reader
from flows.kernel import Button, Picture, Screen

# In UTF-16 units, of which an emoji has two. Telegram counts a text after parsing; we count its
# tags too, which is stricter.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 180
DATA_LIMIT = 32  # bytes, half of Telegram's 64
LABEL_LIMIT = 56
ROW_LIMIT = 12
UTF_16 = "utf-16-le"

Keys = tuple[tuple[tuple[str, str], ...], ...]  # rows of (label, data)


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: a text, or a picture whose caption is the text (which may be empty)."""

    text: str
    picture: Picture | None = None
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """``parts``: HTML texts, to be sent one after the other; the keys belong to the last."""

    parts: tuple[str, ...]
    keys: Keys

    @property
    def is_caption(self) -> bool:
        """Whether a picture can carry the text."""
        return len(self.parts) == 1 and units(self.parts[0]) <= CAPTION_LIMIT

    def pieces(self, picture: Picture | None) -> list[Piece]:
        """What to send, in order. A picture carries the text when it fits, else goes before it."""
        last = Piece(self.parts[-1], keys=self.keys)
        if picture is None:
            return [*map(Piece, self.parts[:-1]), last]
        if self.is_caption:
            return [Piece(self.parts[0], picture, self.keys)]
        return [Piece("", picture), *map(Piece, self.parts[:-1]), last]


def lay_out(screen: Screen, reader: Reader) -> Sheet:
    """Right-to-left readers get their rows of buttons from the right."""
    if len(screen.rows) > ROW_LIMIT:
        raise ValueError(f"{len(screen.rows)} rows of buttons")
    rows = tuple(tuple(_key(button, reader) for button in row) for row in screen.rows)
    if reader.rtl:
        rows = tuple(row[::-1] for row in rows)
    return Sheet(tuple(split(reader.html(screen.text))), rows)


def pack(button: Button) -> str:
    data = f"{button.action}:{button.arg}" if button.arg else button.action
    if len(data.encode()) > DATA_LIMIT:
        raise ValueError(f"the data of a button is too long: {data!r}")
    return data


def unpack(data: str) -> tuple[str, str]:
    action, _, arg = data.partition(":")
    return action, arg


def units(text: str) -> int:
    """How long a text is in UTF-16 units."""
    return len(text.encode(UTF_16)) // 2


def shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Cut between paragraphs, else between lines, never inside one."""
    fits = text.encode(UTF_16)[: 2 * limit].decode(UTF_16, errors="ignore")
    if fits == text:
        return [text]
    head, found, _ = fits.rpartition(gap := "\n\n" if "\n\n" in fits else "\n")
    if not found:
        raise ValueError(f"a line of more than {limit} characters")
    return [head, *split(text[len(head) + len(gap) :], limit)]


def _key(button: Button, reader: Reader) -> tuple[str, str]:
    return shorten(reader.plain(button.label), LABEL_LIMIT), pack(button)
