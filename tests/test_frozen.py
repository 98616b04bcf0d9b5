"""When voting opens a round is frozen: what is changed later reaches neither vote nor count."""

import asyncio
import hashlib
import hmac
import json

import pytest
from sqlalchemy import update

from flows.rounds.freezing import freeze_opened
from flows.rounds.frozen import as_seen
from flows.voting.count import outcome_of
from scheduler.sweeps import sweep_all
from storage.models import Initiative, InitiativeState
from tests.plans import CLOSES, OPENS, PLANS, ROUND, box, define, on_ballot, the_round, votes
from tests.town import Town


async def changes(town: Town, plan: int, **values: object) -> None:
    async with town.db.write() as tx:
        await tx.session.execute(update(Initiative).where(Initiative.id == plan).values(**values))


def opens_unswept(town: Town) -> None:
    """The hour comes, and the scheduler has not looked yet."""
    town.jumps_to(OPENS)


async def test_it_is_frozen_once_and_anybody_can_hash_it_again(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.passes(days=1)
    assert (await the_round(town)).row.frozen is None
    await town.reaches(OPENS)
    row = (await the_round(town)).row
    assert row.frozen is not None
    text = json.dumps(row.frozen, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert row.digest == hashlib.sha256(text.encode()).hexdigest()
    assert [plan["number"] for plan in row.frozen["plans"]] == ["2027-001", "2027-002", "2027-003"]
    assert row.frozen["plans"][0]["cost"] == 18_000_00
    await define(town, title={"nl": "Iets anders"})
    await town.passes(days=1)
    assert (await the_round(town)).row.digest == row.digest


async def test_no_later_change_reaches_the_vote_or_the_count(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await changes(town, 1, cost=119_000_00, title={"en": "A palace"}, theme="jong")
    await define(town, budget=1, rule="greedy_stop", ballot={"kind": "approval", "most": 1})
    await on_ballot(town, ("Too late", 5, "groen"))
    await fatma.presses("vote.open")
    assert "Kitchen, €\xa018.000." in fatma.transcript
    assert "A palace" not in fatma.transcript
    assert "Too late" not in fatma.transcript
    await votes(fatma, 1, 2, 3)
    await town.reaches(CLOSES)
    edition = await the_round(town)
    outcome = outcome_of(edition, edition.definition.pots[0])
    assert outcome.unspent == 120_000_00 - 52_000_00
    assert {step.plan: step.cost for step in outcome.steps}["1"] == 18_000_00


async def test_the_first_step_into_the_booth_freezes_when_the_clock_did_not(town: Town) -> None:
    await on_ballot(town, *PLANS)
    fatma = await town.resident("Fatma")
    opens_unswept(town)
    await fatma.presses("vote.yes:1.0.0")
    row = (await the_round(town)).row
    assert row.frozen is not None
    assert (await box(town)) == {}


async def test_two_sweeps_freeze_one_text(town: Town) -> None:
    await on_ballot(town, *PLANS)
    opens_unswept(town)
    await sweep_all(town.house)
    first = (await the_round(town)).row.frozen_at
    async with town.house.writing() as moment:
        await freeze_opened(moment)
    assert (await the_round(town)).row.frozen_at == first


async def test_no_plan_comes_on_the_ballot_after_the_freeze(town: Town) -> None:
    """By hand it can be frozen before the hour: from then on the ballot is fixed too."""
    await on_ballot(town, *PLANS)
    await changes(town, 1, state=InitiativeState.SUBMITTED)
    samira = await town.moderator("Samira")
    await town.reaches(OPENS)
    await samira.presses("queue.accept:1")
    assert "The ballot cannot change any more." in samira.toast


async def test_lots_are_drawn_from_a_seed_that_was_promised_before(town: Town) -> None:
    """Equal votes and equal costs: HMAC(seed, number) decides, and anybody can draw it again."""
    await define(town, tie_order="lot", rule="greedy_skip", budget=10_000)
    await on_ballot(town, *((f"Plan {nth}", 10, "groen") for nth in range(1, 6)))
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1, 2, 3, 4, 5)
    before = (await the_round(town)).row
    assert before.lot is None, "nobody can know it while people vote"
    await town.reaches(CLOSES)
    edition = await the_round(town)
    assert edition.row.frozen is not None
    assert edition.row.lot is not None
    seed = bytes.fromhex(edition.row.lot)
    assert hashlib.sha256(seed).hexdigest() == edition.row.frozen["lot"]
    drawn = sorted(
        (f"2027-{nth:03}" for nth in range(1, 6)),
        key=lambda number: hmac.new(seed, number.encode(), "sha256").hexdigest(),
    )
    outcome = outcome_of(edition, edition.definition.pots[0])
    assert [f"2027-{int(step.plan):03}" for step in outcome.steps] == drawn
    assert outcome.winners == (str(int(drawn[0][-3:])),)


async def test_another_seed_than_the_promised_one_counts_nothing(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await define(town, tie_order="lot")
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    slug = (await the_round(town)).row.slug
    (town.settings.keys_folder / f"{slug}.lot").write_bytes(b"x" * 32)
    await town.reaches(CLOSES)
    assert (await the_round(town)).row.counted_at is None
    assert "SeedLostError" in caplog.text


def test_a_hash_is_shown_in_four_groups() -> None:
    assert as_seen("0123456789abcdef" * 4) == "0123 4567 89ab cdef"


async def test_all_who_step_in_at_the_opening_freeze_it_together_once(town: Town) -> None:
    """Each holds the round and wants to freeze it: nobody may wait for the other for ever."""
    await on_ballot(town, *PLANS)
    people = [await town.resident(f"Voter {nth}") for nth in range(8)]
    samira = await town.moderator("Samira")
    await changes(town, 3, state=InitiativeState.SUBMITTED)
    opens_unswept(town)
    await asyncio.gather(
        *(somebody.presses("vote.yes:1.0.0") for somebody in people),
        samira.presses("queue.accept:3"),
        sweep_all(town.house),
    )
    row = (await the_round(town)).row
    assert row.frozen is not None
    assert [plan["id"] for plan in row.frozen["plans"]] == [1, 2]
    for somebody in people:
        await somebody.presses(f"vote.review:{ROUND}")
        await somebody.taps("Send my vote")
    assert await box(town) == {(1,): 8}
