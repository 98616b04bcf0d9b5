"""Plans on the ballot of the demo round, and the moments of its vote."""

from datetime import datetime
from typing import Any

from bot.demo.seed import seed_plans
from bot.playground.acts import keys_of
from flows.i18n import ZONE
from flows.rounds.current import Edition, edition_of
from flows.text import t
from storage.models import Initiative, InitiativeState
from tests.town import Actor, Town

ROUND = 1
OPENS = datetime(2027, 5, 10, 12, tzinfo=ZONE)
CLOSES = datetime(2027, 5, 31, 12, tzinfo=ZONE)
RESULT = datetime(2027, 6, 4, 9, tzinfo=ZONE)  # published at midnight, told after the quiet hours
THOUSAND = 100_000  # cents
PLANS = (("Kitchen", 18, "samen"), ("Bicycles", 22, "jong"), ("Trees", 12, "groen"))


async def on_ballot(town: Town, *plans: tuple[str, int, str], by: Actor | None = None) -> None:
    """Each plan is a title, a cost in thousands of euros, and a theme; ids count from 1."""
    async with town.house.writing() as moment:
        for title, thousands, theme in plans:
            nth = await moment.tx.rounds.next_number(ROUND)
            await moment.tx.initiatives.add(
                Initiative(
                    round_id=ROUND,
                    number=f"2027-{nth:03}",
                    author_id=by.person_id if by else None,
                    locale="en",
                    title={"en": title},
                    summary={"en": f"All about {title}."},
                    theme=theme,
                    area="MF",
                    place="Javaplein",
                    cost=thousands * THOUSAND,
                    state=InitiativeState.ON_BALLOT,
                    submitted_at=moment.now,
                )
            )


async def of_the_demo(town: Town) -> None:
    """The plans of the demo, without its votes, communities and budget lines."""
    async with town.house.writing() as moment:
        await seed_plans(moment)


async def define(town: Town, **changes: Any) -> None:
    """Make the round of this town another one than the demo round."""
    async with town.house.writing() as moment:
        row = (await edition_of(moment, ROUND)).row
        row.definition = {**row.definition, **changes}


async def publishes(town: Town, *officers: Actor) -> None:
    """One officer proposes the first moment, another confirms it."""
    one, another = officers or (await town.officer("Olga"), await town.officer("Omar"))
    await one.presses(f"result.propose:{ROUND}.0")
    await another.presses(f"result.check:{ROUND}")
    await another.taps(another.reads(t("Confirm this moment")))


async def result_is_told(town: Town, *officers: Actor) -> None:
    await town.reaches(CLOSES)
    await publishes(town, *officers)
    await town.reaches(RESULT)


async def the_round(town: Town) -> Edition:
    async with town.house.reading() as moment:
        return await edition_of(moment, ROUND)


async def box(town: Town) -> dict[tuple[int, ...], int]:
    """What would be counted now."""
    async with town.db.read() as tx:
        return await tx.ballots.grouped(ROUND)


async def roll(town: Town) -> frozenset[int]:
    async with town.db.read() as tx:
        return await tx.ballots.voters(ROUND)


async def votes(voter: Actor, *plans: int) -> None:
    """Choose these plans and send them, by the buttons that the screens would show."""
    for plan in plans:
        await voter.presses(f"vote.yes:{plan}.0.0")
    await voter.presses(f"vote.review:{ROUND}")
    await voter.taps("Send my vote")


def behind(voter: Actor, label: str) -> str:
    """The data of the newest button with this label."""
    for message in reversed(voter.town.playground.messages(voter.id)):
        for text, data in keys_of(message):
            if text == label:
                return data
    raise AssertionError(f"{voter.name} sees no button {label!r}")


async def voter(town: Town, name: str = "Fatma") -> Actor:
    """Somebody in front of three plans, while voting is open."""
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    return await town.resident(name)
