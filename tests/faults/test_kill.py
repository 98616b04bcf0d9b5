"""``kill -9`` while twenty residents vote: what was told as recorded is there, once."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.app import open_house
from bot.clock import system_clock
from bot.demo.seed import ROUND, seed_plans
from bot.playground.acts import keys_of
from bot.playground.app import Playground
from flows.house import House
from flows.rounds.file import read_file
from flows.voting.ballot import slot_of
from tests.faults.process import BotProcess
from tests.said import text_of
from tests.town import TOKEN, settings_for

KILLS, VOTERS = 20, 20
ANSWERS = {"sendMessage", "editMessageText"}
PATIENCE = 5  # seconds before somebody taps again
LONGEST_WAIT = 120  # seconds; a loaded machine starts a process slowly
RECEIPT, SENT, CHOSEN = "Your vote is in the box", "Your vote counts", "You chose this plan"

# Each row of the inbox that becomes "done" leaves a trace of its own, in the same transaction.
TRACE = {
    "sqlite": (
        "CREATE TABLE handled (update_id BIGINT)",
        """CREATE TRIGGER trace AFTER UPDATE OF state ON inbox
           WHEN NEW.state = 'done' AND OLD.state <> 'done'
           BEGIN INSERT INTO handled VALUES (NEW.update_id); END""",
    ),
    "postgresql": (
        "CREATE TABLE handled (update_id BIGINT)",
        """CREATE OR REPLACE FUNCTION trace() RETURNS trigger AS $$ BEGIN
           INSERT INTO handled VALUES (NEW.update_id); RETURN NEW; END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER trace AFTER UPDATE OF state ON inbox FOR EACH ROW
           WHEN (NEW.state = 'done' AND OLD.state <> 'done') EXECUTE FUNCTION trace()""",
    ),
}
NO_TRACE = {
    "sqlite": (),
    "postgresql": ("DROP TRIGGER trace ON inbox", "DROP TABLE handled"),
}


@dataclass
class Voter:
    """Somebody who taps again when no answer comes, and remembers what the bot told."""

    playground: Playground
    id: int
    chosen: set[int] = field(default_factory=set)  # what a card said was chosen
    told: set[int] = field(default_factory=set)  # what was chosen when a receipt came

    async def votes(self, plans: Mapping[int, str]) -> None:
        """Choose one plan more and send, again and again: the vote only grows."""
        for plan, title in cycle(plans.items()):
            await self._taps(f"vote.yes:{plan}.0.0", partial(self._shows, title, CHOSEN))
            self.chosen.add(plan)
            await self._taps("vote.review:1", lambda: bool(self._send_button) or self._shows(SENT))
            if self._send_button:
                one_more = partial(self._has_receipts, self._receipts + 1)
                await self._taps(self._send_button, one_more)
                self.told |= self.chosen

    async def _taps(self, data: str, answered: Callable[[], bool]) -> None:
        while True:
            newest = max((message["message_id"] for message in self._view), default=1)
            await self.playground.tap(self.id, newest, data)
            with suppress(TimeoutError):
                await self.playground.until(answered, seconds=PATIENCE)
                return

    def _shows(self, *texts: str) -> bool:
        """One of the newest messages says all of this; "I was away" may stand below it."""
        return any(all(text in text_of(message) for text in texts) for message in self._view[-3:])

    @property
    def _view(self) -> list[dict[str, Any]]:
        messages = self.playground.messages(self.id)
        return [message for message in messages if not message.get("outgoing")]

    @property
    def _receipts(self) -> int:
        return sum(RECEIPT in text_of(message) for message in self._view)

    def _has_receipts(self, many: int) -> bool:
        return self._receipts >= many

    @property
    def _send_button(self) -> str:
        keys = [key for message in self._view[-3:] for key in keys_of(message)]
        return next((data for _, data in reversed(keys) if data.startswith("vote.send:")), "")


async def test_kill_9_loses_no_vote_and_doubles_none(database_url: str, tmp_path: Path) -> None:
    playground = Playground()
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(playground.serving())
        settings = settings_for(database_url, tmp_path, url)
        house = await stack.enter_async_context(open_house(settings, system_clock))
        bot = await stack.enter_async_context(BotProcess(database_url, tmp_path, url))
        await _trace(database_url, TRACE)
        stack.push_async_callback(_trace, database_url, NO_TRACE)
        plans = await _open_round(house)
        voters = [await _voter(house, playground, 1001 + n) for n in range(VOTERS)]
        await _kill_while_they_vote(bot, playground, voters, plans)
        await bot.start()
        await _until_all_is_handled(house, playground)
        await bot.kill()
        await _check(house, voters, await _handled(database_url))
    assert "Traceback" not in bot.log, bot.log


async def _kill_while_they_vote(
    bot: BotProcess, playground: Playground, voters: list[Voter], plans: Mapping[int, str]
) -> None:
    tapping = [asyncio.create_task(voter.votes(plans)) for voter in voters]
    for _ in range(KILLS):
        await _until_it_answers(bot, playground)
        await asyncio.sleep(random.uniform(0, 1.5))  # noqa: S311  any moment will do
        await bot.kill()
    for task in tapping:
        task.cancel()
    await asyncio.gather(*tapping, return_exceptions=True)


async def _open_round(house: House) -> dict[int, str]:
    """The demo round, in the middle of its vote now; answers as many plans as fit a ballot."""
    now = house.clock()
    definition = read_file(ROUND, house.town)
    voting = {"from": now - timedelta(hours=1), "to": now + timedelta(hours=1)}
    definition["phase"] = [
        {"key": "voting", **{side: when.isoformat() for side, when in voting.items()}}
    ]
    async with house.writing() as moment:
        await moment.tx.rounds.add(definition["slug"], definition)
        votes = await seed_plans(moment)
        found = await moment.tx.initiatives.among(list(votes))
        plans = islice(found.items(), definition["ballot"]["most"])
        return {plan: initiative.title["en"] for plan, initiative in plans}


async def _voter(house: House, playground: Playground, telegram_id: int) -> Voter:
    playground.add_person(telegram_id, "Voter", "en")
    await playground.send(telegram_id, "/vote")
    async with house.writing() as moment:
        person = await moment.tx.people.meet(telegram_id, "Voter", "en")
        person.area, person.welcomed_at = "MF", moment.now
    return Voter(playground, telegram_id)


async def _until_it_answers(bot: BotProcess, playground: Playground) -> None:
    """Start the bot and wait for its first answer to somebody."""
    playground.api.traffic.clear()
    await bot.start()
    await playground.until(
        lambda: any(call["method"] in ANSWERS for call in playground.traffic), seconds=LONGEST_WAIT
    )


async def _until_all_is_handled(house: House, playground: Playground) -> None:
    async with asyncio.timeout(LONGEST_WAIT):
        while playground.pending() or await _unfinished(house):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.1)


async def _unfinished(house: House) -> bool:
    async with house.reading() as moment:
        return bool(await moment.tx.inbox.unfinished())


async def _check(house: House, voters: list[Voter], handled: Counter[int]) -> None:
    told = [voter for voter in voters if voter.told]
    assert told, "the bot lived long enough to tell somebody"
    async with house.reading() as moment:
        (row,) = await moment.tx.rounds.all()
        key, on_roll = moment.keys.of(row.slug), await moment.tx.ballots.voters(row.id)
        for voter in voters:
            person = await moment.tx.people.known(voter.id)
            assert person is not None
            ballot = await moment.tx.ballots.get(row.id, slot_of(key, person.id))
            sent = set(ballot.sent or ()) if ballot else set()
            assert voter.told <= sent, "a vote that was told as recorded is not there"
            assert (person.id in on_roll) == bool(sent), "roll and box do not agree"
        in_the_box = sum((await moment.tx.ballots.grouped(row.id)).values())
    assert in_the_box == len(on_roll), "somebody has two ballots, or none"
    assert set(handled.values()) == {1}, "an update was handled twice"


async def _trace(database_url: str, statements: dict[str, tuple[str, ...]]) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        for statement in statements[engine.dialect.name]:
            await connection.execute(text(statement))
    await engine.dispose()


async def _handled(database_url: str) -> Counter[int]:
    engine = create_async_engine(database_url)
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT update_id FROM handled"))
        found = Counter(update_id for (update_id,) in rows)
    await engine.dispose()
    return found
