"""New codes. They exist in plain in memory and on paper, and nowhere else."""

from dataclasses import dataclass

from flows.kernel import Moment
from flows.rounds.current import Edition
from flows.rounds.definition import Pot
from flows.stemcodes import code
from storage.models import CodeState

MOST_AT_ONCE = 20_000  # a file that a printer still takes


class CodeError(Exception):
    """What was asked about codes cannot be done; the message says why, for who runs the bot."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A code in plain, shown as ``XXXX-XXXX-XXXX``, for one letter."""

    serial: int
    code: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run made: for a pot of a round, to vote or to test with."""

    edition: Edition
    pot: Pot
    test: bool
    codes: tuple[Issued, ...]


async def round_called(moment: Moment, slug: str) -> Edition:
    """Raises ``CodeError`` when there is none."""
    row = await moment.tx.rounds.named(slug)
    if row is None:
        raise CodeError(f"There is no round {slug}.")
    return Edition.of(row)


async def place(moment: Moment, slug: str, pot_key: str | None) -> tuple[Edition, Pot]:
    """Where codes are for. Raises ``CodeError``.

    ``pot_key`` may be left out in a round with one pot.
    """
    edition = await round_called(moment, slug)
    if edition.definition.voters == "self_declared":
        raise CodeError(f'In {slug} nobody needs a code: it says voters = "self_declared".')
    if edition.row.counted_at is not None:
        raise CodeError(f"{slug} is counted already.")
    return edition, _pot(edition, pot_key)


async def draw(moment: Moment, edition: Edition, pot: Pot, count: int, *, test: bool) -> Batch:
    """Draw codes and keep their digests. None works before it is put in use.

    One at a time, so that two runs do not give out the same serials. Raises ``CodeError``
    when the pepper of earlier codes is not here.
    """
    round_id, slug = edition.row.id, edition.definition.slug
    await moment.tx.rounds.change(round_id)
    first = await moment.tx.stemcodes.last_serial(round_id) + 1
    pepper = moment.keys.pepper(slug) if first > 1 else moment.keys.make_pepper(slug)
    if pepper is None:
        raise CodeError(f"The pepper of {slug} is not in the keys folder: no code would work.")
    drawn = dict(enumerate((code.new() for _ in range(count)), start=first))
    shared = {"round_id": round_id, "pot": pot.key, "test": test, "state": CodeState.PRINTED}
    await moment.tx.stemcodes.issue(
        [
            {**shared, "serial": serial, "digest": code.digest(pepper, plain)}
            for serial, plain in drawn.items()
        ]
    )
    codes = tuple(Issued(serial, code.shown(plain)) for serial, plain in drawn.items())
    return Batch(edition, pot, test, codes)


async def put_in_use(moment: Moment, batch: Batch) -> None:
    """From now on these codes work; not before their letters are safely written."""
    serials = [one.serial for one in batch.codes]
    await moment.tx.stemcodes.put_in_use(batch.edition.row.id, serials[0], serials[-1])


def _pot(edition: Edition, key: str | None) -> Pot:
    pots = edition.definition.pots
    if key is None and len(pots) == 1:
        return pots[0]
    pot = edition.definition.pot_called(key or "")
    if pot is None:
        known = ", ".join(pot.key for pot in pots)
        raise CodeError(f"Say which pot: {known}.")
    return pot
