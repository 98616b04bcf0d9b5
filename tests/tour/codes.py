"""Every answer to a code, and what two people decide about one."""

from flows.stemcodes.issue import round_called
from flows.stemcodes.patience import MOST_TOGETHER, MOST_TRIES
from flows.stemcodes.proposing import MOST_REASON, propose, propose_new
from storage.models import CodeTries
from tests.codes import issued
from tests.plans import define, the_round
from tests.tour.guests import Guests, Pen, goes
from tests.town import Town


async def redeems(town: Town, guests: Guests) -> None:
    """Typed wrong, of others, one's own, twice, a second one, and far too many."""
    quiet, resident, moderator = guests.quiet, guests.resident, guests.moderator
    await define(town, voters="stemcode")
    await goes(quiet, "vote.open")
    await define(town, voters="both")
    codes, (test,) = await issued(town, 4), await issued(town, test=True)
    for actor, typed in (
        (quiet, f"{codes[0][:-1]}0"),
        (quiet, test),
        (quiet, codes[0]),
        (quiet, codes[0]),
        (quiet, codes[1]),
        (moderator, codes[1]),
        *((resident, codes[0]) for _ in range(MOST_TRIES + 1)),
    ):
        await actor.sends(typed)
    await goes(quiet, "privacy")


async def takes_back(town: Town, guests: Guests, pen: Pen) -> None:
    """One code is taken back, one replaced, one stays; and somebody guesses."""
    officer = guests.officer
    for serial in (1, 2, 3):
        await asks(town, serial, pen, new=serial != 1)
    await town.settles()
    await goes(officer, "home", "codes.open:1", "codes.yes:1", "codes.open:2", "codes.yes:2")
    await goes(officer, "codes.open:3", "codes.no:3", "codes.yes:3", "home", "codes")
    await goes(officer, "codes.revoke:1")
    for typed in ("ABCD", "99", "3", pen.cell(MOST_REASON)):
        await officer.sends(typed)
    await goes(officer, "form.leave", "home", "form.open:revoke", "codes.ask", "codes.yes:4")
    await goes(guests.colleague, "codes.open:4", "codes.no:4")
    hour = town.now.replace(minute=0, second=0, microsecond=0)
    async with town.house.writing() as moment:
        moment.tx.session.add(
            CodeTries(hour=hour, person_id=officer.person_id, tries=MOST_TOGETHER - 1)
        )
        tries = await moment.tx.session.get(CodeTries, (hour, guests.resident.person_id))
        assert tries is not None
        await moment.tx.session.delete(tries)
    (code,) = await issued(town)
    await guests.colleague.sends("/start " + code)
    await guests.resident.sends(code)
    await town.settles()


async def asks(town: Town, serial: int, pen: Pen, *, new: bool) -> None:
    slug = (await the_round(town)).definition.slug
    async with town.house.writing() as moment:
        edition = await round_called(moment, slug)
        await (propose_new if new else propose)(moment, edition, serial, pen.cell(MOST_REASON))


async def helps_on_paper(town: Town, guests: Guests) -> None:
    """Mistakes, a pause, one who reads something else, and two who read the same."""
    moderator, officer = guests.moderator, guests.officer
    (code, used), (test,) = await issued(town, 2), await issued(town, test=True)
    await goes(officer, "vote.open")
    await officer.sends(f"/start {test}")
    await goes(officer, "vote.open", "vote.yes:4.0.0", "vote.review:1")
    await officer.taps("Send my vote")
    await guests.colleague.sends(f"/start {used}")
    await goes(moderator, "home", "desk.start")
    for typed in (f"{code[:-1]}0", used, code, "x", "99", "4 4", "4 5"):
        await moderator.sends(typed)
    await goes(moderator, "form.leave", "desk.start", "form.edit:desk.plans")
    await moderator.sends("0")
    await goes(moderator, "desk.drop", "desk.start")
    for typed in (code, " ".join(map(str, range(4, 13)))):
        await moderator.sends(typed)
    await goes(moderator, "desk.enter")
    for plans in ("4", " ".join(map(str, range(4, 13)))):
        await goes(officer, "desk.start")
        await officer.sends(code)
        await officer.sends(plans)
        await goes(officer, "desk.enter")
        await town.settles()
