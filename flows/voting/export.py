"""A counted round given away: what anybody needs to count it again, or to check who paid."""

import json
import secrets
from collections.abc import Mapping, Sequence

from flows.cells import LEAST
from flows.counting.model import Ballots, Plan
from flows.counting.payments import receipt
from flows.kernel import Moment
from flows.pabulib.file import write
from flows.rounds.current import Edition
from flows.rounds.definition import Pot
from flows.voting.as_pabulib import Ballot, as_pabulib
from flows.voting.count import in_tie_order, outcomes_of, parameters_of
from storage.models import Initiative


class ExportError(Exception):
    """The round cannot be given away; the message says why, for who runs the bot."""


async def files_of(moment: Moment, slug: str, *, auditor: bool) -> dict[str, bytes]:
    """By name: for each pot a ``.pb`` file, and under Equal Shares the receipt of who paid what.

    Whole ballots stand in them, in an order drawn now.

    A pot with few voters is for auditors only: there one ballot may tell whose it is. Raises
    ``ExportError`` before the count, and where the round keeps whole ballots for auditors and
    none asks.
    """
    row = await moment.tx.rounds.named(slug)
    if row is None:
        raise ExportError(f"There is no round {slug}.")
    edition = Edition.of(row)
    if row.counted_at is None:
        raise ExportError(f"{slug} is not counted yet. Nobody sees ballots before that.")
    if edition.definition.ballots_published != "shuffled" and not auditor:
        raise ExportError(
            f'{slug} publishes totals only: it says ballots_published = "totals". '
            "Whole ballots are for an auditor: --auditor."
        )
    outcomes = outcomes_of(edition)
    open_to = [p for p in edition.definition.pots if auditor or outcomes[p.key].voters >= LEAST]
    return {
        f"{slug}-{pot.key}{kind}": content
        for pot in open_to
        for kind, content in (await _files(moment, edition, pot)).items()
    }


async def _files(moment: Moment, edition: Edition, pot: Pot) -> dict[str, bytes]:
    """By the end of their names."""
    on_ballot = await moment.tx.initiatives.on_ballot(edition.row.id)
    plans = [p for p in in_tie_order(moment, edition, on_ballot) if p.area in pot.areas]
    groups = await moment.tx.ballots.grouped(edition.row.id, pot.key)
    ballots = _shuffled(groups, {plan.id: plan.number for plan in plans})
    files = {".pb": write(as_pabulib(moment.town, edition, pot, plans, ballots))}
    if edition.definition.rule == "equal_shares":
        files["-receipt.json"] = _receipt(edition, pot, plans, ballots)
    return files


def _receipt(
    edition: Edition, pot: Pot, plans: Sequence[Initiative], ballots: Sequence[Ballot]
) -> bytes:
    told = receipt(
        [Plan(plan.number, plan.cost, plan.theme) for plan in plans],
        Ballots.of_points(ballots),
        pot.cents,
        parameters_of(edition, pot),
        [plan.number for plan in plans],
    )
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _shuffled(groups: Mapping[tuple[int, ...], int], numbers: Mapping[int, str]) -> list[Ballot]:
    """By the numbers that everybody knows the plans by; those that left are on no ballot."""
    ballots = [
        [numbers[plan] for plan in chosen if plan in numbers]
        for chosen, many in groups.items()
        for _ in range(many)
    ]
    secrets.SystemRandom().shuffle(ballots)
    return ballots
