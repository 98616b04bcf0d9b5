"""The kinds of ballot that the demo round does not have, and what does not fit in them."""

from typing import Any

from tests.pots import BY_THEME, KNAPSACK, POINTS, planned, pot, round_with
from tests.tour.guests import Guests, goes
from tests.town import Town

APPROVAL: dict[str, Any] = {"kind": "approval", "most": 9, "most_per_theme": 1}
PLANS = (("Bomen", 20, "groen"), ("Bankje", 15, "groen"), ("Disco", 10, "jong"))
WIJKEN: dict[str, dict[str, Any]] = {"MP": POINTS, "MN": KNAPSACK, "MM": BY_THEME, "MQ": APPROVAL}


async def votes_otherwise(town: Town, guests: Guests) -> None:
    """Somebody who moves house for each kind; their own neighbourhood is MF again after it."""
    actor = guests.quiet
    pots = (pot(wijk.lower(), wijk, ballot) for wijk, ballot in WIJKEN.items())
    where = await round_with(town, *pots)
    for wijk in WIJKEN:
        first, second, third = await planned(town, where, wijk, *PLANS)
        await goes(actor, f"start.wijk:{wijk}", "vote.open", f"vote.narrow:{where}.2")
        await goes(actor, f"vote.yes:{first}.0.0", f"vote.plan:{first}.0.0")
        await goes(actor, f"vote.yes:{second}.0.0", f"vote.give:{second}.5.0.0")
        await goes(actor, f"vote.give:{third}.3.0.0", f"vote.give:{third}.4.0.0")
        await goes(
            actor, f"vote.review:{where}", f"vote.list:{where}.99.0", f"vote.plan:{third}.0.0"
        )
        await goes(actor, "help.near", f"help.near:{where}", f"vote.no:{first}.0.0")
    await goes(actor, f"vote.plan:{first - 3}.0.0", f"vote.list:{where}.99.0", "start.wijk:MF")
