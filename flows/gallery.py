"""Pictures that are drawn: once for each language, outside any transaction."""

import asyncio
from collections import OrderedDict

from flows.i18n import Reader
from flows.kernel import Picture

MOST = 64  # pictures remembered; a chart is some 100 kB until Telegram has it


class Gallery:
    """Remembers a drawn picture as bytes, and as Telegram's file id once it was uploaded."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], str | bytes] = OrderedDict()

    async def get(self, picture: Picture, reader: Reader) -> str | bytes:
        """A file id, or the bytes of a PNG to upload."""
        if picture.file_id is not None:
            return picture.file_id
        key = (picture.key, reader.locale)
        if key not in self._known and picture.draw is not None:
            self._known[key] = await asyncio.to_thread(picture.draw, reader)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return self._known[key]

    def uploaded(self, picture: Picture, reader: Reader, file_id: str) -> None:
        if picture.draw is not None:
            self._known[picture.key, reader.locale] = file_id
