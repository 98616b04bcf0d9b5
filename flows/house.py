"""What both edges share: one database, one clock, all languages, one town."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from flows.gallery import Gallery
from flows.i18n import Translator
from flows.kernel import Moment
from flows.town import Town
from storage.db import Database
from storage.keys import RoundKeys


@dataclass(frozen=True, slots=True)
class House:
    db: Database
    town: Town
    keys: RoundKeys
    clock: Callable[[], datetime]  # aware UTC
    translator: Translator = field(default_factory=Translator)
    gallery: Gallery = field(default_factory=Gallery)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Moment]:
        async with self.db.write() as tx:
            yield Moment(self.clock(), tx, self.town, self.keys)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Moment]:
        async with self.db.read() as tx:
            yield Moment(self.clock(), tx, self.town, self.keys)
