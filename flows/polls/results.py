"""A poll closes by itself; its members hear the result, once."""

from flows.events import Payload, notice, tell
from flows.kernel import Button, Moment, Screen, sweep
from flows.text import Code, Speech, just, lines, paragraphs, t, tn
from storage.models import ConsentKind, Poll

CLOSED = "poll.closed"
LONGEST_BAR = 10  # characters


async def outcome(moment: Moment, poll: Poll) -> Speech:
    """Bars for the eye, and the same in numbers."""
    counts = await moment.tx.polls.counts(poll.id)
    most = max(counts.values(), default=0)
    return paragraphs(
        t("The result of: <b>{question}</b>", question=poll.question),
        *(_bar(option, counts.get(place, 0), most) for place, option in enumerate(poll.options)),
        tn("{n} member answered.", "{n} members answered.", sum(counts.values())),
    )


def _bar(option: str, count: int, most: int) -> Speech:
    long = round(LONGEST_BAR * count / most) if most else 0
    bar = Code("▓" * long + "░" * (LONGEST_BAR - long))
    return lines(just(option), t("{bar} {count}", bar=bar, count=count))


@sweep("polls.close")
async def close(moment: Moment) -> None:
    for poll in await moment.tx.polls.closed_without(CLOSED, moment.now):
        if not await moment.tx.occurrences.first(CLOSED, str(poll.id), "once", moment.now):
            continue
        await tell(
            moment,
            CLOSED,
            await moment.tx.communities.members(poll.community_id),
            key=str(poll.id),
            payload={"poll": poll.id},
        )


@notice(CLOSED, consent=ConsentKind.COMMUNITY)
async def closed(moment: Moment, payload: Payload) -> Screen | None:
    poll = await moment.tx.polls.get(payload["poll"])
    if poll is None:
        return None
    look = Button(t("Go to the community"), "communities.open", str(poll.community_id))
    return Screen(await outcome(moment, poll), ((look,),), fresh=True)
