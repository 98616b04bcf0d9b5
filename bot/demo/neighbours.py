"""Imagined neighbours of the demo, so that the result has more votes than a browser gives."""

from collections.abc import Mapping
from itertools import cycle, islice

from flows.kernel import Moment
from flows.rounds.definition import definition_of
from flows.voting.ballot import new_tracker, slot_of

MANY = 620  # more than any plan has votes
FIRST_ID = 9_000_000  # far from the people of the playground


async def vote(moment: Moment, votes: Mapping[int, int]) -> None:
    """Give each plan its votes, from neighbours who get no messages."""
    (row,) = await moment.tx.rounds.all()
    areas = cycle(definition_of(row).areas)
    key = moment.keys.of(row.slug)
    for number, chosen in enumerate(ballots(votes)):
        person = await moment.tx.people.meet(FIRST_ID + number, "Buur", "nl")
        person.area, person.welcomed_at = next(areas), moment.now
        await moment.tx.flush()
        slot = slot_of(key, person.id)
        await moment.tx.ballots.send(row.id, person.id, slot, chosen, new_tracker())


def ballots(votes: Mapping[int, int]) -> list[list[int]]:
    """Deal the votes out in a circle: every plan gets its own, and nobody chooses much."""
    dealt: list[list[int]] = [[] for _ in range(MANY)]
    circle = cycle(dealt)
    for plan, many in votes.items():
        for hand in islice(circle, many):
            hand.append(plan)
    return [sorted(hand) for hand in dealt]
