"""Files people and bots sent, and what Telegram says about them."""

import hashlib
import secrets
from pathlib import PurePosixPath

from bot.playground.entities import Json
from bot.playground.errors import ApiError, ControlError, bad_request, not_built
from bot.playground.model import File
from bot.playground.parameters import Parameters, Upload

DOWNLOAD = 20 * 1024**2
UPLOAD = 50 * 1024**2
PHOTO = 10 * 1024**2
SIDES = 10_000  # width plus height of a photo
RATIO = 20
FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "audio": "music"}
PNG = b"\x89PNG\r\n\x1a\n"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG frame headers


class Files:
    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}

    def add(self, kind: str, upload: Upload) -> File:
        """Keep a file. Raises ``ApiError`` when Telegram would not take it."""
        if len(upload.data) > UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        if not upload.data:
            raise bad_request("file must be non-empty")
        width, height = photo_size(upload.data) if kind == "photo" else (0, 0)
        id_ = f"{kind[:2].upper()}{secrets.token_urlsafe(24)}"
        folder = FOLDERS.get(kind, "files")
        suffix = ".jpg" if kind == "photo" else PurePosixPath(upload.name).suffix
        number = sum(file.path.startswith(folder) for file in self.by_id.values())
        file = File(
            id=id_,
            unique_id=hashlib.sha256(upload.data).hexdigest()[:16],
            kind=kind,
            name=upload.name,
            mime=upload.mime,
            path=f"{folder}/file_{number}{suffix}",
            data=upload.data,
            width=width,
            height=height,
        )
        self.by_id[id_] = file
        return file

    def get(self, kind: str, id_: str) -> File:
        file = self.by_id.get(id_)
        if file is None:
            raise bad_request("invalid file_id")
        if file.kind != kind:
            names = (file.kind.capitalize(), kind.capitalize())
            raise bad_request("can't use file of type {} as {}".format(*names))
        return file

    def at(self, path: str) -> File | None:
        return next((file for file in self.by_id.values() if file.path == path), None)

    def read(self, parameters: Parameters, kind: str) -> File:
        """The file a call sends: uploaded, attached or known by its id."""
        return self.of(kind, parameters.text(kind), parameters.upload(kind))

    def of(self, kind: str, reference: str, upload: Upload | None) -> File:
        if upload is not None:
            return self.add(kind, upload)
        if not reference or reference.startswith("attach://"):
            raise bad_request(f"there is no {kind} in the request")
        if reference.startswith(("http://", "https://")):
            raise not_built("files by address; send the file itself")
        return self.get(kind, reference)


def content(file: File) -> Json:
    """The part of a Message that shows this file."""
    described = file.described()
    match file.kind:
        case "photo":
            return {"photo": [{**described, "width": file.width, "height": file.height}]}
        case "voice":
            return {"voice": {**described, "duration": 1, "mime_type": file.mime}}
        case "audio":
            named = {"file_name": file.name, "mime_type": file.mime}
            return {"audio": {**described, "duration": 1, **named}}
        case _:
            return {"document": {**described, "file_name": file.name, "mime_type": file.mime}}


def photo_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ``ApiError`` when Telegram takes it for no photo."""
    if len(data) > PHOTO:
        big = f"file of size {len(data)} bytes is too big for a photo"
        raise bad_request(f"{big}; the maximum size is {PHOTO} bytes")
    size = picture_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > SIDES:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if max(width, height) > RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def picture_size(data: bytes) -> tuple[int, int] | None:
    if data.startswith(PNG) and data[12:16] == b"IHDR" and len(data) > 24:  # noqa: PLR2004  the header's length
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith(b"\xff\xd8"):
        return jpeg_size(data)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return None


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:  # noqa: PLR2004  every JPEG marker begins so
        if data[at + 1] in FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def control_upload(kind: str, upload: Upload, files: Files) -> File:
    """The same for people: a refusal becomes a plain sentence."""
    try:
        return files.add(kind, upload)
    except ApiError as refused:
        raise ControlError(
            f"Telegram would not take this file: {refused.description}"
        ) from refused
