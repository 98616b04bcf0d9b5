"""A town to measure in: the demo's round in its vote, communities, and people who are known."""

import tomllib
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_house
from bot.clock import system_clock
from bot.demo.seed import ROUND, seed_plans
from bot.demo.surroundings import COMMUNITIES
from bot.settings import Settings
from flows.kernel import Moment
from flows.rounds.file import read_file
from storage import migrate
from storage.models import CommunityState, ConsentKind
from tests.bench.load import FIRST_PERSON, PEOPLE
from tests.bench.stub import TOKEN


async def prepare(database_url: str, keys_folder: Path) -> int:
    """Fill an empty database; answers the id of a plan that is on the ballot."""
    await migrate.upgrade(database_url)
    settings = Settings(token=SecretStr(TOKEN), database_url=database_url, keys_folder=keys_folder)
    async with open_house(settings, system_clock) as house, house.writing() as moment:
        await _round(moment)
        votes = await seed_plans(moment)
        await _communities(moment)
        for telegram_id in range(FIRST_PERSON, FIRST_PERSON + PEOPLE):
            await _resident(moment, telegram_id)
    return min(votes)


async def _round(moment: Moment) -> None:
    """The demo's round, in the middle of its vote at this moment."""
    definition, day = read_file(ROUND, moment.town), timedelta(days=1)
    definition["phase"] = [
        {
            "key": "voting",
            "from": (moment.now - day).isoformat(),
            "to": (moment.now + day).isoformat(),
        }
    ]
    await moment.tx.rounds.add(definition["slug"], definition)


async def _communities(moment: Moment) -> None:
    for item in tomllib.loads(COMMUNITIES.read_text(encoding="utf-8"))["community"]:
        community = await moment.tx.communities.propose(
            item["name"], item["about"]["nl"], locale="nl", area=item["area"], founder_id=None
        )
        community.state = CommunityState.OPEN


async def _resident(moment: Moment, telegram_id: int) -> None:
    person = await moment.tx.people.meet(telegram_id, "Fatma", "nl")
    person.area, person.welcomed_at = "MF", moment.now
    for kind in ConsentKind:
        await moment.tx.people.consent(person, kind, moment.now)
