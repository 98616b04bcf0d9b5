"""Pictures and other files: what they are, and what Telegram would not take."""

import struct

import pytest

from bot.playground.errors import ApiError
from bot.playground.files import PHOTO, UPLOAD, Files, photo_size
from bot.playground.parameters import Upload
from tests.playground.client import FATMA, Client, png


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\x00\x06note"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"


GIF = b"GIF89a" + struct.pack("<HH", 30, 20) + bytes(9)


@pytest.mark.parametrize("data", [png(30, 20), jpeg(30, 20), GIF])
def test_sizes(data: bytes) -> None:
    assert photo_size(data) == (30, 20)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"\xff\xd8\xff\xd9", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (png(0, 10), "PHOTO_INVALID_DIMENSIONS"),
        (png() + bytes(PHOTO), "file of size"),
    ],
)
def test_pictures_that_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ApiError, match=words):
        photo_size(data)


def test_files_that_are_refused() -> None:
    for data in (b"", bytes(UPLOAD + 1)):
        with pytest.raises(ApiError):
            Files().add("document", Upload("x", "text/plain", data))


async def test_a_spoiler_without_a_caption(api: Client) -> None:
    sent = (await api.upload("sendPhoto", "photo", png(), chat_id=FATMA, has_spoiler=True)).result
    assert sent["has_media_spoiler"] is True
    assert "caption" not in sent


async def test_a_file_with_an_odd_name_and_kind(api: Client) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n1001\r\n'
        b'--b\r\nContent-Disposition: form-data; name="document"; filename="caf\xe9.txt"\r\n'
        b"Content-Type: text/plain; charset=latin-1\r\n\r\nx\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    sent = (await api.post("sendDocument", data=body, headers=headers)).result["document"]
    assert (sent["file_name"], sent["mime_type"]) == ("caf\ufffd.txt", "text/plain")


async def test_downloads_want_the_right_token(api: Client) -> None:
    for path in (f"/file/bot{api.token}/nothing", "/file/bot42:PLAYGROUND_OTHER/nothing"):
        assert (await api.get(path))["ok"] is False
