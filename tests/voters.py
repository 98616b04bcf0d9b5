"""A crowd that votes: each taps in a transaction of their own, as an update of Telegram does."""

import dataclasses
import random
from collections.abc import Sequence
from itertools import count

from flows.kernel import Ctx, Moment, tap
from flows.rounds.secrecy import key_of
from flows.text import Code
from flows.voting.ballot import seal_of, slot_of
from storage.repositories.inbox import News
from tests.plans import ROUND, the_round
from tests.town import Town

UPDATES = count(1_000_000)
Voted = dict[int, tuple[str, tuple[int, ...]]]  # by person: the receipt, and what was chosen


async def acting(moment: Moment, person_id: int) -> Ctx:
    person = await moment.tx.people.get(person_id)
    assert person is not None
    return Ctx(moment.now, moment.tx, moment.town, moment.keys, person, frozenset())


def codes_in(value: object) -> list[str]:
    """All codes in a text, however deep."""
    if isinstance(value, Code):
        return [value.value]
    if isinstance(value, dict):
        return [code for part in value.values() for code in codes_in(part)]
    if isinstance(value, tuple):
        return [code for part in value for code in codes_in(part)]
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value))
        return [code for name in names for code in codes_in(getattr(value, name))]
    return []


async def crowd(town: Town, many: int, choices: Sequence[tuple[int, ...]] = ((1,),)) -> Voted:
    """So many people come, choose one of these by lot, and send it."""
    lot, voted = random.Random(many), Voted()  # noqa: S311  a test must run the same twice
    for _ in range(many):
        person_id = await _comes(town)
        chosen = lot.choice(choices)
        voted[person_id] = (await _votes(town, person_id, chosen), chosen)
    return voted


async def _comes(town: Town) -> int:
    async with town.house.writing() as moment:
        number = next(UPDATES)
        person = await moment.tx.people.meet(number, f"Voter {number}", "en")
        person.area = "MG"
        await moment.tx.flush()
        return person.id


async def _votes(town: Town, person_id: int, chosen: tuple[int, ...]) -> str:
    """The last tap: kept first, and marked as done with its effect. Answers the receipt."""
    row = (await the_round(town)).row
    async with town.house.writing() as moment:
        slot = slot_of(key_of(moment, row), person_id)
        await moment.tx.ballots.choose(ROUND, slot, chosen)
    async with town.house.writing() as moment:
        update = next(UPDATES)
        sender = (await acting(moment, person_id)).actor.telegram_id
        kept = await moment.tx.inbox.keep([News(update, sender, {})], moment.now)
    async with town.house.writing() as moment:
        seal = seal_of(key_of(moment, row), person_id, chosen)
        screen = await tap(await acting(moment, person_id), "vote.send", f"{ROUND}.{seal}")
        await moment.tx.inbox.finish(kept[update])
    return codes_in(screen.text)[0]
