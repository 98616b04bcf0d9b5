"""Officers hear how it stands with the publication of a result."""

from flows.colleagues import tell_officers
from flows.events import Payload, notice
from flows.kernel import Button, Moment, Screen
from flows.rounds.current import Edition, edition_of
from flows.text import Speech, paragraphs, t


async def ask_officers(
    moment: Moment, round_id: int, occasion: str, but: int | None = None
) -> None:
    """``occasion``: what happened, once; ``but``: the officer who did it and knows."""
    key, payload = f"{round_id}:{occasion}", {"round": round_id}
    await tell_officers(moment, "result.check", key=key, payload=payload, but=but)


@notice("result.check", consent=None)
async def asked(moment: Moment, payload: Payload) -> Screen | None:
    edition = await edition_of(moment, payload["round"])
    if edition.row.published_at is not None:
        return None
    return Screen(
        paragraphs(
            t("<b>{round}</b>", round=edition.definition.words),
            await how_it_stands(moment, edition),
        ),
        ((check_button(edition),),),
    )


def check_button(edition: Edition) -> Button:
    return Button(t("Publish the result"), "result.check", str(edition.row.id))


async def how_it_stands(moment: Moment, edition: Edition) -> Speech:
    row = await moment.tx.publications.of(edition.row.id)
    if row is None:
        return t("The votes are counted. Two officers publish the result.")
    if row.confirmed_at is None:
        return t("An officer proposes to publish it on {when}.", when=row.minute)
    return t("The result is published on {when}.", when=row.minute)
