"""Custom emoji and moments, by the ``tg://`` links and tags that both markups have for them."""

import re
from urllib.parse import parse_qsl, urlsplit

from bot.playground.entities import Json
from bot.playground.errors import ApiError, bad_request

EMOJI = re.compile(r"[1-9][0-9]{0,18}")


def special_link(url: str) -> Json | None:
    """What ``![text](url)`` makes. A custom emoji needs a paid name: here its text stays."""
    scheme, _, rest = url.strip().partition(":")
    if scheme.lower() != "tg":
        raise refusal("Custom emoji URL must have scheme tg")
    parts = urlsplit(f"tg://{rest.removeprefix('//')}")
    given = dict(parse_qsl(parts.query))
    if parts.netloc.lower() == "time":
        return moment(given.get("unix", ""), given.get("format", ""))
    if parts.netloc.lower() != "emoji":
        raise refusal('Custom emoji URL must have host "emoji"')
    if "id" not in given:
        raise refusal("Custom emoji URL must have an emoji identifier")
    check_emoji(given["id"])
    return None


def check_emoji(id_: str) -> None:
    if not EMOJI.fullmatch(id_):
        raise refusal("Invalid custom emoji identifier specified")


def moment(unix: str, pattern: str) -> Json | None:
    if not (unix.isascii() and unix.isdecimal()):
        return None
    shape = {"date_time_format": pattern} if pattern else {}
    return {"type": "date_time", "unix_time": int(unix), **shape}


def refusal(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")
