"""Proposals to the brim, and more in the queue than a list shows."""

from flows.initiatives.answer import MOST_ANSWER
from flows.initiatives.decisions import MOST_TYPED
from flows.initiatives.questions import MOST_PLACE, MOST_SUMMARY, MOST_TITLE
from storage.models import Initiative, InitiativeState
from tests.plans import ROUND
from tests.test_propose import PHOTO
from tests.tour.guests import Guests, Pen, goes
from tests.town import Actor, Town

BILLIONS = 9_999_999_999  # euros: ten digits
PLANS = 14


async def proposes(resident: Actor, pen: Pen) -> None:
    """Every question, a change, a photo, a pause, and the way back to it."""
    await goes(resident, "propose.start", "propose.young:1", "propose.start:yes")
    await resident.sends(pen.writes(MOST_TITLE))
    await resident.sends(pen.writes(MOST_SUMMARY))
    await goes(resident, "form.pick:propose.kind.groen", "form.pick:propose.area.MF")
    await goes(resident, "form.pick:propose.doer.both")
    await resident.sends(pen.writes(MOST_PLACE))
    await resident.sends("10.000.000")
    await goes(resident, "form.skip:propose.photo", "form.edit:propose.photo")
    await resident.sends_photo(PHOTO)
    await goes(resident, "form.leave", "propose.start", "propose.drop", "form.open:propose")
    await goes(resident, "propose.send")


async def many_wait(town: Town, author: Actor, pen: Pen) -> None:
    """More initiatives than a list shows, with summaries of all lengths: some fit a picture."""
    async with town.house.writing() as moment:
        first = await moment.tx.initiatives.get(1)
        assert first is not None
        for nth in range(2, PLANS + 1):
            await moment.tx.initiatives.add(
                Initiative(
                    round_id=ROUND,
                    number=f"2027-{nth:03}",
                    author_id=author.person_id,
                    locale="en",
                    title={"en": pen.writes(MOST_TITLE, nth)},
                    summary={"en": pen.writes(MOST_SUMMARY * nth // PLANS, nth)},
                    theme="groen",
                    area="MF",
                    place=pen.writes(MOST_PLACE, nth),
                    cost=BILLIONS * 100 // 9,
                    doer=first.doer,
                    photo=first.photo,
                    state=InitiativeState.SUBMITTED,
                    submitted_at=moment.now,
                )
            )


async def moderates(town: Town, guests: Guests, pen: Pen) -> None:
    """A question and its answer, a no, a yes for most; one is taken back."""
    moderator, resident = guests.moderator, guests.resident
    await goes(moderator, "queue", "queue:1", "queue.open:1", "queue.ask:1")
    await moderator.sends(pen.writes(MOST_TYPED))
    await goes(moderator, "queue.ask:2", "form.open:ask", "form.edit:ask.text")
    await moderator.sends(pen.writes(MOST_TYPED))
    await goes(moderator, "queue.asked")
    await town.settles()
    await goes(resident, "home", "propose.open:1", "propose.answer:1")
    await resident.sends(pen.writes(MOST_ANSWER))
    await goes(resident, "propose.answered")
    await town.settles()
    await goes(moderator, "queue.open:1", "queue.refuse:2", "form.pick:refuse.reason.minimum")
    await moderator.sends(pen.writes(MOST_TYPED))
    await goes(moderator, "queue.refused", "queue.accept:1")
    await goes(resident, "propose.mine", "propose.mine:1")
    await goes(resident, *(f"propose.open:{nth}" for nth in range(1, PLANS + 1)))
    await goes(resident, "propose.withdraw:3", "propose.withdrawn:3")
    await goes(resident, "propose.steps:1", "propose.steps:2", "propose.steps:3")
    await goes(moderator, *(f"queue.accept:{nth}" for nth in range(4, PLANS + 1)))
    await town.settles()
