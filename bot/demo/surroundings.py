"""Communities, meetings and budget lines of the demo: fictional, like the plans."""

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flows.budget.imports import bring_in, import_file
from flows.i18n import ZONE
from flows.kernel import Moment
from storage.models import CommunityState

HERE = Path(__file__).parent
COMMUNITIES, BUDGET_LINES = HERE / "communities.toml", HERE / "budget_lines.csv"


async def seed(moment: Moment) -> None:
    for item in tomllib.loads(COMMUNITIES.read_text(encoding="utf-8"))["community"]:
        community = await moment.tx.communities.propose(
            item["name"], item["about"]["nl"], locale="nl", area=item["area"], founder_id=None
        )
        community.about, community.state = item["about"], CommunityState.OPEN
        if "meeting" in item:
            await _meeting(moment, community.id, item["meeting"])
    found = await import_file(moment, BUDGET_LINES.name, BUDGET_LINES.read_bytes())
    await bring_in(moment, found.id)


async def _meeting(moment: Moment, community_id: int, item: dict[str, Any]) -> None:
    day = moment.now.astimezone(ZONE).date() + timedelta(days=item["in_days"])
    starts_at = datetime.combine(day, time(item["hour"]), ZONE).astimezone(UTC)
    await moment.tx.meetings.add(community_id, item["title"], item["place"], starts_at)
