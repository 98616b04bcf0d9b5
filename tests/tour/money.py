"""Figures to the brim, and news that a second officer looks at."""

import html

from sqlalchemy import delete

from flows.broadcast.compose import MOST_CHARACTERS, MOST_ESCAPED
from flows.budget.cells import LONGEST_NAME, LONGEST_SOURCE
from flows.budget.imports import LONGEST_FILE_NAME
from flows.layout import units
from storage.models import Person
from tests.test_broadcast import crowd
from tests.test_budget import HEADER
from tests.tour.guests import Guests, Pen, goes
from tests.town import Town


async def brings_figures(town: Town, guests: Guests, pen: Pen) -> None:
    """Two pages of one pot in one neighbourhood; figures in all; a file full of mistakes."""
    officer = guests.officer
    lines = [
        line(area.code, nth, pen)
        for area in town.house.town.areas
        for nth in range(8 if area.code == "MF" else 2)
    ]
    await goes(officer, "import.start")
    await officer.sends_file(pen.cell(LONGEST_FILE_NAME), "\n".join([HEADER, *lines]).encode())
    await goes(officer, "import.see:1.1", "import.see:1.2", "import.yes:1")
    await officer.sends_file("more.csv", "\n".join([HEADER, *lines[:1]]).encode())
    await goes(officer, "import.no:2")
    wrong = [it.replace("buurtbegroting", pen.cell(24)) for it in lines]
    await officer.sends_file("wrong.csv", "\n".join([HEADER, *wrong]).encode())
    await goes(officer, "budget")
    await town.settles()
    await goes(guests.resident, "budget", "budget:MF.1", "budget.areas")
    await goes(
        guests.resident, *(f"budget.area:{district.key}" for district in town.house.town.districts)
    )


def line(area: str, nth: int, pen: Pen) -> str:
    name, source = pen.cell(LONGEST_NAME, nth), pen.cell(LONGEST_SOURCE, nth)
    amounts = "99.999.999,99;99.999.999,98;99.999.999,97"
    return f"{area};buurtbegroting;{name};{amounts};31-12-2026;{source}"


async def writes_news(town: Town, guests: Guests, pen: Pen) -> None:
    """To so many people that a second officer decides: no to one message, yes to the other."""
    officer, colleague = guests.officer, guests.colleague
    await crowd(town)
    for _ in (1, 2):
        await goes(officer, "broadcast.start")
        for nth in range(3):
            await officer.sends(as_long_as_fits(pen, nth))
        await goes(officer, "form.skip:news.ar", "broadcast.areas")
        await goes(officer, *(f"broadcast.area:{it.key}" for it in town.house.town.districts))
        await goes(
            officer, f"form.pick:news.whom.{town.house.town.districts[0].key}", "form.edit:news.ar"
        )
        await officer.sends(as_long_as_fits(pen, 4))
        await goes(officer, "form.edit:news.whom", "form.pick:news.whom.all", "broadcast.send")
    await town.settles()
    await goes(officer, "broadcast.open:1")
    await goes(colleague, "home", "broadcast.open:1", "broadcast.no:1", "broadcast.open:1")
    async with town.db.write() as tx:
        await tx.session.execute(delete(Person).where(Person.telegram_id >= 10**6))
    await goes(colleague, "broadcast.yes:2")
    await town.settles()
    await goes(officer, "broadcast.open:2")


def as_long_as_fits(pen: Pen, nth: int) -> str:
    """Signs that are escaped count for more: a message has at most so many units then."""
    text = pen.writes(MOST_CHARACTERS, nth)
    while units(html.escape(text)) > MOST_ESCAPED:
        text = text[:-1]
    return text
