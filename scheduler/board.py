"""The lists of the board: into the folder, and into a channel if there is one.

Who dies between sending a list and writing that down sends it again: a list that comes twice
harms nobody, so it needs no outbox.
"""

import logging
from pathlib import Path

from telegram.error import TelegramError
from telegram.ext import ExtBot

from flows.board.announcing import announcement
from flows.board.place import Place
from flows.house import House
from storage.models import BoardEntry, Round

log = logging.getLogger(__name__)


async def post_lists(house: House, bot: ExtBot[int], place: Place) -> None:
    """What cannot be posted now holds up its round, and is tried again at the next tick."""
    async with house.reading() as moment:
        waiting = await moment.tx.board.unposted()
    stuck = set[int]()
    for entry, row in waiting:
        if row.id in stuck:
            continue
        try:
            await _post(house, bot, place, (entry, row))
        except (OSError, TelegramError) as error:
            stuck.add(row.id)
            log.warning("list %s of %s is not posted yet: %s", entry.number, row.slug, error)


async def _post(
    house: House, bot: ExtBot[int], place: Place, waiting: tuple[BoardEntry, Round]
) -> None:
    entry, row = waiting
    file = place.put(entry, row)
    if place.channel is not None:
        await _send(house, bot, place.channel, entry, file)
    async with house.writing() as moment:
        await moment.tx.board.posted(entry, moment.now)


async def _send(
    house: House, bot: ExtBot[int], channel: str, entry: BoardEntry, file: Path
) -> None:
    """Of a channel we know no language: it is told in that of the town, which is its first."""
    reader = house.translator.reader(house.town.languages[0])
    caption = reader.html(announcement(house.town.languages, entry))
    await bot.send_document(channel, file, caption=caption)
