"""A round beside the demo round with pots of its own, each with another kind of ballot."""

from typing import Any

from flows.rounds.current import edition_of
from storage.models import Initiative, InitiativeState
from tests.plans import ROUND, THOUSAND
from tests.town import Town

THEMES = ("groen", "jong")
POINTS = {"kind": "points", "points": 5, "most_points": 3}
KNAPSACK = {"kind": "knapsack"}
BY_THEME = {"kind": "knapsack", "per": "theme", "least": 0}


def pot(key: str, area: str, ballot: dict[str, Any], **more: Any) -> dict[str, Any]:
    """40 thousand euros for one wijk; 25 of it are for each of two themes, where that matters."""
    themes = [{"key": theme, "cap": 25_000, "label": {"nl": theme}} for theme in THEMES]
    label = {"nl": f"Pot {key}", "en": f"Pot {key}"}
    fixed = {"key": key, "label": label, "budget": 40_000, "areas": [area]}
    return {**fixed, "ballot": ballot, "theme": themes, **more}


async def round_with(town: Town, *pots: dict[str, Any]) -> int:
    """Voting is open when it is in the demo round; answers the id of the round."""
    async with town.house.writing() as moment:
        first = (await edition_of(moment, ROUND)).row.definition
        own = {"slug": "pots", "pot": pots, "areas": [code for it in pots for code in it["areas"]]}
        left_out: dict[str, Any] = {"budget": None, "ballot": None, "theme": []}
        await moment.tx.rounds.add("pots", {**first, **left_out, **own})
        return next(row.id for row in await moment.tx.rounds.all() if row.slug == "pots")


async def planned(town: Town, round_id: int, area: str, *plans: tuple[str, int, str]) -> list[int]:
    """Plans on the ballot of a wijk: a title, thousands of euros, a theme; answers their ids."""
    ids = []
    async with town.house.writing() as moment:
        for title, thousands, theme in plans:
            nth = await moment.tx.rounds.next_number(round_id)
            plan = Initiative(
                round_id=round_id,
                number=f"{round_id}-{nth:03}",
                locale="nl",
                title={"nl": title},
                summary={"nl": f"Alles over {title}."},
                theme=theme,
                area=area,
                place="Middenweg",
                cost=thousands * THOUSAND,
                state=InitiativeState.ON_BALLOT,
                submitted_at=moment.now,
            )
            await moment.tx.initiatives.add(plan)
            ids.append(plan.id)
    return ids
