"""What we need no longer is thrown away without being asked."""

from datetime import timedelta

from flows.i18n import ZONE
from flows.kernel import Moment, sweep

UPDATES_LAST = timedelta(days=2)  # Telegram brings an update again within one day


@sweep("inbox.tidy")
async def tidy_inbox(moment: Moment) -> None:
    """Once a day: who wrote to us, and when, is not kept."""
    today = moment.now.astimezone(ZONE).date().isoformat()
    if await moment.tx.occurrences.first("inbox.tidy", "inbox", today, moment.now):
        await moment.tx.inbox.tidy(moment.now - UPDATES_LAST)
