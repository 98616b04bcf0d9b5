"""The demo round in the database: once, and never over what is there."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.demo import neighbours, surroundings
from flows.house import House
from flows.kernel import Moment
from flows.rounds.definition import definition_of
from flows.rounds.file import read_file
from storage.models import ConsentKind, Initiative, InitiativeState, Role

HERE = Path(__file__).parent
ROUND, PLANS = HERE / "round.toml", HERE / "plans.toml"
CENT = 100


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who one can be in the demo. Those with a role are known to the bot already."""

    id: int
    name: str
    locale: str
    note: str
    role: Role | None = None


PEOPLE = (
    Somebody(1001, "Joke", "nl", "resident"),
    Somebody(1002, "Grace", "en", "resident"),
    Somebody(1003, "Fatma", "tr", "resident"),
    Somebody(1004, "Yusuf", "ar", "resident"),
    Somebody(1005, "Samira", "nl", "moderator", Role.MODERATOR),
    Somebody(1006, "Pieter", "nl", "officer", Role.OFFICER),
    Somebody(1007, "Noor", "nl", "officer", Role.OFFICER),  # confirms what Pieter proposes
)


async def seed(house: House) -> None:
    """The round and all that lives around it; nothing if the round is there."""
    if await seed_round(house):
        async with house.writing() as moment:
            votes = await seed_plans(moment)
            await neighbours.vote(moment, votes)
            await surroundings.seed(moment)
            for somebody in PEOPLE:
                if somebody.role is not None:
                    await _appoint(moment, somebody, somebody.role)


async def seed_round(house: House, path: Path = ROUND) -> bool:
    """``False`` if the round was there already; it is left as it was."""
    definition = read_file(path, house.town)
    async with house.writing() as moment:
        return await moment.tx.rounds.add(definition["slug"], definition)


async def _appoint(moment: Moment, somebody: Somebody, role: Role) -> None:
    person = await moment.tx.people.meet(somebody.id, somebody.name, somebody.locale)
    person.area, person.welcomed_at = "MF", moment.now
    await moment.tx.roles.grant(person, role, moment.now, moment.now.replace(year=2037))
    for kind in ConsentKind:
        await moment.tx.people.consent(person, kind, moment.now)


async def seed_plans(moment: Moment) -> dict[int, int]:
    """The initiatives of ``plans.toml``; answers their votes, by id."""
    (row,) = await moment.tx.rounds.all()
    year, votes = definition_of(row).year, {}
    for plan in tomllib.loads(PLANS.read_text(encoding="utf-8"))["plan"]:
        number = await moment.tx.rounds.next_number(row.id)
        initiative = Initiative(
            round_id=row.id,
            number=f"{year}-{number:03}",
            locale="nl",
            title=plan["title"],
            summary=plan["summary"],
            theme=plan["theme"],
            doer=plan["doer"],
            area=plan["area"],
            place=plan["place"],
            cost=plan["cost"] * CENT,
            state=InitiativeState(plan.get("state", InitiativeState.ON_BALLOT)),
            submitted_at=moment.now,
        )
        await moment.tx.initiatives.add(initiative)
        if "votes" in plan:
            votes[initiative.id] = plan["votes"]
    return votes
