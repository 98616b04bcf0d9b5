"""A walk past everything the bot can show, by people who fill every answer to the brim."""

from datetime import timedelta

from bot.use_case import LONGEST_NAME
from flows.helping import MOST_LOOSE
from tests.neighbours import amsterdam
from tests.plans import CLOSES, OPENS, RESULT, define
from tests.tour.acts import changes_the_vote
from tests.tour.ballots import votes_otherwise
from tests.tour.codes import helps_on_paper, redeems, takes_back
from tests.tour.communities import asks, founds, meets
from tests.tour.guests import Guests, Pen, goes
from tests.tour.initiatives import BILLIONS, many_wait, moderates, proposes
from tests.tour.money import brings_figures, writes_news
from tests.tour.officers import publishes_late, the_council_decides
from tests.town import Actor, Town

__all__ = ["Pen", "tour"]


async def tour(town: Town, pen: Pen) -> None:
    await define(town, budget=BILLIONS, title={"nl": pen.cell(80), "en": pen.cell(80, 2)})
    resident = await arrives(town, pen)
    guests = Guests(
        resident,
        await town.resident(pen.writes(LONGEST_NAME, 2)),
        await town.moderator(pen.writes(LONGEST_NAME, 3), "nl"),
        await town.officer(pen.writes(LONGEST_NAME, 4)),
        await town.officer(pen.writes(LONGEST_NAME, 5)),
    )
    await looks_around(guests, pen)
    await proposes(resident, pen)
    await many_wait(town, resident, pen)
    await moderates(town, guests, pen)
    await founds(town, guests, pen)
    await meets(town, guests, pen)
    await asks(town, guests, pen)
    await brings_figures(town, guests, pen)
    await writes_news(town, guests, pen)
    await redeems(town, guests)
    await takes_back(town, guests, pen)
    await votes(town, guests, pen)
    await leaves(resident)


async def arrives(town: Town, pen: Pen) -> Actor:
    """The first questions, answered one by one."""
    actor = await town.stranger(pen.writes(LONGEST_NAME), "en")
    await actor.sends("/start")
    await goes(actor, "start.locale:en", "start.areas")
    await goes(actor, *(f"start.area:{district.key}" for district in town.house.town.districts))
    await goes(actor, "start.wijk:MF", "start.done:all")
    async with town.db.read() as tx:
        person = await tx.people.known(actor.id)
    assert person is not None
    actor.person_id = person.id
    return actor


async def looks_around(guests: Guests, pen: Pen) -> None:
    resident = guests.resident
    await goes(resident, "settings", "language", "start.locale:en", "start.wijk:MF", "consents")
    await goes(resident, "consents.no:own", "consents.yes:own", "privacy", "privacy.ask", "stop")
    await goes(resident, "consents", "start", "help", "home", "budget", "vote.open")
    await goes(resident, "communities.list", "propose.mine", "result.open", "form.leave")
    await goes(guests.moderator, "help", "queue", "communities.queue")
    await goes(guests.officer, "help", "start:no-such-link", "budget")
    await resident.sends_other("sticker")
    await resident.sends(pen.writes(MOST_LOOSE))
    await goes(resident, "loose.propose", "form.drop:propose")


async def votes(town: Town, guests: Guests, pen: Pen) -> None:
    """The year goes on: phases begin, one votes, one is reminded, all hear the result."""
    resident = guests.resident
    for moment in (amsterdam(3, 1, 10), amsterdam(3, 29, 10), OPENS):
        await town.reaches(moment)
    await helps_on_paper(town, guests)
    await goes(
        resident,
        "home",
        "vote.open",
        "vote.list:1.0.1",
        "vote.narrow:1.0",
        "round.rules:1",
        "vote.list:1.101.0",
    )
    await goes(resident, *(f"vote.yes:{plan}.0.0" for plan in range(4, 13)))
    await goes(resident, "vote.plan:4.0.0", "vote.yes:13.0.0", "vote.list:1.0.0", "vote.review:1")
    await resident.taps("Send my vote")
    await goes(resident, "board.check:1")
    await goes(resident, "vote.no:4.0.0", "vote.review:1", "vote.ask:1", "vote.back:1")
    await goes(resident, "vote.yes:4.0.0", "vote.review:1")
    await resident.taps("Send my vote")
    await goes(resident, "start.wijk:MQ", "vote.open", "vote.yes:5.0.0", "start.wijk:MF")
    await votes_otherwise(town, guests)
    await changes_the_vote(town, guests, pen)
    await town.reaches(CLOSES - timedelta(hours=20))
    await town.reaches(CLOSES + timedelta(hours=25))
    await goes(resident, "vote.open", "result.open:1")
    await publishes_late(town, guests)
    await town.reaches(RESULT + timedelta(hours=1))
    await goes(
        resident, "result.open:1", "result.plans:1.0.0", "result.plans:1.0.1", "result.how:1.0"
    )
    await the_council_decides(town, guests, pen)
    await goes(
        resident, "result.mine:1", "board.check:1", "propose.open:4", "propose.open:5", "home"
    )
    await town.reaches(amsterdam(6, 7, 10))


async def leaves(resident: Actor) -> None:
    await goes(resident, "privacy", "privacy.ask", "privacy.delete")
