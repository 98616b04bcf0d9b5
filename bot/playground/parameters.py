"""The parameters of one call, in whichever of the four styles they came."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.multipart import MultipartResponseWrapper

from bot.playground.entities import Json, check_unicode
from bot.playground.errors import ApiError, bad_request

NUMBER = re.compile(r"\s*([+-]?\d{1,19})")
HALF = re.compile(r"\\u[dD][89a-fA-F]")  # of a pair of surrogates, in JSON
ESCAPE = "surrogateescape"
MISSING = object()
LONGEST_SHOWN = 8192
UNREADABLE = (ValueError, RuntimeError, AssertionError, LookupError, HttpProcessingError)


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    data: bytes


class Parameters:
    """Values as Telegram reads them: leniently, numbers as text and text as numbers."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.uploads = uploads
        self.unknown: list[str] = []  # fields inside a parameter that Telegram does not have

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def names(self) -> list[str]:
        """Every parameter given, files that another parameter attaches left out."""
        if not self.uploads:
            return list(self.values)
        attached = json.dumps(self.values)
        plain = [n for n in self.uploads if f"attach://{n}" not in attached]
        return [*self.values, *plain]

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if isinstance(value, bool):
            return "true" if value else "false"
        written = value if isinstance(value, str) else json.dumps(value)
        return check_unicode(written)

    def integer(self, name: str, default: int = 0) -> int:
        match = NUMBER.match(self.text(name))
        return int(match.group(1)) if match else default

    def boolean(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def real(self, name: str, problem: str) -> float:
        try:
            return float(self.text(name))
        except ValueError as odd:
            raise bad_request(problem) from odd

    def data(self, name: str, problem: str, default: Any = MISSING) -> Any:
        """A JSON value, also when it came as text. Raises ``ApiError`` with ``problem``."""
        value = self.values.get(name, "")
        if value == "" and default is not MISSING:
            return default
        try:
            return read_value(value) if isinstance(value, str) else value
        except (ValueError, RecursionError) as odd:
            raise bad_request(problem) from odd

    def upload(self, name: str) -> Upload | None:
        """The file sent under this name, or attached to it by ``attach://``."""
        if name in self.uploads:
            return self.uploads[name]
        return self.attached(self.text(name))

    def attached(self, reference: str) -> Upload | None:
        if not reference.startswith("attach://"):
            return None
        return self.uploads.get(reference.removeprefix("attach://"))

    def shown(self) -> Json:
        """The same for people to read: files by name and size, nothing endless or secret."""
        files = {n: f"<{u.name}, {len(u.data)} bytes>" for n, u in self.uploads.items()}
        values = {name: shortened(value) for name, value in self.values.items()}
        return {**values, **files, **({"secret_token": "…"} if "secret_token" in values else {})}


def shortened(value: Any) -> Any:
    long = isinstance(value, str) and len(value) > LONGEST_SHOWN
    return f"{value[:LONGEST_SHOWN]}…" if long else value


async def read_parameters(request: web.Request) -> Parameters:
    """Raises ``ApiError`` when the body cannot be read or is too large."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.method == "POST" and request.body_exists:
        try:
            await read_body(request, values, uploads)
        except web.HTTPRequestEntityTooLarge as large:
            raise ApiError(413, "Request Entity Too Large") from large
        except UNREADABLE as odd:
            raise bad_request("can't parse request body") from odd
    return Parameters(values, uploads)


async def read_reply(response: ClientResponse) -> Parameters:
    """What a webhook answered, in any style a body can have; nothing if it cannot be read."""
    values: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    try:
        match response.content_type:
            case "application/json":
                values |= read_json(await response.read())
            case "application/x-www-form-urlencoded":
                values |= dict(parse_qsl(await response.text()))
            case "multipart/form-data":
                await read_multipart(MultipartReader.from_response(response), values, uploads)
    except (ApiError, *UNREADABLE):
        return Parameters({}, {})
    return Parameters(values, uploads)


async def read_body(
    request: web.Request, values: dict[str, Any], uploads: dict[str, Upload]
) -> None:
    match request.content_type:
        case "application/json":
            values |= read_json(await request.read())
        case "multipart/form-data":
            await read_multipart(await request.multipart(), values, uploads)
        case "application/x-www-form-urlencoded":
            body = text_of(await request.read())
            values |= dict(parse_qsl(body, keep_blank_values=True, errors=ESCAPE))


def text_of(data: bytes) -> str:
    """What is no UTF-8 becomes halves of characters, which whoever reads it refuses."""
    return data.decode(errors=ESCAPE)


def read_value(text: str) -> Any:
    """A JSON value. Raises ``ApiError`` when it has half a character in it."""
    value = json.loads(check_unicode(text))
    if HALF.search(text):
        check_unicode(json.dumps(value, ensure_ascii=False))
    return value


def read_json(body: bytes) -> Json:
    try:
        values = read_value((body or b"{}").decode())
    except (ValueError, RecursionError) as odd:
        raise bad_request("can't parse JSON object") from odd
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values


async def read_multipart(
    reader: MultipartReader | MultipartResponseWrapper,
    values: dict[str, Any],
    uploads: dict[str, Upload],
) -> None:
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        data, name = bytes(await part.read(decode=True)), part.name or ""
        if part.filename is None:
            values[name] = text_of(data)
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[name] = Upload(whole(part.filename), whole(mime).partition(";")[0], data)


def whole(header: str) -> str:
    """A header of a part, with a sign where it was no UTF-8."""
    return header.encode(errors=ESCAPE).decode(errors="replace")
