"""A counted round goes out as a file that others can check and count again."""

import asyncio
import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from pabulib.checker import Checker

from flows.cells import LEAST
from flows.counting.receipt import check
from flows.pabulib.election import election_in
from flows.pabulib.file import read
from flows.voting.count import outcomes_of
from flows.voting.export import ExportError, files_of
from tests.plans import CLOSES, define, on_ballot, the_round, voter, votes
from tests.pots import POINTS, planned, pot, round_with
from tests.test_cli import Type, types
from tests.town import Actor, Town

__all__ = ["types"]


async def exported(town: Town, slug: str, *, auditor: bool = False) -> dict[str, bytes]:
    async with town.house.reading() as moment:
        return await files_of(moment, slug, auditor=auditor)


async def crowd(town: Town, first: Actor, many: int) -> list[Actor]:
    return [first, *[await town.resident(f"Voter {number}") for number in range(1, many)]]


def complaints(content: bytes) -> dict[str, object]:
    """What the checker of Pabulib has against a file: errors and warnings."""
    with redirect_stdout(io.StringIO()):
        told = Checker().process_files([content.decode()])
    found = next(value for value in told.values() if "results" in value)["results"]
    return {level: found[level] for level in ("errors", "warnings") if found.get(level)}


@pytest.fixture
async def voted(town: Town) -> str:
    return await ten_voted(town, rule="greedy_skip")


async def ten_voted(town: Town, *, rule: str) -> str:
    """Ten people voted for four plans; not all fit, and one is called like a formula."""
    await define(town, ballots_published="shuffled", rule=rule)
    await on_ballot(town, ("=Sum", 90, "samen"))
    first = await voter(town)
    for number, one in enumerate(await crowd(town, first, LEAST)):
        await votes(one, 2, 1 if number < 4 else 4, *((3,) if number % 3 else ()))
    await town.reaches(CLOSES)
    return (await the_round(town)).row.slug


@pytest.mark.parametrize(
    "rule", ["greedy_skip", "greedy_stop", "theme_caps_then_leftover", "equal_shares"]
)
async def test_the_checker_of_pabulib_has_nothing_against_it(town: Town, rule: str) -> None:
    slug = await ten_voted(town, rule=rule)
    content = (await exported(town, slug))[f"{slug}-pot.pb"]
    assert complaints(content) == {}


async def test_counted_again_it_gives_the_same(
    town: Town, voted: str, types: Type, tmp_path: Path
) -> None:
    (content,) = (await exported(town, voted)).values()
    path = tmp_path / "round.pb"
    path.write_bytes(content)
    told = json.loads(types("count", path, "--json").stdout)
    assert told["rule"] == "greedy_skip"
    (outcome,) = outcomes_of(await the_round(town)).values()
    assert told["selected"] == [f"2027-{int(plan):03}" for plan in outcome.winners]
    found = election_in(read(io.BytesIO(content)))
    assert found.ballots.voters == LEAST
    assert found.names["2027-001"] == "'=Sum"


async def test_points_go_out_as_points(town: Town) -> None:
    round_id = await round_with(town, pot("p", "MF", POINTS), pot("q", "MG", POINTS))
    async with town.house.writing() as moment:
        row = await moment.tx.rounds.get(round_id)
        assert row is not None
        row.definition = {**row.definition, "rule": "greedy_skip"}
    one, two = await planned(town, round_id, "MF", ("Kitchen", 18, "groen"), ("Trees", 12, "jong"))
    fatma = await voter(town)
    await fatma.presses(f"vote.give:{one}.3.0.0")
    await fatma.presses(f"vote.give:{two}.2.0.0")
    await fatma.presses(f"vote.review:{round_id}")
    await fatma.taps("Send my vote")
    await town.reaches(CLOSES)
    file = read(io.BytesIO((await exported(town, "pots", auditor=True))["pots-p.pb"]))
    numbers = [f"{round_id}-{nth:03}" for nth in (1, 2)]
    assert file.votes.rows == [("1", ",".join(numbers), "3,2")]
    assert election_in(file).ballots.totals == dict(zip(numbers, (3, 2), strict=True))


async def test_equal_shares_leave_a_receipt_that_can_be_checked(town: Town) -> None:
    slug = await ten_voted(town, rule="equal_shares")
    files = await exported(town, slug)
    told = json.loads(files[f"{slug}-pot-receipt.json"])
    votes_in_file = read(io.BytesIO(files[f"{slug}-pot.pb"])).votes.column("vote") or ()
    ballots = [vote.split(",") for vote in votes_in_file]
    assert check(told, ballots) == []
    assert check(told, [*ballots[1:], ["2027-001"]]) != []
    assert [purchase["plan"] for purchase in told["bought"]]


async def test_nobody_sees_ballots_before_the_count(town: Town) -> None:
    await voter(town)
    slug = (await the_round(town)).row.slug
    with pytest.raises(ExportError, match="not counted yet"):
        await exported(town, slug, auditor=True)
    with pytest.raises(ExportError, match="no round"):
        await exported(town, "nowhere")


async def test_totals_only_means_an_auditor_asks(town: Town) -> None:
    fatma = await voter(town)
    await votes(fatma, 1)
    await town.reaches(CLOSES)
    slug = (await the_round(town)).row.slug
    with pytest.raises(ExportError, match="--auditor"):
        await exported(town, slug)
    assert await exported(town, slug, auditor=True)


async def test_a_pot_with_few_voters_is_not_given_to_everybody(town: Town) -> None:
    await define(town, ballots_published="shuffled")
    fatma = await voter(town)
    await votes(fatma, 1)
    await town.reaches(CLOSES)
    assert await exported(town, (await the_round(town)).row.slug) == {}


async def test_the_command_writes_a_file_for_each_pot(
    town: Town, voted: str, types: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUURTBOT_DATABASE_URL", town.settings.database_url)
    monkeypatch.setenv("BUURTBOT_KEYS_FOLDER", str(town.settings.keys_folder))
    out = tmp_path / "out"
    result = await asyncio.to_thread(types, "export", voted, "--out", out)
    assert result.exit_code == 0, result.output
    assert [path.name for path in out.iterdir()] == [f"{voted}-pot.pb"]
    result = await asyncio.to_thread(types, "export", "nowhere", "--out", out)
    assert result.exit_code == 1
    assert result.stderr.endswith("There is no round nowhere.\n")
